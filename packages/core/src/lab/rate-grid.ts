import type { RunCount } from '../model/heal.ts';

/**
 * Failure rates p = sin² θ at the middles of equal steps of θ in (0, π/2). The Jeffreys prior Beta(½, ½) is uniform in θ,
 * so means over this grid are integrals under that prior, and neither p = 0 nor p = 1 needs care.
 */
const steps = 240;
const angles = Array.from({ length: steps }, (_, index) => ((index + 0.5) / steps) * (Math.PI / 2));
const logFail = angles.map((angle) => 2 * Math.log(Math.sin(angle)));
const logPass = angles.map((angle) => 2 * Math.log(Math.cos(angle)));

/** The rates of the grid, ascending. */
export const gridRates: readonly number[] = angles.map((angle) => Math.sin(angle) ** 2);

/** What runs say about each rate of the grid. */
export interface RateEvidence {
  /** Posterior weights of the grid's rates; they add up to 1. */
  readonly weights: readonly number[];
  /** Natural logarithm of the probability of just this sequence of results under the prior. */
  readonly logMarginal: number;
}

/** Posterior of a failure rate, and how well the prior foresaw the results. */
export function rateEvidenceOf({ runs, failures }: RunCount): RateEvidence {
  const logs = logFail.map((log, index) => failures * log + (runs - failures) * (logPass[index] ?? 0));
  const most = Math.max(...logs);
  const raw = logs.map((log) => Math.exp(log - most));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return { weights: raw.map((weight) => weight / sum), logMarginal: most + Math.log(sum / steps) };
}

/** P(|p₁ − p₂| ≥ least) for two independent rates. Linear in the size of the grid. */
export function probabilityOfDistance(one: readonly number[], other: readonly number[], least: number): number {
  const below = [0];
  for (const [index, weight] of other.entries()) below.push((below[index] ?? 0) + weight);
  const weightBelow = (rate: number): number => below[ratesBelow(rate)] ?? 1;
  const near = gridRates.reduce(
    (sum, rate, index) => sum + (one[index] ?? 0) * (weightBelow(rate + least) - weightBelow(rate - least)),
    0,
  );
  return Math.min(1, Math.max(0, 1 - near));
}

/** How many rates of the grid lie below one. */
function ratesBelow(rate: number): number {
  const angle = Math.asin(Math.sqrt(Math.min(1, Math.max(0, rate))));
  return Math.min(steps, Math.max(0, Math.ceil((angle / (Math.PI / 2)) * steps - 0.5)));
}

/** Mean and equal-tailed credible interval of p₁ − p₂, −1 to 1. */
export interface DifferenceEstimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const bins = 400;

/** The difference of two independent rates, from their posterior weights; the ends are exact to half a per cent. */
export function differenceOf(one: readonly number[], other: readonly number[], coverage = 0.95): DifferenceEstimate {
  const histogram = Array.from({ length: bins + 1 }, () => 0);
  let mean = 0;
  for (const [i, a] of one.entries()) {
    for (const [j, b] of other.entries()) {
      const difference = (gridRates[i] ?? 0) - (gridRates[j] ?? 0);
      const bin = Math.round(((difference + 1) / 2) * bins);
      histogram[bin] = (histogram[bin] ?? 0) + a * b;
      mean += difference * a * b;
    }
  }
  const tail = (1 - coverage) / 2;
  return { mean, low: quantileOf(histogram, tail), high: quantileOf(histogram, 1 - tail) };
}

function quantileOf(histogram: readonly number[], share: number): number {
  let sum = 0;
  const index = histogram.findIndex((weight) => (sum += weight) >= share);
  return ((index < 0 ? bins : index) / bins) * 2 - 1;
}
