import type { PredictionModel } from './failure-predictor.ts';
import { type JudgedPrediction, precisionAt } from './precision.ts';

/** What became of predictions: sums alone, so that the log grows with neither tests nor runs. */
export interface PredictionSums {
  readonly runs: number;
  readonly predictions: number;
  /** Of them by the learned model. */
  readonly byLearned: number;
  readonly failures: number;
  /** Σ (probability − outcome)². */
  readonly squaredError: number;
  /** Runs in which a predicted test failed, and what was among their most probable tests. */
  readonly failingRuns: number;
  /** Σ share of failures among as many as failed. */
  readonly rPrecision: number;
  /** Σ share of failures among the ten most probable. */
  readonly precisionAtTen: number;
  /** By the number of its bin; those without a prediction left out. */
  readonly bins: Readonly<Record<string, PredictionBin>>;
}

/** Those for the runs of one week. */
export interface PredictionWeek extends PredictionSums {
  /** Monday, such as `2026-03-02`, in UTC. */
  readonly week: string;
}

interface PredictionBin {
  readonly predictions: number;
  /** Σ probability. */
  readonly told: number;
  readonly failures: number;
}

/** A prediction, what became of it, and whose it was. */
export interface ScoredPrediction extends JudgedPrediction {
  readonly by: PredictionModel;
}

/** Where bins of probability begin; close together where most tests are. */
export const binStarts: readonly number[] = [
  0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
];

/** Older weeks are forgotten: two years. */
export const keptWeeks = 104;

/** Adds the predictions that one run resolved. */
export function withScoredRun(
  weeks: readonly PredictionWeek[],
  startedAt: string,
  judged: readonly ScoredPrediction[],
): readonly PredictionWeek[] {
  const week = mondayOf(startedAt);
  const before = weeks.find((one) => one.week === week) ?? emptySums;
  return [...weeks.filter((one) => one.week !== week), { week, ...sumOf(before, sumsOf(judged)) }]
    .toSorted((a, b) => (a.week < b.week ? -1 : 1))
    .slice(-keptWeeks);
}

export const emptySums: PredictionSums = {
  runs: 0,
  predictions: 0,
  byLearned: 0,
  failures: 0,
  squaredError: 0,
  failingRuns: 0,
  rPrecision: 0,
  precisionAtTen: 0,
  bins: {},
};

/** Both together. */
export function sumOf(a: PredictionSums, b: PredictionSums): PredictionSums {
  const bins = [...new Set([...Object.keys(a.bins), ...Object.keys(b.bins)])].map((bin) => [
    bin,
    binSumOf(a.bins[bin] ?? emptyBin, b.bins[bin] ?? emptyBin),
  ]);
  return {
    runs: a.runs + b.runs,
    predictions: a.predictions + b.predictions,
    byLearned: a.byLearned + b.byLearned,
    failures: a.failures + b.failures,
    squaredError: a.squaredError + b.squaredError,
    failingRuns: a.failingRuns + b.failingRuns,
    rPrecision: a.rPrecision + b.rPrecision,
    precisionAtTen: a.precisionAtTen + b.precisionAtTen,
    bins: Object.fromEntries(bins) as PredictionSums['bins'],
  };
}

function sumsOf(judged: readonly ScoredPrediction[]): PredictionSums {
  const failures = judged.filter(({ failed }) => failed).length;
  const bins = new Map<string, PredictionBin>();
  let squaredError = 0;
  for (const { probability, failed } of judged) {
    squaredError += (probability - Number(failed)) ** 2;
    const bin = String(binOf(probability));
    const own = { predictions: 1, told: probability, failures: Number(failed) };
    bins.set(bin, binSumOf(bins.get(bin) ?? emptyBin, own));
  }
  return {
    runs: 1,
    predictions: judged.length,
    byLearned: judged.filter(({ by }) => by === 'learned').length,
    failures,
    squaredError,
    failingRuns: failures > 0 ? 1 : 0,
    rPrecision: failures > 0 ? (precisionAt(judged, failures) ?? 0) : 0,
    precisionAtTen: failures > 0 ? (precisionAt(judged, 10) ?? 0) : 0,
    bins: Object.fromEntries(bins),
  };
}

const emptyBin: PredictionBin = { predictions: 0, told: 0, failures: 0 };

function binSumOf(a: PredictionBin, b: PredictionBin): PredictionBin {
  return { predictions: a.predictions + b.predictions, told: a.told + b.told, failures: a.failures + b.failures };
}

function binOf(probability: number): number {
  return binStarts.findLastIndex((start) => probability >= start);
}

function mondayOf(startedAt: string): string {
  const day = new Date(startedAt);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
