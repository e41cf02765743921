import { type CalibrationBin, calibrationErrorOf } from '../forecast/calibration-report.ts';
import type { PredictionLog } from './prediction-log.ts';
import { type PredictionSums, binStarts, emptySums, sumOf } from './prediction-week.ts';

/** How good predictions were. */
export interface PredictionScore {
  readonly runs: number;
  readonly predictions: number;
  /** Of them by the learned model. */
  readonly byLearned: number;
  readonly failures: number;
  /** Mean of (probability − outcome)², 0 is best (Brier 1950). Absent without predictions. */
  readonly brier?: number;
  /** 1 − Brier / the Brier score of always saying the base rate. Absent when all came out alike. */
  readonly brierSkill?: number;
  /** Mean distance of what was told from what came true, over bins. Absent without predictions. */
  readonly calibrationError?: number;
  /** Runs in which a predicted test failed; over these, the mean share of failures among as many most probable tests as failed … */
  readonly failingRuns: number;
  readonly rPrecision?: number;
  /** … and among the ten most probable. Both absent without such a run. */
  readonly precisionAtTen?: number;
}

/** What became of stored predictions. */
export interface PredictionReport extends PredictionScore {
  /** Tests whose prediction waits for a run. */
  readonly unresolved: number;
  /** Fewer predictions, or failures among them, than these say little of how good they are. */
  readonly leastPredictions: number;
  readonly leastFailures: number;
  readonly isEnough: boolean;
  /** Told against what came true, by probability. */
  readonly bins: readonly CalibrationBin[];
  /** Newest last. */
  readonly weeks: readonly (PredictionScore & { readonly week: string })[];
}

const leastPredictions = 100;
const leastFailures = 10;

/** How good the predictions were, together and week by week. */
export function predictionReportOf({ pending, weeks }: PredictionLog): PredictionReport {
  const all = weeks.reduce<PredictionSums>(sumOf, emptySums);
  return {
    unresolved: pending.reduce((sum, { tests }) => sum + Object.keys(tests).length, 0),
    leastPredictions,
    leastFailures,
    isEnough: all.predictions >= leastPredictions && all.failures >= leastFailures,
    ...scoreOf(all),
    bins: calibrationBinsOf(all.bins),
    weeks: weeks.map((week) => ({ week: week.week, ...scoreOf(week) })),
  };
}

function scoreOf(sums: PredictionSums): PredictionScore {
  const { runs, predictions, byLearned, failures, failingRuns } = sums;
  const rate = failures / predictions;
  const base = rate * (1 - rate);
  const brier = sums.squaredError / predictions;
  return {
    runs,
    predictions,
    byLearned,
    failures,
    failingRuns,
    ...(predictions === 0 ? {} : { brier, calibrationError: calibrationErrorOf(calibrationBinsOf(sums.bins)) }),
    ...(base > 0 ? { brierSkill: 1 - brier / base } : {}),
    ...(failingRuns === 0
      ? {}
      : { rPrecision: sums.rPrecision / failingRuns, precisionAtTen: sums.precisionAtTen / failingRuns }),
  };
}

function calibrationBinsOf(bins: PredictionSums['bins']): readonly CalibrationBin[] {
  return binStarts.flatMap((least, index) => {
    const bin = bins[index];
    if (bin === undefined) return [];
    const { predictions, told, failures } = bin;
    const most = binStarts[index + 1] ?? 1;
    return [{ forecasts: predictions, least, most, told: told / predictions, cameTrue: failures / predictions }];
  });
}
