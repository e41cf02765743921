import { type CalibrationCurve, calibrationOf } from '../forecast/calibration-report.ts';
import type { TestHistory } from '../model/test-history.ts';
import { FailurePredictor, type ModelStanding } from './failure-predictor.ts';
import { precisionAt } from './precision.ts';
import { recentRunsOf } from './predict-failures.ts';

/** How good predictions would have been, had each remembered run been predicted before it began. */
export interface PredictionReplay {
  /** Which model speaks now, and why. */
  readonly standing: ModelStanding;
  /** Runs that were predicted: all but the first. */
  readonly runs: number;
  /** Absent when no run could be predicted. */
  readonly curve?: Omit<CalibrationCurve, 'of'>;
  /** Runs with a failure; over these, the mean share of failures among as many most probable tests as failed, and among ten. */
  readonly failingRuns: number;
  readonly rPrecision?: number;
  readonly precisionAtTen?: number;
}

/** Replays the remembered runs: each is predicted by those before it alone, without what is known of changes. */
export function replayPredictions(histories: readonly TestHistory[]): PredictionReplay {
  const predictor = new FailurePredictor();
  const judged = recentRunsOf(histories)
    .map(({ results }) => {
      const told = predictor.addRun(results);
      return results.map(({ failed }, index) => ({ probability: told[index] ?? 0, failed }));
    })
    .slice(1);
  const failing = judged.flatMap((tests) => {
    const failures = tests.filter(({ failed }) => failed).length;
    return failures === 0 ? [] : [{ r: precisionAt(tests, failures) ?? 0, ten: precisionAt(tests, 10) ?? 0 }];
  });
  const pairs = judged.flat().map(({ probability, failed }) => ({ probability, isTrue: failed }));
  return {
    standing: predictor.standing,
    runs: judged.length,
    ...(pairs.length === 0 ? {} : { curve: calibrationOf(pairs) }),
    failingRuns: failing.length,
    ...(failing.length === 0
      ? {}
      : { rPrecision: meanOf(failing.map(({ r }) => r)), precisionAtTen: meanOf(failing.map(({ ten }) => ten)) }),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
