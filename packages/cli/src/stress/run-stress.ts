import { createRunId } from '@millwright/history';
import {
  type Execution,
  type PlannedTest,
  type Run,
  type StressReport,
  type StressRound,
  type StressTarget,
  type StressedTest,
  isExpected,
  recordedTestsOf,
} from '@millwright/core';

import { carryOutBatch } from '../execution/carry-out-batch.ts';
import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { sameWorkersOf } from '../workers/workers-by-runner.ts';
import { withDependencies } from '../execution/with-dependencies.ts';
import { runCountOf } from '../healing/run-repeatedly.ts';

/** How often one process runs a test: Vitest is started anew, Playwright repeats in fresh workers. */
export const repeatsAtOnce = { vitest: 1, playwright: 5 } as const;

/** A runner that hangs is stopped a little after the budget, and what it did not finish does not count. */
const graceMs = 5000;

/** What is believed of the start of a runner before one was seen. */
const usualStartMs = 2000;

/** How the rounds went. */
type StressRuns = Pick<StressReport, 'status' | 'reasons' | 'durationMs' | 'tests'> & { readonly executionId: string };

/**
 * Carries out the rounds as far as the budget goes, without retries. The runs belong to an execution of their own, so that what fails
 * in them changes no outcome of the execution itself; they are marked as stress runs and count as evidence of how their tests do.
 */
export async function runStress(
  scope: ExecutionScope,
  { targets, rounds }: { readonly targets: readonly StressTarget[]; readonly rounds: readonly StressRound[] },
  budgetMs: number,
): Promise<StressRuns> {
  const { world } = scope.context;
  const startedMs = world.nowMs();
  const executionId = `stress-${createRunId({ nowMs: startedMs, random: world.random }).toLowerCase()}`;
  const execution = executionOf(executionId, scope, startedMs);
  const reasons = await runRounds(scope, execution, rounds, () => budgetMs - (world.nowMs() - startedMs));
  await scope.history.recoverOpenSegments();
  const runs: Run[] = [];
  for await (const run of scope.history.readRuns({ executionId })) runs.push(run);
  return {
    executionId,
    status: reasons.length > 0 ? 'cut' : 'done',
    reasons,
    durationMs: world.nowMs() - startedMs,
    tests: targets.map((target) => stressedTestOf(target, runs)),
  };
}

/** Carries out the rounds that still fit when their turn comes; says why when some were left out. */
async function runRounds(
  scope: ExecutionScope,
  execution: Execution,
  rounds: readonly StressRound[],
  remainingMs: () => number,
): Promise<readonly string[]> {
  const startMs = new Map<string, number>();
  const dead = new Set<string>();
  const batches: Execution['batches'][number][] = [];
  let leftOut = 0;
  for (const round of rounds) {
    const { runner, testMs } = round;
    if (dead.has(runner)) continue;
    if (scope.signal.aborted || remainingMs() < testMs + (startMs.get(runner) ?? usualStartMs)) {
      leftOut += 1;
      continue;
    }
    const signal = AbortSignal.any([scope.signal, AbortSignal.timeout(remainingMs() + graceMs)]);
    const batch = await runRound({ ...scope, signal }, { ...execution, batches }, round);
    batches.push(batch);
    startMs.set(runner, Math.max(0, (batch.durationMs ?? 0) - testMs));
    if (batch.runId === undefined) dead.add(runner);
  }
  const isOver = 'The time for stress runs (stressBudgetMs) was over.';
  return [
    ...(scope.signal.aborted ? ['The stress runs were interrupted.'] : leftOut > 0 ? [isOver] : []),
    ...[...dead].map((runner) => `The ${runner} process recorded no stress run, so it was not started again.`),
  ];
}

function executionOf(executionId: string, { strategy }: ExecutionScope, startedMs: number): Execution {
  return {
    executionId,
    strategyId: strategy.id,
    status: 'running',
    startedAt: new Date(startedMs).toISOString(),
    options: {},
    batches: [],
    tests: [],
  };
}

async function runRound(
  scope: ExecutionScope,
  execution: Execution,
  { runner, repeats, targets }: StressRound,
): Promise<Execution['batches'][number]> {
  const tests = targets.map(({ test }) => test);
  const files = new Set(tests.map((test) => test.file));
  const isVitest = runner === 'vitest';
  const options = {
    ...scope.options,
    // Copies of one browser test at the same time would disturb each other, which no ordinary run does.
    ...(isVitest ? {} : { workers: sameWorkersOf(1) }),
    runnerRetries: 0,
    stress: true,
    passThrough: [
      // With the others of its file, as in any run; a file of Vitest is cheap, and its tests may build on each other.
      ...(isVitest ? files : [`--repeat-each=${repeats}`]),
      ...scope.options.passThrough,
    ],
  };
  const attempt = execution.batches.length + 1;
  return carryOutBatch(
    { ...scope, options },
    execution,
    { runner, tests: withDependencies(tests, scope.strategy.testCases), wholeSuite: isVitest, attempt },
    'retry',
  );
}

function stressedTestOf({ test, why, times }: StressTarget, runs: readonly Run[]): StressedTest {
  const { testId, runner, project, file, titlePath } = test;
  const firstFailure = firstFailureOf(test, runs);
  return {
    testId,
    runner,
    project,
    file,
    titlePath,
    why,
    wantedRuns: times,
    ...runCountOf(test, runs),
    ...(firstFailure === undefined ? {} : { firstFailure }),
  };
}

function firstFailureOf(planned: PlannedTest, runs: readonly Run[]): string | undefined {
  for (const run of runs) {
    const tests = new Map(recordedTestsOf(planned, run.tests).map((test) => [test.id, test]));
    for (const attempt of run.attempts) {
      const test = tests.get(attempt.testId);
      if (test === undefined || attempt.status === 'interrupted' || isExpected(test, attempt)) continue;
      return attempt.failures?.[0]?.message ?? `It ended as ${attempt.status}.`;
    }
  }
  return undefined;
}
