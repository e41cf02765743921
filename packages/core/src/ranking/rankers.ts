import { closedFormRow, featureNames, weightedSumOf } from './closed-form.ts';
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

const sequenceRecent = featureNames.indexOf('sequenceRecent');

/** All ways, of which no single one is good on every suite. */
export const rankers: readonly Ranker[] = [
  { name: 'closed-form', prior: 1, score: ({ row }) => weightedSumOf(row, closedFormRow) },
  {
    name: 'closed-form-per-second',
    prior: 1,
    score: ({ row, relativeDuration }) =>
      weightedSumOf(row, closedFormRow) / (1 + relativeDuration) ** durationExponent,
  },
  { name: 'recent-failures', prior: 1, score: ({ row }) => row[sequenceRecent] ?? 0 },
  { name: 'learned-carefully', prior: 3, score: ({ row }, { careful }) => weightedSumOf(row, careful.row) },
  { name: 'learned', prior: 3, score: ({ row }, { steady }) => weightedSumOf(row, steady.row) },
  { name: 'learned-quickly', prior: 3, score: ({ row }, { quick }) => weightedSumOf(row, quick.row) },
  { name: 'learned-curiously', prior: 3, score: ({ row }, { curious }) => weightedSumOf(row, curious.row) },
];
