import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Execution,
  type FlakeStats,
  type PlannedTest,
  type Run,
  type RunnerSelection,
  type TestStrategy,
  executedTestsOf,
  isOwnRunner,
  joinRuns,
  leftOutTestsOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { renderCount, renderDuration } from '../render/duration.ts';
import { writeExecution } from '../state/executions.ts';
import { type Batch, batchesOf } from './batches.ts';
import { carryOutBatch } from './carry-out-batch.ts';
import { explainedBatchesOf } from './explain-batches.ts';
import { planRetries } from './retries.ts';
import type { RunnerConfigs } from './runner-config.ts';

/** How an execution is to be carried out. */
export interface ExecutionOptions {
  readonly workers: number;
  /** Whether the CLI decides retries itself. */
  readonly intelligentRetry: boolean;
  /** Retries by the runner; undefined: none under intelligent retry, else what its configuration says. */
  readonly runnerRetries: number | undefined;
  /** Marks the runs as experiments, which statistics leave out. */
  readonly experiment?: boolean;
  /** Marks the runs as repeats of new and changed tests. */
  readonly stress?: boolean;
  readonly runnerConfigs: RunnerConfigs;
  readonly grep: string | undefined;
  readonly projects?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly passThrough: readonly string[];
  /** Show what the runners print. */
  readonly verbose: boolean;
}

/** Everything the steps of one execution share. */
export interface ExecutionScope {
  readonly context: Context;
  readonly history: HistoryStore;
  readonly strategy: TestStrategy;
  readonly options: ExecutionOptions;
  readonly statsByTest: ReadonlyMap<string, FlakeStats>;
  readonly signal: AbortSignal;
}

/**
 * Carries a strategy out: a batch per runner in planned order, then as many rounds of retries as are worth it. The
 * state is written after every step, so an execution that was stopped can be resumed from what its runs recorded.
 */
export async function executeStrategy(scope: ExecutionScope, execution: Execution): Promise<Execution> {
  let current = await recordProgress(scope, execution);
  for (const batch of batchesOf(scope.strategy, testsToRunOf(scope, current))) {
    if (scope.signal.aborted) break;
    current = await runAndRecord(scope, current, batch, 'plan');
  }
  while (!scope.signal.aborted && scope.options.intelligentRetry) {
    const next = await retryOnce(scope, current);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** A shard of what is left would be another shard, so one that is resumed runs all its tests again. */
function testsToRunOf({ options }: ExecutionScope, { tests }: Execution): Execution['tests'] {
  return options.shard === undefined ? tests : tests.map((test) => ({ ...test, outcome: 'pending' as const }));
}

/** What was chosen among the planned tests. */
export function selectionOf({ grep, shard, projects }: ExecutionOptions): RunnerSelection {
  return { grep, isSharded: shard !== undefined, namesProjects: projects !== undefined };
}

/** The runs that an execution has recorded so far, one per runner. */
export async function readJoinedRuns(history: HistoryStore, executionId: string): Promise<readonly Run[]> {
  return joinRuns(await readRecordedRuns(history, executionId));
}

/** The same, each as it was recorded. */
export async function readRecordedRuns(history: HistoryStore, executionId: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for await (const run of history.readRuns({ executionId })) runs.push(run);
  return runs;
}

/** Brings the tests of an execution up to date with what its runs recorded, and saves it. */
async function recordProgress(scope: ExecutionScope, execution: Execution): Promise<Execution> {
  await scope.history.recoverOpenSegments();
  const runs = await readRecordedRuns(scope.history, execution.executionId);
  const updated = {
    ...execution,
    batches: explainedBatchesOf(execution.batches, runs),
    tests: executedTestsOf(scope.strategy.testCases, runs),
  };
  await writeExecution(scope.history, updated);
  return updated;
}

async function runAndRecord(
  scope: ExecutionScope,
  execution: Execution,
  batch: Batch,
  reason: 'plan' | 'retry',
): Promise<Execution> {
  const executed = await carryOutBatch(scope, execution, batch, reason);
  return recordProgress(scope, { ...execution, batches: [...execution.batches, executed] });
}

/**
 * The planned tests that should have run and never started, because another failed before them: the followers of a serial test,
 * what depends on a setup project, what `bail` cut off. When that other one is tried again, so are they.
 */
async function readCutOffTests(
  scope: ExecutionScope,
  { executionId, tests }: Execution,
): Promise<readonly PlannedTest[]> {
  const { testCases } = scope.strategy;
  const runs = await readRecordedRuns(scope.history, executionId);
  const leftOut = leftOutTestsOf(testCases, tests, runs, selectionOf(scope.options));
  const pending = new Set(tests.filter((test) => test.outcome === 'pending').map((test) => test.testId));
  return testCases.filter(({ testId }) => pending.has(testId) && !leftOut.has(testId));
}

/** One round of retries; undefined when no failed test is worth another try. */
async function retryOnce(scope: ExecutionScope, execution: Execution): Promise<Execution | undefined> {
  const plans = planRetries({
    planned: scope.strategy.testCases,
    executed: execution.tests,
    runs: await readJoinedRuns(scope.history, execution.executionId),
    statsByTest: scope.statsByTest,
    policy: scope.context.config.retry,
  });
  const chosen = plans.filter((plan) => plan.decision.retry);
  if (chosen.length === 0) return undefined;
  const delayMs = Math.max(...chosen.map((plan) => plan.decision.delayMs));
  scope.context.say(
    `Retrying ${renderCount(chosen.length, 'test')} after ${renderDuration(delayMs)}: ${chosen[0]?.decision.reason ?? ''}`,
  );
  await sleep(delayMs, undefined, { signal: scope.signal }).catch(() => undefined);
  const attempt = Math.max(...chosen.map((plan) => plan.tries));
  const attemptsBefore = sumOfAttempts(execution);
  const cutOff = Map.groupBy(await readCutOffTests(scope, execution), (test) => test.runner);
  let current = execution;
  for (const [runner, failed] of Map.groupBy(
    chosen.map((plan) => plan.test),
    (test) => test.runner,
  )) {
    if (scope.signal.aborted || !isOwnRunner(runner)) continue;
    const tests = [...failed, ...(cutOff.get(runner) ?? [])];
    current = await runAndRecord(scope, current, { runner, tests, wholeSuite: false, attempt }, 'retry');
  }
  // A retry that left no trace would be tried for ever.
  return sumOfAttempts(current) > attemptsBefore ? current : undefined;
}

function sumOfAttempts(execution: Execution): number {
  return execution.tests.reduce((sum, test) => sum + test.attempts, 0);
}
