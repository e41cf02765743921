/**
 * The regularised incomplete beta function and its inverse, for credible intervals of rates.
 * Continued fraction after Lentz (Numerical Recipes §6.4; NIST DLMF 8.17.22), log-gamma after Lanczos.
 */

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x > 0, good to about 14 digits. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const shifted = x - 1;
  let sum = 0.99999999999980993;
  for (const [index, coefficient] of lanczos.entries()) sum += coefficient / (shifted + index + 1);
  const t = shifted + lanczos.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** P(X ≤ x) for X ~ Beta(alpha, beta); both parameters above 0. */
export function betaCdf(x: number, alpha: number, beta: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    lnGamma(alpha + beta) - lnGamma(alpha) - lnGamma(beta) + alpha * Math.log(x) + beta * Math.log1p(-x),
  );
  // The fraction converges fast only on this side of the mean; the other side follows by symmetry.
  const direct = x < (alpha + 1) / (alpha + beta + 2);
  const value = direct
    ? (front * continuedFraction(x, alpha, beta)) / alpha
    : 1 - (front * continuedFraction(1 - x, beta, alpha)) / beta;
  return Math.min(1, Math.max(0, value));
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const delta = d * c;
    result *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return result;
}

/** The x with `betaCdf(x, alpha, beta) = probability`, by bisection, within 1e-12. */
export function betaQuantile(probability: number, alpha: number, beta: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  let low = 0;
  let high = 1;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, alpha, beta) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A rate with its equal-tailed credible interval, all 0 to 1. */
export interface RatioEstimate {
  /** Observed share; 0 when nothing was observed. */
  readonly observed: number;
  /** Mean of the posterior. */
  readonly mean: number;
  /** 95 % credible interval. */
  readonly low: number;
  readonly high: number;
}

/** Posterior of a rate after `hits` in `trials` under Jeffreys' prior Beta(½, ½). */
export function ratioEstimateOf(hits: number, trials: number, coverage = 0.95): RatioEstimate {
  const key = `${hits} ${trials} ${coverage}`;
  const known = estimates.get(key);
  if (known) return known;
  if (estimates.size >= mostEstimates) estimates.clear();
  const estimate = newEstimateOf(hits, trials, coverage);
  estimates.set(key, estimate);
  return estimate;
}

/** A suite asks for few different ones, thousands of times, and each is found by halving. */
const estimates = new Map<string, RatioEstimate>();
const mostEstimates = 10_000;

function newEstimateOf(hits: number, trials: number, coverage: number): RatioEstimate {
  const alpha = hits + 0.5;
  const beta = trials - hits + 0.5;
  const tail = (1 - coverage) / 2;
  return {
    observed: trials === 0 ? 0 : hits / trials,
    mean: alpha / (alpha + beta),
    // Jeffreys' interval closes at the ends when all or nothing was seen (Brown, Cai, DasGupta 2001).
    low: hits === 0 ? 0 : betaQuantile(tail, alpha, beta),
    high: hits === trials && trials > 0 ? 1 : betaQuantile(1 - tail, alpha, beta),
  };
}
