import { join } from 'node:path';

import type { Heal, RememberedElement, Run, TestStrategy } from '@millwright/core';
import { type HistoryStore, createRunId, readTestElements } from '@millwright/history';
import { readProjectManifest } from '@millwright/source';

import type { Context } from '../../context/context.ts';
import { experimentScopeOf } from '../../execution/experiment-scope.ts';
import { makeStrategy } from '../../planning/make-strategy.ts';
import { readStandingHeals } from '../read-standing-heals.ts';
import { type BrokenTest, readBrokenTests } from './broken-test.ts';
import { type EditSession, openEditSession } from './edit-session.ts';
import { breakageOf } from './heal-case.ts';
import type { HealScope } from './heal-scope.ts';

/** How repairs are asked for. */
export interface HealRequest {
  readonly runs: readonly Run[];
  /** Whether proved repairs are to stay in the files. */
  readonly apply: boolean;
  /** The branch that they are to be committed to: what a person has not committed does not belong there. */
  readonly branch?: string | undefined;
  readonly confidence: number;
  readonly budgetMs: number;
  readonly mostBrokenRatio: number;
  readonly config?: string | undefined;
  readonly passThrough: readonly string[];
  readonly signal: AbortSignal;
  /** The repair that a person chose. */
  readonly chosen?: Heal;
}

/** A command's work, opened: end the session in any case. */
export interface OpenedHeals {
  readonly heal: HealScope;
  readonly session: EditSession;
  readonly broken: readonly BrokenTest[];
}

/** Reads all that repairs need. Nothing is written or run yet. */
export async function openHealScope(
  context: Context,
  history: HistoryStore,
  request: HealRequest,
): Promise<OpenedHeals> {
  const { root, dir, world } = context;
  const strategy = await makeStrategy(context, history, { name: 'heal' });
  const rememberedByTest = await readRemembered(dir, strategy);
  const broken = await readBrokenTests(request.runs, { dir, planned: strategy.testCases, rememberedByTest });
  const session = openEditSession(context, history, { isForGood: request.apply || request.branch !== undefined });
  const id = createRunId({ nowMs: world.nowMs(), random: world.random }).toLowerCase();
  const { testFiles } = await readProjectManifest({ root });
  const ofTests = new Set(
    testFiles.flatMap(({ file, runner, reaches }) => (runner === 'playwright' ? [file, ...reaches] : [file])),
  );
  return {
    session,
    broken,
    heal: {
      scope: experimentScopeOf(context, history, strategy, request),
      session,
      terms: {
        confidence: request.confidence,
        endMs: world.nowMs() + request.budgetMs,
        crops: join(dir, 'heals', id),
      },
      rememberedByTest,
      histories: await history.readTestHistories(),
      runs: request.runs,
      broken,
      suite: suiteOf(request.runs, broken),
      mostBrokenRatio: request.mostBrokenRatio,
      isTestFile: (file) => ofTests.has(file) || isNoCode(file),
      past: await readStandingHeals(context, history),
      ...(request.chosen === undefined ? {} : { chosen: request.chosen }),
    },
  };
}

/** A note or a test's picture changes no application. */
function isNoCode(file: string): boolean {
  return /\.(?:md|txt|snap)$|(?:^|\/)(?:LICENSE|\.gitignore|\.millwright\/)|-snapshots\/|\.(?:spec|test)\.[cm]?[jt]sx?$/.test(
    file,
  );
}

/** Tests that one change broke count once: they are one thing to repair. */
function suiteOf(runs: readonly Run[], broken: readonly BrokenTest[]): HealScope['suite'] {
  const testCount = new Set(runs.flatMap(({ tests }) => tests.map(({ id }) => id))).size;
  const lost = broken.filter(({ page, remembered }) => page !== undefined && remembered.length > 0);
  return { testCount, brokenCount: new Set(lost.map(breakageOf)).size };
}

async function readRemembered(
  dir: string,
  { testCases }: TestStrategy,
): Promise<ReadonlyMap<string, readonly RememberedElement[]>> {
  const remembered = new Map<string, readonly RememberedElement[]>();
  for (const { testId, runner } of testCases) {
    if (runner !== 'playwright') continue;
    const elements = await readTestElements(dir, testId);
    if (elements) remembered.set(testId, elements.elements);
  }
  return remembered;
}
