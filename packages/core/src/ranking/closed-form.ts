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

/** All features in one order. */
export const featureNames = Object.keys(closedFormWeights) as readonly (keyof RankFeatures)[];

/** Features, or their weights, in the order of `featureNames`: numbers in a row are summed many times quicker than fields by name. */
export function rowOf(values: Readonly<Record<keyof RankFeatures, number>>): Float64Array {
  const row = new Float64Array(featureNames.length);
  featureNames.forEach((name, at) => (row[at] = values[name]));
  return row;
}

/** The weighted sum of a test's features, each row as `rowOf` gives it: the higher, the sooner it should run. */
export function weightedSumOf(features: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < features.length; at += 1) sum += (weights[at] ?? 0) * (features[at] ?? 0);
  return sum;
}

/** The closed form, as a row. */
export const closedFormRow = rowOf(closedFormWeights);
