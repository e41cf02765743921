import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { calibrationOf } from '../forecast/calibration-report.ts';
import type { SuiteRun } from '../ranking/suite-runs.ts';
import { hourOf, suiteRunAt } from './fixtures/suite-run.ts';
import { type PredictionLog, emptyPredictionLog, scoredPredictionsOf, withPredictions } from './prediction-log.ts';
import { predictionReportOf } from './prediction-report.ts';

const said = (hour: number, ...probabilities: readonly number[]) => ({
  at: hourOf(hour),
  by: 'rule' as const,
  tests: Object.fromEntries(probabilities.map((probability, index) => [`t${index}`, probability])),
});

const logOf = (...all: readonly ReturnType<typeof said>[]): PredictionLog =>
  all.reduce(withPredictions, emptyPredictionLog);

const judgedBy = (log: PredictionLog, ...runs: readonly SuiteRun[]) => {
  const { predictions, failures, unresolved } = predictionReportOf(scoredPredictionsOf(log, runs));
  return { predictions, failures, unresolved };
};

describe('a prediction made at ten', () => {
  const log = logOf(said(10, 0.2, 0.4));

  test.each<[name: string, runs: readonly SuiteRun[], expected: ReturnType<typeof judgedBy>]>([
    ['waits without a run', [], { predictions: 0, failures: 0, unresolved: 2 }],
    ['is not judged by a run before it', [suiteRunAt(9, 'FF')], { predictions: 0, failures: 0, unresolved: 2 }],
    ['nor by one that started with it', [suiteRunAt(10, 'FF')], { predictions: 0, failures: 0, unresolved: 2 }],
    ['is judged by the first run after it', [suiteRunAt(11, 'F.')], { predictions: 2, failures: 1, unresolved: 0 }],
    [
      'and not by later ones',
      [suiteRunAt(12, 'FF'), suiteRunAt(11, '..')],
      { predictions: 2, failures: 0, unresolved: 0 },
    ],
    [
      'each test by the run in which it ran',
      [suiteRunAt(11, 'F '), suiteRunAt(12, '.F')],
      { predictions: 2, failures: 2, unresolved: 0 },
    ],
    ['of a test that did not run waits', [suiteRunAt(11, '. ')], { predictions: 1, failures: 0, unresolved: 1 }],
  ])('%s', (_name, runs, expected) => {
    expect(judgedBy(log, ...runs)).toEqual(expected);
  });

  test('gives way to one at eleven, which a run before that does not judge', () => {
    const both = logOf(said(10, 0.2, 0.4), said(11, 0.9));
    expect(both.pending.map(({ at, tests }) => [at, tests])).toEqual([
      [hourOf(10), { t1: 0.4 }],
      [hourOf(11), { t0: 0.9 }],
    ]);
    expect(judgedBy(both, suiteRunAt(10.5, 'F.'))).toEqual({ predictions: 1, failures: 0, unresolved: 1 });
    expect(predictionReportOf(scoredPredictionsOf(both, [suiteRunAt(12, 'F.')])).brier).toBeCloseTo(
      (0.1 ** 2 + 0.4 ** 2) / 2,
    );
  });

  test('is forgotten when no run came in three months', () => {
    expect(withPredictions(log, said(24 * 100, 0.5)).pending).toHaveLength(1);
    const [later] = withPredictions(log, { ...said(24 * 100), tests: { other: 0.5 } }).pending;
    expect(later?.tests).toEqual({ other: 0.5 });
  });
});

const logs = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 400 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
    ),
    { maxLength: 5 },
  )
  .map((all) => logOf(...all.map(([hour, probabilities]) => said(hour, ...probabilities))));
const runsOfSuite = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 500 }),
      fc.string({ unit: fc.constantFrom('.', 'F', ' '), minLength: 1, maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((all) => all.map(([hour, letters]) => suiteRunAt(hour, letters)));

test('the same runs judge once, in any order, and nothing is lost or judged twice', () => {
  fc.assert(
    fc.property(logs, runsOfSuite, (log, runs) => {
      // Two runs at one moment have no first one.
      const distinct = [...new Map(runs.map((one) => [one.startedAt, one])).values()];
      const judged = scoredPredictionsOf(log, distinct);
      expect(scoredPredictionsOf(judged, distinct)).toBe(judged);
      expect(scoredPredictionsOf(log, distinct.toReversed())).toEqual(judged);
      const before = predictionReportOf(log).unresolved;
      const { predictions, unresolved } = predictionReportOf(judged);
      expect(predictions + unresolved).toBe(before);
    }),
  );
});

test('sums tell the Brier score and the skill that the single predictions have', () => {
  const outcome = fc.record({ probability: fc.integer({ min: 0, max: 100 }), failed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 40 }), (all) => {
      const judged = scoredPredictionsOf(logOf(said(1, ...all.map(({ probability }) => probability / 100))), [
        suiteRunAt(2, all.map(({ failed }) => (failed ? 'F' : '.')).join('')),
      ]);
      const { brier, brierSkill, bins } = predictionReportOf(judged);
      const single = calibrationOf(
        all.map(({ probability, failed }) => ({ probability: probability / 100, isTrue: failed })),
      );
      expect(brier).toBeCloseTo(single.brier, 9);
      if (single.brierSkill === undefined) expect(brierSkill).toBeUndefined();
      else expect(brierSkill).toBeCloseTo(single.brierSkill, 6);
      expect(bins.reduce((sum, { forecasts }) => sum + forecasts, 0)).toBe(all.length);
      for (const { least, most, told } of bins) {
        expect(told).toBeGreaterThanOrEqual(least - 1e-9);
        expect(told).toBeLessThanOrEqual(most + 1e-9);
      }
    }),
  );
});

test('precision by week, over runs with failures', () => {
  const log = scoredPredictionsOf(logOf(said(1, 0.9, 0.1, 0.5)), [suiteRunAt(2, 'F..')]);
  const next = scoredPredictionsOf(withPredictions(log, said(200, 0.9, 0.1, 0.5)), [suiteRunAt(201, '.FF')]);
  const { weeks, failingRuns, rPrecision, precisionAtTen } = predictionReportOf(next);
  expect(weeks.map((week) => [week.week, week.rPrecision])).toEqual([
    ['2026-03-02', 1],
    ['2026-03-09', 0.5],
  ]);
  expect({ failingRuns, rPrecision }).toEqual({ failingRuns: 2, rPrecision: 0.75 });
  expect(precisionAtTen).toBeCloseTo((1 / 3 + 2 / 3) / 2);
});

test('the log does not grow with runs', () => {
  let log = emptyPredictionLog;
  for (let week = 0; week < 120; week += 1) {
    log = withPredictions(log, said(week * 168, 0.1, 0.2, 0.3));
    log = scoredPredictionsOf(log, [suiteRunAt(week * 168 + 1, 'F..')]);
  }
  expect(log.pending).toEqual([]);
  expect(log.weeks).toHaveLength(104);
});
