import { availableParallelism } from 'node:os';

import type { LabSetting, PlannedTest } from '@millwright/core';

import type { Context } from '../context/context.ts';
import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { experimentScopeOf } from '../execution/experiment-scope.ts';
import { findRunner } from '../execution/find-runner.ts';
import { refuseUnwiredRunners } from '../execution/refuse-unwired-runners.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { type Suspect, suspectOf } from './find-suspect.ts';

/** One test to experiment with, and the tests that can keep it company. */
export interface SuspectScope {
  readonly scope: ExecutionScope;
  readonly suspect: Suspect;
  /** All known tests of its file and project, itself included, in the order of the file. */
  readonly mates: readonly PlannedTest[];
  /** The known tests of the other files of its runner and project. */
  readonly others: readonly PlannedTest[];
}

/** What was asked on the command line. */
export interface SuspectRequest {
  readonly word: string;
  readonly project?: string | undefined;
  readonly config?: string | undefined;
  readonly passThrough: readonly string[];
  readonly signal: AbortSignal;
}

/** Finds the test and everything that a run of it needs. Throws a UserError when it is not just one, or cannot be recorded. */
export async function openSuspectScope(context: Context, request: SuspectRequest): Promise<SuspectScope> {
  const history = await context.openHistory();
  const strategy = await makeStrategy(context, history, { name: 'lab' });
  const { root, world } = context;
  const suspect = suspectOf(request.word, strategy.testCases, { root, cwd: world.cwd, project: request.project });
  const scope = experimentScopeOf(context, history, { ...strategy, testCases: [suspect] }, request);
  await refuseUnwiredRunners(context, scope.strategy, scope.options);
  const company = strategy.testCases.filter(
    (test) => test.runner === suspect.runner && test.project === suspect.project,
  );
  return {
    scope: { ...scope, strategy },
    suspect,
    mates: company
      .filter((test) => test.file === suspect.file)
      .toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity)),
    others: company.filter((test) => test.file !== suspect.file),
  };
}

/** What the factors of the lab may know. */
export function settingOf({ scope, suspect, mates, others }: SuspectScope, seedEnv: string | undefined): LabSetting {
  const { config, world } = scope.context;
  return {
    runner: suspect.runner,
    cpuCount: availableParallelism(),
    canShuffle: suspect.runner === 'vitest' || canShuffle(findRunner(scope.context.root, 'playwright')?.version),
    testsInFile: mates.length,
    otherFiles: new Set(others.map((test) => test.file)).size,
    timeZone: config.env['TZ'] || world.env['TZ'] || Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(seedEnv === undefined ? {} : { seedEnv }),
  };
}

/** Playwright has `--shuffle` since 1.64. */
function canShuffle(version = ''): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 64);
}
