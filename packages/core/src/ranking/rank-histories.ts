import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import type { SuiteTest } from './rank-features.ts';
import type { SuiteResult } from './suite-memory.ts';
import { SuiteRanker } from './suite-ranker.ts';

type NamedTest = Pick<TestEntry, 'file' | 'titlePath'>;

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
  if (runs.length < fewestRuns || !runs.some((results) => results.some(({ failed }) => failed))) return undefined;
  const ranker = new SuiteRanker();
  for (const results of runs.slice(-mostRuns)) ranker.addRun(results);
  const scores = ranker.scoresOf(tests.map((test): SuiteTest => ({ test: test.testId, family: familyOf(test) })));
  return new Map(tests.map(({ testId }, index) => [testId, scores[index] ?? 0]));
}

/** The results of each run, oldest run first, in the order of tests' names. */
function suiteRunsOf(histories: readonly TestHistory[]): readonly (readonly SuiteResult[])[] {
  const runs = new Map<string, { startedAt: string; readonly results: Map<string, SuiteResult> }>();
  for (const { test, observations } of histories)
    for (const observation of observations) {
      const { run } = observation;
      if (run.stress === true || observation.outcome === 'skipped') continue;
      const key = run.executionId ?? run.runId;
      const known = runs.get(key) ?? { startedAt: run.startedAt, results: new Map<string, SuiteResult>() };
      if (run.startedAt < known.startedAt) known.startedAt = run.startedAt;
      runs.set(key, known);
      // Oldest first, so that the last retry decides.
      known.results.set(test.id, resultOf(test, observation));
    }
  return [...runs]
    .toSorted(([a, { startedAt: x }], [b, { startedAt: y }]) => compare(x, y) || compare(a, b))
    .map(([, { results }]) => [...results.values()].toSorted((a, b) => compare(a.test, b.test)));
}

function resultOf(test: TestEntry, { outcome, durationMs }: Observation): SuiteResult {
  return { test: test.id, family: familyOf(test), failed: outcome === 'unexpected', durationMs };
}

/** What a test is called in every project. */
export function familyOf({ file, titlePath }: NamedTest): string {
  return [file, ...titlePath].join(' › ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
