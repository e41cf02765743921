import { type RankWeights, closedFormWeights, featureNames, scoreOf } from './closed-form.ts';
import type { RankFeatures } from './rank-features.ts';

/** A test of a run that is over. */
export interface JudgedTest {
  readonly features: RankFeatures;
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
  readonly #weights: Record<keyof RankFeatures, number>;
  readonly #squares: Record<keyof RankFeatures, number>;
  readonly #rate: number;

  /** `rate`: how fast it learns; 0.25 is careful, 1 quick. `more`: added to the weights that it begins with. */
  constructor(rate: number, more: Partial<RankWeights> = {}) {
    this.#rate = rate;
    this.#weights = mapNames((name) => 2 * closedFormWeights[name] + (more[name] ?? 0));
    this.#squares = mapNames(() => 1);
  }

  /** The weights as they are now. */
  get weights(): RankWeights {
    return this.#weights;
  }

  /** Learns from one run. */
  learn(tests: readonly JudgedTest[]): void {
    const failed = tests.filter((test) => test.failed);
    const passed = tests.filter((test) => !test.failed);
    const pairs = failed.length * passed.length;
    if (pairs === 0) return;
    const gradient = mapNames(() => 0);
    const step = Math.max(1, pairs / mostPairs);
    let count = 0;
    for (let at = 0; at < pairs; at += step, count += 1) {
      const pair = Math.floor(at);
      const bad = failed[Math.floor(pair / passed.length)];
      const good = passed[pair % passed.length];
      if (bad && good) this.#addPair(gradient, bad.features, good.features);
    }
    for (const name of featureNames) {
      const slope = gradient[name] / count;
      this.#squares[name] += slope * slope;
      this.#weights[name] += (this.#rate * slope) / Math.sqrt(this.#squares[name]);
    }
  }

  #addPair(gradient: Record<keyof RankFeatures, number>, bad: RankFeatures, good: RankFeatures): void {
    const lead = scoreOf(bad, this.#weights) - scoreOf(good, this.#weights);
    const wish = 1 / (1 + Math.exp(lead));
    for (const name of featureNames) gradient[name] += wish * (bad[name] - good[name]);
  }
}

function mapNames(valueOf: (name: keyof RankFeatures) => number): Record<keyof RankFeatures, number> {
  return Object.fromEntries(featureNames.map((name) => [name, valueOf(name)])) as Record<keyof RankFeatures, number>;
}
