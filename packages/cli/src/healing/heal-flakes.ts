import { type Execution, type Run, executedTestsOf, flakeStatsOf } from '@millwright/core';
import { type HistoryStore, createRunId } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { type ExperimentRequest, experimentScopeOf } from '../execution/experiment-scope.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import type { ShownHeal } from './draft-heal.ts';
import { healFailures } from './heal-failures.ts';

/** Which tests, and whether what is proved is written. */
export interface FlakeHealRequest extends ExperimentRequest {
  readonly runs: readonly Run[];
  /** Tests that are to be left alone, by their ids. */
  readonly without: ReadonlySet<string>;
  /** Only these tests, by their ids. */
  readonly only: ReadonlySet<string> | undefined;
  readonly apply: boolean;
}

/**
 * Repairs of flaky patterns for tests that failed or flaked in runs, of both runners: proved and written with `apply`, else only proposed.
 * Nothing is run where no test has such a pattern.
 */
export async function healFlakes(
  context: Context,
  history: HistoryStore,
  { runs, without, only, apply, ...experiment }: FlakeHealRequest,
): Promise<readonly ShownHeal[]> {
  const strategy = await makeStrategy(context, history, { name: 'heal' });
  const tests = executedTestsOf(strategy.testCases, runs).filter(
    ({ testId }) => !without.has(testId) && (only === undefined || only.has(testId)),
  );
  const { world } = context;
  const execution: Execution = {
    executionId: `heal-${createRunId({ nowMs: world.nowMs(), random: world.random }).toLowerCase()}`,
    strategyId: strategy.id,
    status: 'running',
    startedAt: new Date(world.nowMs()).toISOString(),
    options: {},
    batches: [],
    tests,
  };
  const histories = context.config.learningEnabled ? await history.readTestHistories() : [];
  const statsByTest = new Map(histories.map((entry) => [entry.test.id, flakeStatsOf(entry)]));
  const scope = { ...experimentScopeOf(context, history, strategy, experiment), statsByTest };
  return healFailures(scope, execution, { apply });
}
