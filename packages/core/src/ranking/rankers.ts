import { closedFormWeights, scoreOf } from './closed-form.ts';
import type { LearnedWeights } from './learned-weights.ts';
import type { FeaturedTest } from './rank-features.ts';

/** What rankers share: weights that this suite has taught. */
export interface Learners {
  readonly careful: LearnedWeights;
  readonly steady: LearnedWeights;
  readonly quick: LearnedWeights;
  /** Begins in the belief that what is little known fails: an optimist's bonus, as for arms of a bandit that were seldom pulled. */
  readonly curious: LearnedWeights;
}

/** A way to put tests in order. The higher its score, the sooner a test runs. */
export interface Ranker {
  readonly name: string;
  /** What it is trusted before anything is known of the suite, in relation to the others. */
  readonly prior: number;
  score(test: FeaturedTest, learners: Learners): number;
}

/** How much a long test is held back. */
const durationExponent = 0.1;

/** All ways, of which no single one is good on every suite. */
export const rankers: readonly Ranker[] = [
  { name: 'closed-form', prior: 1, score: ({ features }) => scoreOf(features, closedFormWeights) },
  {
    name: 'closed-form-per-second',
    prior: 1,
    score: ({ features, relativeDuration }) =>
      scoreOf(features, closedFormWeights) / (1 + relativeDuration) ** durationExponent,
  },
  { name: 'recent-failures', prior: 1, score: ({ features }) => features.sequenceRecent },
  { name: 'learned-carefully', prior: 3, score: ({ features }, { careful }) => scoreOf(features, careful.weights) },
  { name: 'learned', prior: 3, score: ({ features }, { steady }) => scoreOf(features, steady.weights) },
  { name: 'learned-quickly', prior: 3, score: ({ features }, { quick }) => scoreOf(features, quick.weights) },
  { name: 'learned-curiously', prior: 3, score: ({ features }, { curious }) => scoreOf(features, curious.weights) },
];
