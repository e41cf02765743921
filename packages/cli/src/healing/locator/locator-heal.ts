import { type ElementFingerprint } from '@millwright/core/relocation';
import { type Heal, type HealCandidate, type PlannedTest, type ProofCheck, type RunCount } from '@millwright/core';
import { createRunId } from '@millwright/history';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { Context } from '../../context/context.ts';
import { type ShownHeal, healDraftOf } from '../draft-heal.ts';
import type { BrokenTest } from './broken-test.ts';
import type { ProposedCase, RefusedCase } from './heal-case.ts';

/** A repair of a locator with what a person needs to judge it. */
export interface ShownLocatorHeal extends ShownHeal {
  /** The broken tests that it is for, by project, file and title path. */
  readonly tests: readonly string[];
  /** The locator as it was and as it would be, and the element as it was and as it is. */
  readonly locator?: {
    readonly before: string;
    readonly after?: string;
    readonly was: ElementFingerprint;
    readonly wasSeenAt: string;
    readonly is?: ElementFingerprint;
  };
  readonly pictures: ElementPictures;
  /** Whether it would be written without asking. */
  readonly isReady: boolean;
}

/** Pictures (PNG) of the page around the element, by their paths relative to the root. */
interface ElementPictures {
  /** As it was when the test passed; absent when none was kept. */
  readonly before?: string;
  /** As it is with the repair: of the repaired steps, on the page of the proof. */
  readonly after: readonly string[];
}

/** Whether it is a repair of a locator or a step, with what a person needs to judge it. */
export function isLocatorHeal(heal: Heal): heal is ShownLocatorHeal {
  return 'isReady' in heal;
}

/** What became of a proposed repair. */
export interface HealEnding {
  readonly outcome: Heal['outcome'];
  readonly probability: number;
  readonly isReady: boolean;
  readonly reason?: string;
  readonly control?: RunCount;
  readonly verification?: Heal['verification'];
  readonly proof?: readonly ProofCheck[];
  /** Absolute paths of pictures that were taken in the proof. */
  readonly crops?: readonly string[];
  readonly also?: readonly BrokenTest[];
}

/** What became of a repair of something else than a locator. */
export type StepEnding = Pick<HealEnding, 'outcome' | 'isReady' | 'reason' | 'proof'>;

/** Titles as people read them, each test's own: those of two projects are not one. */
export function titleOf({ test }: BrokenTest): string {
  const project = test.project === '' ? '' : `[${test.project}] `;
  return project + [test.file, ...test.titlePath].join(' > ');
}

/** The record of a repair that was drafted, whatever became of it. `before` is the text of the file without it. */
export function proposedHealOf(
  context: Context,
  { broken, patch, locator, proposal }: ProposedCase,
  before: string,
  ending: HealEnding,
): ShownLocatorHeal {
  const { heal, candidate } = draftOf(context, { broken, patch }, before);
  const { outcome, probability, isReady, reason, control, verification, proof, crops = [], also = [] } = ending;
  const isDecided = outcome !== 'proposed';
  return {
    ...heal,
    probability,
    outcome,
    runId: broken.runId,
    failedAt: broken.failedAt,
    ...(control === undefined ? {} : { control }),
    // Only a try that ran counts against the repair.
    ...(verification === undefined ? {} : { verification, sourceHash: candidate.sourceHash }),
    ...(proof === undefined ? {} : { proof }),
    ...(reason === undefined ? {} : { reason }),
    ...(isDecided ? { decidedAt: new Date(context.world.nowMs()).toISOString() } : {}),
    tests: [...new Set([broken, ...also].map(titleOf))],
    locator: elementsOf(proposal, locator),
    pictures: picturesOf(context, proposal, crops),
    isReady,
  };
}

/** The record of a repair of something else than a locator. `before` is the text of the file without it. */
export function stepHealOf(
  context: Context,
  { broken, why, isProduct }: RefusedCase,
  { repair, patch }: NonNullable<RefusedCase['step']>,
  { before, ending }: { readonly before: string; readonly ending: StepEnding },
): ShownLocatorHeal {
  const { heal } = healDraftOf(context, { test: broken.planned, kind: repair.kind, patch, probability: 0 }, before);
  return {
    ...heal,
    ...ending,
    probability: repair.probability,
    refusal: { why, isProduct },
    runId: broken.runId,
    failedAt: broken.failedAt,
    decidedAt: new Date(context.world.nowMs()).toISOString(),
    tests: [titleOf(broken)],
    pictures: { after: [] },
  };
}

/** What tells whether the same repair was tried before. */
export function candidateOf(
  context: Context,
  proposed: Pick<ProposedCase, 'broken' | 'patch'>,
  before: string,
): HealCandidate {
  return draftOf(context, proposed, before).candidate;
}

function draftOf(context: Context, { broken, patch }: Pick<ProposedCase, 'broken' | 'patch'>, before: string) {
  const test: PlannedTest = broken.planned;
  return healDraftOf(context, { test, kind: 'locator', patch, probability: 0 }, before);
}

/** The record of a test that is not repaired. An element that was found again, though no locator could be written, is for a person. */
export function refusedHealOf(
  context: Context,
  { broken, why, isProduct, reason, proposal, found = proposal }: RefusedCase,
): ShownLocatorHeal {
  const now = new Date(context.world.nowMs()).toISOString();
  return {
    id: createRunId({ nowMs: context.world.nowMs(), random: context.world.random }),
    testId: broken.test.id,
    kind: 'locator',
    proposedAt: now,
    decidedAt: now,
    file: broken.page?.place.file ?? broken.test.file,
    before: '',
    after: '',
    diff: '',
    probability: found?.verdict.probability ?? 0,
    outcome: found ? 'escalated' : 'refused',
    refusal: { why, isProduct },
    reason,
    runId: broken.runId,
    failedAt: broken.failedAt,
    tests: [titleOf(broken)],
    ...(found ? { locator: elementsOf(found, proposal?.locators[0]?.locator) } : {}),
    pictures: picturesOf(context, found),
    isReady: false,
  };
}

function elementsOf(
  { diagnosis, verdict }: NonNullable<RefusedCase['found']>,
  after: string | undefined,
): NonNullable<ShownLocatorHeal['locator']> {
  const { page, remembered } = diagnosis;
  return {
    before: page.locator,
    ...(after === undefined ? {} : { after }),
    was: remembered.fingerprint,
    wasSeenAt: remembered.seenAt,
    ...(verdict.candidate ? { is: verdict.candidate.fingerprint } : {}),
  };
}

function picturesOf(
  { dir, root }: Context,
  proposal: RefusedCase['found'],
  crops: readonly string[] = [],
): ElementPictures {
  const shown = (path: string): string => relative(root, path).split(sep).join('/');
  const kept = proposal?.diagnosis.remembered.picture;
  const before = kept === undefined ? undefined : join(dir, kept);
  return {
    ...(before !== undefined && existsSync(before) ? { before: shown(before) } : {}),
    after: crops.map(shown),
  };
}

/** The record as it is kept: without what only serves to be shown. */
export function keptHealOf(heal: ShownLocatorHeal): Heal {
  const { diff: _diff, tests: _tests, locator: _locator, pictures: _pictures, isReady: _isReady, ...kept } = heal;
  return kept;
}
