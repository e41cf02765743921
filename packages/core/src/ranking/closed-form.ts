import type { RankFeatures } from './rank-features.ts';

/** How much each feature adds. */
export type RankWeights = Readonly<Record<keyof RankFeatures, number>>;

/**
 * Weights that were fitted on the histories of eight real suites, leaving out the family of suites that is tested: what one trusts before
 * a suite has a past of its own.
 */
export const closedFormWeights: RankWeights = {
  recent: 0.933,
  dozen: 0,
  rate: 1.718,
  last: 0.068,
  secondLast: 0.154,
  thirdLast: 0.008,
  neighbours: 0.309,
  together: 0.109,
  isNew: 1.3,
  flips: 0.079,
  afterglow: 0.153,
  ownRecent: 0,
  ownRate: 0,
  ownAfterglow: 0,
  gap: 0,
  sequenceRecent: 0,
  sequenceAfterglow: 0,
  doubt: 0,
};

/** The weighted sum of a test's features: the higher, the sooner it should run. */
export function scoreOf(features: RankFeatures, weights: RankWeights): number {
  let score = 0;
  for (const name of featureNames) score += weights[name] * features[name];
  return score;
}

/** All features in one order. */
export const featureNames = Object.keys(closedFormWeights) as readonly (keyof RankFeatures)[];
