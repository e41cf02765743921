import { betaQuantile } from '../flake/incomplete-beta.ts';
import type { BetaPrior } from './bisection.ts';

/** What is believed of a test that nothing is known of: it fails by chance in 1 of 20 runs. */
const ordinaryTest: BetaPrior = { alpha: 0.5, beta: 9.5 };

/** A long history weighs as much as so many runs at most: a test may flake more today than it did last year. */
const greatestStrength = 60;

/**
 * How often a test fails by chance, from its history: a bad run that a good one on the same code contradicts is a hit.
 * Believing in too few flakes names wrong commits while believing in too many only costs runs, so the distribution is
 * centred above the middle of what the history allows.
 */
export function flakePriorOf(hits: number, trials: number): BetaPrior {
  const strength = ordinaryTest.alpha + ordinaryTest.beta + trials;
  return priorAround(flakeBoundOf(hits, trials), Math.min(greatestStrength, strength));
}

/** The flake rate that the true one exceeds with a chance of 1 in 3. */
function flakeBoundOf(hits: number, trials: number): number {
  return betaQuantile(2 / 3, ordinaryTest.alpha + hits, ordinaryTest.beta + trials - hits);
}

/** A distribution around a flake rate that somebody gave. */
export function flakePriorAt(flakeRatio: number): BetaPrior {
  return priorAround(flakeRatio, greatestStrength);
}

function priorAround(mean: number, strength: number): BetaPrior {
  const ratio = Math.min(0.95, Math.max(0.002, mean));
  return { alpha: ratio * strength, beta: (1 - ratio) * strength };
}
