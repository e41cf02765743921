import { type ExecutedTest, type OwnRunner, type PlannedTest, type TestStrategy, isOwnRunner } from '@millwright/core';

/** Tests for one runner process, in planned order. */
export interface Batch {
  readonly runner: OwnRunner;
  readonly tests: readonly PlannedTest[];
  /** True when it holds all that the strategy knows of this runner and the strategy left nothing out. */
  readonly wholeSuite: boolean;
  /** Earlier tries of its tests in the execution: 0 for the plan, 1 for the first retry. */
  readonly attempt: number;
}

/**
 * One batch per runner for the tests that still have to run. The runner whose tests promise more risk per second goes
 * first, so that the first failure comes soon.
 */
export function batchesOf(strategy: TestStrategy, executed: readonly ExecutedTest[]): readonly Batch[] {
  const pending = new Set(executed.filter((test) => test.outcome === 'pending').map((test) => test.testId));
  const byId = new Map(strategy.testCases.map((test) => [test.testId, test]));
  const ordered = strategy.executionOrder
    .flatMap((id) => byId.get(id) ?? [])
    .filter((test) => pending.has(test.testId));
  const everything = strategy.wholeSuite && pending.size === strategy.testCases.length;
  const groups = [...Map.groupBy(ordered, (test) => test.runner)];
  return groups
    .flatMap(([runner, tests]) => (isOwnRunner(runner) ? [{ runner, tests, wholeSuite: everything, attempt: 0 }] : []))
    .toSorted((a, b) => riskPerSecondOf(b.tests) - riskPerSecondOf(a.tests));
}

function riskPerSecondOf(tests: readonly PlannedTest[]): number {
  const risk = tests.reduce((sum, test) => sum + test.risk, 0);
  const durationMs = tests.reduce((sum, test) => sum + test.estimatedDurationMs, 0);
  return risk / Math.max(1, durationMs);
}
