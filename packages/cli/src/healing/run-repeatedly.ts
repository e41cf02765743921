import {
  type Execution,
  type OwnRunner,
  type PlannedTest,
  type Run,
  type RunCount,
  isExpected,
  isOwnRunner,
  recordedTestsOf,
} from '@millwright/core';
import { createRunId } from '@millwright/history';

import { carryOutBatch } from '../execution/carry-out-batch.ts';
import { type ExecutionScope, readJoinedRuns } from '../execution/execute-strategy.ts';

/** Repeats in one invocation of Playwright: few enough to stop soon, many enough to start it seldom. */
export const repeatsAtOnce = 5;

/**
 * Runs one test up to `most` times without retries, until `isEnough` says so, and counts the runs and those that failed.
 * The runs belong to executions of their own and are marked as experiments: they are no evidence about the suite. Fewer runs
 * than wanted means that the runner recorded no more.
 */
export async function runRepeatedly(
  scope: ExecutionScope,
  test: PlannedTest,
  { most, isEnough }: { readonly most: number; isEnough(this: void, count: RunCount): boolean },
): Promise<RunCount> {
  let count: RunCount = { runs: 0, failures: 0 };
  if (!isOwnRunner(test.runner)) return count;
  while (count.runs < most && !isEnough(count) && !scope.signal.aborted) {
    const repeats = test.runner === 'playwright' ? Math.min(repeatsAtOnce, most - count.runs) : 1;
    const next = await runOnce(scope, test, test.runner, repeats);
    if (next.runs === 0) break;
    count = { runs: count.runs + next.runs, failures: count.failures + next.failures };
  }
  return count;
}

async function runOnce(
  scope: ExecutionScope,
  test: PlannedTest,
  runner: OwnRunner,
  repeats: number,
): Promise<RunCount> {
  const { world } = scope.context;
  const execution: Execution = {
    executionId: `verify-${createRunId({ nowMs: world.nowMs(), random: world.random }).toLowerCase()}`,
    strategyId: scope.strategy.id,
    status: 'running',
    startedAt: new Date(world.nowMs()).toISOString(),
    options: {},
    batches: [],
    tests: [],
  };
  const repeating = runner === 'playwright' ? [`--repeat-each=${repeats}`] : [];
  const options = {
    ...scope.options,
    runnerRetries: 0,
    experiment: true,
    passThrough: [...scope.options.passThrough, ...repeating],
  };
  await carryOutBatch(
    { ...scope, options },
    execution,
    { runner, tests: [test], wholeSuite: false, attempt: 0 },
    'retry',
  );
  await scope.history.recoverOpenSegments();
  return runCountOf(test, await readJoinedRuns(scope.history, execution.executionId));
}

/**
 * How often a test ran in these runs, and how often it failed. A planned test may stand for several rows or projects:
 * then one of them that fails is a failure of the repeat. What was skipped or interrupted is no run.
 */
export function runCountOf(planned: PlannedTest, runs: readonly Run[]): RunCount {
  const good = new Map<string, boolean>();
  for (const run of runs) {
    const tests = new Map(recordedTestsOf(planned, run.tests).map((test) => [test.id, test]));
    for (const attempt of run.attempts) {
      const test = tests.get(attempt.testId);
      if (test === undefined || attempt.status === 'skipped' || attempt.status === 'interrupted') continue;
      const repeat = `${run.runId} ${attempt.repeat}`;
      good.set(repeat, (good.get(repeat) ?? true) && isExpected(test, attempt));
    }
  }
  return { runs: good.size, failures: [...good.values()].filter((passed) => !passed).length };
}
