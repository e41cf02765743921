import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { SuiteTest } from './rank-features.ts';
import { SuiteRanker } from './suite-ranker.ts';
import { type NamedTest, familyOf, suiteRunsOf } from './suite-runs.ts';

/** Before so many runs, and before one of them failed, a suite's past says nothing of an order. */
export const fewestRuns = 3;

/** Older runs say little of the next one, and learning from one takes some 40 ms for 2,000 tests. */
const mostRuns = 60;

/**
 * How soon each test should run by what its suite's past says, 0–1, the highest first. Undefined when the past is too short. Stress runs are
 * left out, since they run one test again and again; the retries of an execution belong to its one run. A flake is no failure that an
 * earlier place would have found.
 */
export function soonnessOf(
  tests: readonly (NamedTest & { readonly testId: TestId })[],
  histories: readonly TestHistory[],
): ReadonlyMap<TestId, number> | undefined {
  const runs = suiteRunsOf(histories);
  if (runs.length < fewestRuns || !runs.some(({ results }) => results.some(({ failed }) => failed))) return undefined;
  const ranker = new SuiteRanker();
  for (const { results } of runs.slice(-mostRuns)) ranker.addRun(results);
  const scores = ranker.scoresOf(tests.map((test): SuiteTest => ({ test: test.testId, family: familyOf(test) })));
  return new Map(tests.map(({ testId }, index) => [testId, scores[index] ?? 0]));
}
