import type { TestId } from '../model/test.ts';
import type { SuiteRun } from '../ranking/suite-runs.ts';
import type { PredictionModel } from './failure-predictor.ts';
import { type PredictionWeek, withScoredRun } from './prediction-week.ts';

/** Predictions that wait for their tests to run, and what became of the earlier ones. */
export interface PredictionLog {
  /** Oldest first; a test is in one of them at most. */
  readonly pending: readonly PendingPredictions[];
  /** Oldest first. */
  readonly weeks: readonly PredictionWeek[];
}

/** What was predicted at one moment. */
export interface PendingPredictions {
  /** ISO 8601: when it was said. */
  readonly at: string;
  readonly by: PredictionModel;
  /** Test id → probability that it fails, to five digits. */
  readonly tests: Readonly<Record<TestId, number>>;
}

export const emptyPredictionLog: PredictionLog = { pending: [], weeks: [] };

/** A prediction that no run came to within so many days is forgotten. */
const keptDays = 90;

const dayMs = 86_400_000;

/** What was said before then is forgotten once something was said at `at`. */
export function keptSinceMsOf(at: string): number {
  return Date.parse(at) - keptDays * dayMs;
}

/**
 * Adds what is predicted now. Of a test that still waited, the older prediction is dropped: what was said last before a run is what counts,
 * and saying it twice makes no second prediction.
 */
export function withPredictions(log: PredictionLog, said: PendingPredictions): PredictionLog {
  const fresh = { ...said, tests: mapValues(said.tests, (probability) => Number(probability.toPrecision(5))) };
  const sinceMs = keptSinceMsOf(said.at);
  const older = log.pending
    .filter(({ at }) => Date.parse(at) >= sinceMs)
    .map((one) => ({ ...one, tests: without(one.tests, (testId) => Object.hasOwn(fresh.tests, testId)) }));
  return {
    ...log,
    pending: [...older, fresh]
      .filter(({ tests }) => Object.keys(tests).length > 0)
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}

/**
 * Scores each waiting prediction by the first run that started after it was made and in which its test ran, whoever started that run; later
 * runs are not scored by it. The log itself when no such run is known. Telling it the same runs again changes nothing.
 */
export function scoredPredictionsOf(log: PredictionLog, runs: readonly SuiteRun[]): PredictionLog {
  const waiting = new Map(
    log.pending.flatMap(({ at, by, tests }) =>
      Object.entries(tests).map(
        ([testId, probability]) => [testId, { atMs: Date.parse(at), by, probability }] as const,
      ),
    ),
  );
  let { weeks } = log;
  for (const run of runs.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))) {
    if (waiting.size === 0) break;
    const startedMs = Date.parse(run.startedAt);
    const judged = run.results.flatMap(({ test, failed }) => {
      const said = waiting.get(test);
      if (said === undefined || said.atMs >= startedMs) return [];
      waiting.delete(test);
      return [{ probability: said.probability, failed, by: said.by }];
    });
    if (judged.length > 0) weeks = withScoredRun(weeks, run.startedAt, judged);
  }
  if (weeks === log.weeks) return log;
  const pending = log.pending
    .map((one) => ({ ...one, tests: without(one.tests, (testId) => !waiting.has(testId)) }))
    .filter(({ tests }) => Object.keys(tests).length > 0);
  return { pending, weeks };
}

function without(
  tests: PendingPredictions['tests'],
  isDropped: (testId: TestId) => boolean,
): PendingPredictions['tests'] {
  return Object.fromEntries(Object.entries(tests).filter(([testId]) => !isDropped(testId)));
}

function mapValues(tests: PendingPredictions['tests'], map: (value: number) => number): PendingPredictions['tests'] {
  return Object.fromEntries(Object.entries(tests).map(([testId, value]) => [testId, map(value)]));
}
