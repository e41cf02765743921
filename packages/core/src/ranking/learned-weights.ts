import { type RankWeights, closedFormRow, featureNames, weightedSumOf } from './closed-form.ts';

/** A test of a run that is over. */
export interface JudgedTest {
  /** Its features, as `rowOf` gives them. */
  readonly row: Float64Array;
  readonly failed: boolean;
}

/** So many pairs of a run are looked at: more say little more. */
const mostPairs = 2000;

/**
 * Weights that a suite teaches: after each run with failures they move so that what failed would have come before what passed (pairwise
 * logistic loss, Burges et al. 2005, "Learning to rank using gradient descent"; step sizes by AdaGrad, Duchi et al. 2011). They begin with
 * the closed form, doubled, since a difference of 1 should mean that one goes first in three of four cases, and with what is added to it.
 * Deterministic.
 */
export class LearnedWeights {
  /** As they are now, in the order of `featureNames`. */
  readonly row: Float64Array;
  readonly #squares = new Float64Array(featureNames.length).fill(1);
  readonly #rate: number;

  /** `rate`: how fast it learns; 0.25 is careful, 1 quick. `more`: added to the weights that it begins with. */
  constructor(rate: number, more: Partial<RankWeights> = {}) {
    this.#rate = rate;
    this.row = closedFormRow.map((weight, at) => 2 * weight + (more[featureNames[at] ?? 'rate'] ?? 0));
  }

  /** Learns from one run. */
  learn(tests: readonly JudgedTest[]): void {
    const failed = tests.filter((test) => test.failed);
    const passed = tests.filter((test) => !test.failed);
    const pairs = failed.length * passed.length;
    if (pairs === 0) return;
    const gradient = new Float64Array(this.row.length);
    const step = Math.max(1, pairs / mostPairs);
    let count = 0;
    for (let at = 0; at < pairs; at += step, count += 1) {
      const pair = Math.floor(at);
      const bad = failed[Math.floor(pair / passed.length)];
      const good = passed[pair % passed.length];
      if (bad && good) this.#addPair(gradient, bad.row, good.row);
    }
    for (const [at, sum] of gradient.entries()) {
      const slope = sum / count;
      const squares = (this.#squares[at] ?? 1) + slope * slope;
      this.#squares[at] = squares;
      this.row[at] = (this.row[at] ?? 0) + (this.#rate * slope) / Math.sqrt(squares);
    }
  }

  #addPair(gradient: Float64Array, bad: Float64Array, good: Float64Array): void {
    const lead = weightedSumOf(bad, this.row) - weightedSumOf(good, this.row);
    const wish = 1 / (1 + Math.exp(lead));
    for (let at = 0; at < gradient.length; at += 1)
      gradient[at] = (gradient[at] ?? 0) + wish * ((bad[at] ?? 0) - (good[at] ?? 0));
  }
}
