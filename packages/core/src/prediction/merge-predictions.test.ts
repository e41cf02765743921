import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { hourOf, suiteRunAt } from './fixtures/suite-run.ts';
import { mergedPredictions, predictionsToMerge } from './merge-predictions.ts';
import { type PredictionLog, emptyPredictionLog, scoredPredictionsOf, withPredictions } from './prediction-log.ts';
import { predictionReportOf } from './prediction-report.ts';

const said = (hour: number, by: 'rule' | 'learned', probabilities: readonly number[]) => ({
  at: hourOf(hour),
  by,
  tests: Object.fromEntries(probabilities.map((probability, index) => [`t${index}`, probability])),
});

const logOf = (...all: readonly ReturnType<typeof said>[]): PredictionLog =>
  all.reduce(withPredictions, emptyPredictionLog);

const countsOf = (log: PredictionLog) => {
  const { predictions, failures, unresolved } = predictionReportOf(log);
  return { predictions, failures, unresolved };
};

const runsOfSuite = fc.uniqueArray(
  fc.record({
    hour: fc.integer({ min: 0, max: 3000 }),
    letters: fc.string({ unit: fc.constantFrom('.', 'F', ' '), minLength: 1, maxLength: 4 }),
  }),
  { maxLength: 8, selector: ({ hour }) => hour },
);

/** Logs whose moments, tests and weeks often meet, and lie further apart than what is kept. */
const logs = fc
  .tuple(
    fc.array(
      fc.record({
        hour: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(1, 2, 400)),
        by: fc.constantFrom('rule' as const, 'learned' as const),
        probabilities: fc.array(fc.constantFrom(0, 0.1, 0.5, 1), { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 5 },
    ),
    runsOfSuite,
  )
  .map(([all, runs]) =>
    scoredPredictionsOf(
      logOf(...all.map(({ hour, by, probabilities }) => said(hour, by, probabilities))),
      runs.map(({ hour, letters }) => suiteRunAt(hour, letters)),
    ),
  );

describe('predictions of several machines', () => {
  test('come together in any order, and as often as one likes', () => {
    fc.assert(
      fc.property(logs, logs, logs, (one, other, third) => {
        const both = mergedPredictions(one, other);
        expect(mergedPredictions(other, one)).toEqual(both);
        expect(mergedPredictions(both, other)).toEqual(both);
        expect(mergedPredictions(both, both)).toEqual(both);
        expect(mergedPredictions(both, third)).toEqual(mergedPredictions(one, mergedPredictions(other, third)));
      }),
    );
  });

  test('a test waits once, and a log that was merged tells no more than both', () => {
    fc.assert(
      fc.property(logs, logs, (one, other) => {
        const both = mergedPredictions(one, other);
        const waiting = both.pending.flatMap(({ tests }) => Object.keys(tests));
        expect(new Set(waiting).size).toBe(waiting.length);
        const [a, b, merged] = [one, other, both].map(countsOf) as [
          ReturnType<typeof countsOf>,
          ReturnType<typeof countsOf>,
          ReturnType<typeof countsOf>,
        ];
        expect(merged.predictions).toBeLessThanOrEqual(a.predictions + b.predictions);
        expect(merged.predictions).toBeGreaterThanOrEqual(Math.max(a.predictions, b.predictions));
      }),
    );
  });

  test('a copy of a log brings nothing to the one that went on', () => {
    fc.assert(
      fc.property(logs, runsOfSuite, (log, all) => {
        const runs = all.map(({ hour, letters }) => suiteRunAt(hour, letters));
        const wentOn = mergedPredictions(scoredPredictionsOf(log, runs), emptyPredictionLog);
        const merged = mergedPredictions(wentOn, predictionsToMerge(log, runs));
        expect(merged).toEqual(wentOn);
      }),
    );
  });

  test('what was said last of a test counts, whoever said it', () => {
    const [early, late] = [logOf(said(1, 'rule', [0.1, 0.2])), logOf(said(2, 'learned', [0.9]))];
    expect(mergedPredictions(late, early).pending).toEqual([
      { at: hourOf(1), by: 'rule', tests: { t1: 0.2 } },
      { at: hourOf(2), by: 'learned', tests: { t0: 0.9 } },
    ]);
  });

  test('what waits elsewhere is judged by the run that came here, and by none after it', () => {
    const runs = [suiteRunAt(0, '..'), suiteRunAt(3, 'F '), suiteRunAt(4, '.F')];
    const merged = mergedPredictions(emptyPredictionLog, predictionsToMerge(logOf(said(1, 'rule', [0.9, 0.2])), runs));
    expect(countsOf(merged)).toEqual({ predictions: 2, failures: 2, unresolved: 0 });
  });

  test('what was said before the oldest known run is not taken over: nobody knows its first run any more', () => {
    const runs = [suiteRunAt(10, 'F')];
    expect(predictionsToMerge(logOf(said(1, 'rule', [0.9])), runs)).toEqual(emptyPredictionLog);
    expect(predictionsToMerge(logOf(said(1, 'rule', [0.9])), []).pending).toHaveLength(1);
  });

  test('the merged log stays small', () => {
    const judgedIn = (week: number): PredictionLog =>
      scoredPredictionsOf(logOf(said(week * 168, 'rule', [0.1])), [suiteRunAt(week * 168 + 1, 'F')]);
    const all = Array.from({ length: 120 }, (_, week) => judgedIn(week)).reduce(mergedPredictions);
    expect(all.weeks).toHaveLength(104);
    const pending = mergedPredictions(logOf(said(0, 'rule', [0.1, 0.2])), logOf(said(24 * 91, 'rule', [0.1]))).pending;
    expect(pending.map(({ tests }) => tests)).toEqual([{ t0: 0.1 }]);
  });
});
