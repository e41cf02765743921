import type { FlakeStats } from '../flake/flake-stats.ts';
import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { changeRelevance } from '../plan/risk/change-relevance.ts';
import { suiteRunsOf } from '../ranking/suite-runs.ts';
import { predictFailures } from './predict-failures.ts';
import type { PendingPredictions } from './prediction-log.ts';

/** Planned tests with how probably each fails, and whose the probabilities are. Without any run the tests stay as they are. */
export function withFailProbabilities(
  tests: readonly PlannedTest[],
  histories: readonly TestHistory[] | undefined,
  stats: ReadonlyMap<TestId, FlakeStats>,
): { readonly tests: readonly PlannedTest[] } & Pick<TestStrategy, 'predictedBy'> {
  const predictions = predictFailures(tests, histories ?? [], { changes: changesOf(tests), stats });
  const [first] = predictions.values();
  if (first === undefined) return { tests };
  return {
    predictedBy: first.by,
    tests: tests.map((test) => {
      const told = predictions.get(test.testId);
      if (told === undefined) return test;
      return {
        ...test,
        failProbability: Number(told.probability.toPrecision(5)),
        ...(told.flakeShare === undefined ? {} : { failFlakeShare: Number(told.flakeShare.toPrecision(5)) }),
        failReasons: told.reasons,
      };
    }),
  };
}

/**
 * What a strategy predicts for the next run of its tests. When a run began since it was made, its probabilities are of the past, and so is
 * what it knows of changes: then the tests are predicted anew. Undefined when there is nothing to predict from.
 */
export function predictionsOf(
  strategy: Pick<TestStrategy, 'createdAt' | 'testCases' | 'predictedBy'>,
  histories: readonly TestHistory[],
  at: string,
): PendingPredictions | undefined {
  const { createdAt, testCases, predictedBy } = strategy;
  const isOutdated = suiteRunsOf(histories).some(({ startedAt }) => Date.parse(startedAt) >= Date.parse(createdAt));
  if (predictedBy !== undefined && !isOutdated) {
    const known = testCases.flatMap(({ testId, failProbability }) =>
      failProbability === undefined ? [] : [[testId, failProbability] as const],
    );
    return { at: createdAt, by: predictedBy, tests: Object.fromEntries(known) };
  }
  const predictions = predictFailures(testCases, histories);
  const [first] = predictions.values();
  if (first === undefined) return undefined;
  const tests = [...predictions].map(([testId, { probability }]) => [testId, probability] as const);
  return { at, by: first.by, tests: Object.fromEntries(tests) };
}

/** How much the change concerns each test, as its risk says. */
function changesOf(tests: readonly PlannedTest[]): ReadonlyMap<TestId, number> {
  return new Map(
    tests.flatMap(({ testId, riskFactors }) => {
      const factor = riskFactors.find(({ name }) => name === changeRelevance.name);
      return factor === undefined ? [] : [[testId, factor.score] as const];
    }),
  );
}
