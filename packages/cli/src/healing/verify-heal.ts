import { type Execution, type OwnRunner, type PlannedTest, executedTestsOf, isOwnRunner } from '@millwright/core';
import { createRunId } from '@millwright/history';

import { carryOutBatch } from '../execution/carry-out-batch.ts';
import { type ExecutionScope, readJoinedRuns } from '../execution/execute-strategy.ts';
import { verificationIdOf } from './verification-id.ts';

/**
 * Runs a repaired test so many times and says whether it passed each time. The runs belong to an execution of their
 * own: they prove the repair and are no evidence about the test as it was.
 */
export async function verifyHeal(scope: ExecutionScope, test: PlannedTest, runs: number): Promise<boolean> {
  if (!isOwnRunner(test.runner)) return false;
  const repeatInRunner = test.runner === 'playwright';
  const rounds = repeatInRunner ? 1 : runs;
  const verification: ExecutionScope = {
    ...scope,
    options: {
      ...scope.options,
      runnerRetries: 0,
      ...(repeatInRunner ? { passThrough: [...scope.options.passThrough, `--repeat-each=${runs}`] } : {}),
    },
  };
  for (let round = 0; round < rounds; round += 1) {
    if (scope.signal.aborted || !(await passes(verification, test, test.runner))) return false;
  }
  return true;
}

async function passes(scope: ExecutionScope, test: PlannedTest, runner: OwnRunner): Promise<boolean> {
  const { world } = scope.context;
  const execution: Execution = {
    executionId: verificationIdOf(createRunId({ nowMs: world.nowMs(), random: world.random })),
    strategyId: scope.strategy.id,
    status: 'running',
    startedAt: new Date(world.nowMs()).toISOString(),
    options: {},
    batches: [],
    tests: [],
  };
  await carryOutBatch(scope, execution, { runner, tests: [test], wholeSuite: false, attempt: 0 }, 'retry');
  await scope.history.recoverOpenSegments();
  const [executed] = executedTestsOf([test], await readJoinedRuns(scope.history, execution.executionId));
  return executed?.outcome === 'expected';
}
