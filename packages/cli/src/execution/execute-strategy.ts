import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Execution,
  type FlakeStats,
  type PlannedTest,
  type Run,
  type RunnerSelection,
  type TestStrategy,
  type Timings,
  executedTestsOf,
  isOwnRunner,
  joinRuns,
  leftOutTestsOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { type RetryPlan, planRetries } from '../retry/plan-retries.ts';
import { type RetryKnowledge, noRetryKnowledge, readRetryKnowledge } from '../retry/read-retry-knowledge.ts';
import { renderRetryPlans } from '../retry/render-retry-plans.ts';
import { writeExecution } from '../state/executions.ts';
import type { WorkersByRunner } from '../workers/workers-by-runner.ts';
import { type Batch, batchesOf } from './batches.ts';
import { carryOutBatch } from './carry-out-batch.ts';
import { explainedBatchesOf } from './explain-batches.ts';
import type { RunnerConfigs } from './runner-config.ts';

/** How an execution is to be carried out. */
export interface ExecutionOptions {
  readonly workers: WorkersByRunner;
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
  /** What the shard is cut by; without them the runner cuts it by count. */
  readonly shardTimings?: Timings | undefined;
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
  return scope.options.intelligentRetry ? retryWhileWorthIt(scope, current) : current;
}

/** Rounds of retries until no failed test is worth another. What the past says is read once, and only when something failed. */
async function retryWhileWorthIt(scope: ExecutionScope, execution: Execution): Promise<Execution> {
  let current = execution;
  let knowledge: RetryKnowledge | undefined;
  while (!scope.signal.aborted && current.tests.some(({ outcome }) => outcome === 'unexpected')) {
    knowledge ??= scope.context.config.learningEnabled
      ? await readRetryKnowledge(scope.history, execution.executionId)
      : noRetryKnowledge;
    const round = await retryOnce(scope, current, knowledge);
    current = round.execution;
    if (!round.goesOn) break;
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

/** One round of retries. It was the last one when no failed test is worth another try. */
async function retryOnce(
  scope: ExecutionScope,
  execution: Execution,
  knowledge: RetryKnowledge,
): Promise<{ readonly execution: Execution; readonly goesOn: boolean }> {
  const { world, config } = scope.context;
  const plans = planRetries({
    planned: scope.strategy.testCases,
    executed: execution.tests,
    runs: await readRecordedRuns(scope.history, execution.executionId),
    retryRunIds: new Set(
      execution.batches.flatMap(({ reason, runId }) => (reason === 'retry' && runId ? [runId] : [])),
    ),
    knowledge,
    policy: config.retry,
    nowMs: world.nowMs(),
    random: world.random,
  });
  const news = plans.filter((plan) => !isRefusedAlready(execution, plan));
  renderRetryPlans(news).forEach((line) => scope.context.say(line));
  const decided = withDecisions(execution, news);
  const chosen = plans.filter((plan) => plan.decision.retry);
  if (chosen.length === 0) return { execution: await recordProgress(scope, decided), goesOn: false };
  const delayMs = Math.max(...chosen.map((plan) => plan.decision.delayMs));
  await sleep(delayMs, undefined, { signal: scope.signal }).catch(() => undefined);
  const current = await runRetries(scope, decided, chosen);
  // A retry that left no trace would be tried for ever.
  return { execution: current, goesOn: sumOfAttempts(current) > sumOfAttempts(execution) };
}

/** What was not worth a try in an earlier round, and was not tried since, is not said again. */
function isRefusedAlready({ retries = [] }: Execution, { test, tries, decision }: RetryPlan): boolean {
  return (
    !decision.retry &&
    retries.some((earlier) => !earlier.retry && earlier.testId === test.testId && earlier.tries === tries)
  );
}

async function runRetries(
  scope: ExecutionScope,
  execution: Execution,
  chosen: readonly RetryPlan[],
): Promise<Execution> {
  const attempt = Math.max(...chosen.map((plan) => plan.tries));
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
  return current;
}

function withDecisions(execution: Execution, plans: readonly RetryPlan[]): Execution {
  const decided = plans.map(({ test, tries, decision: { retry, delayMs, gainRatio, reason } }) => ({
    testId: test.testId,
    tries,
    retry,
    delayMs,
    gainRatio,
    reason,
  }));
  return { ...execution, retries: [...(execution.retries ?? []), ...decided] };
}

function sumOfAttempts(execution: Execution): number {
  return execution.tests.reduce((sum, test) => sum + test.attempts, 0);
}
