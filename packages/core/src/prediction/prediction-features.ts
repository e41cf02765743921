import { closedFormRow, rowOf, weightedSumOf } from '../ranking/closed-form.ts';
import type { OutcomeRecord } from '../ranking/outcome-record.ts';
import { type RankFeatures, type SuiteTest, rankFeaturesOf } from '../ranking/rank-features.ts';
import type { FailureMemory } from './failure-memory.ts';

/** What a prediction is made of. All but the last two grow with the evidence that the test fails. */
export const predictionFeatureNames = ['own', 'family', 'recent', 'risk', 'suite', 'isNew', 'bias'] as const;

export type PredictionFeature = (typeof predictionFeatureNames)[number];

/** Those of which a greater value may only ever raise the probability. */
export const evidenceFeatureCount = 5;

/** A test with what is known of it before a run. */
export interface PredictableTest extends SuiteTest {
  /** In the order of `predictionFeatureNames`. */
  readonly values: readonly number[];
  /** What the rule says: the share of its runs that failed, newer ones counting more. 0–1. */
  readonly rule: number;
  readonly rank: RankFeatures;
}

/** Two runs of the suite's usual share are added to what is known of a test. */
const priorRuns = 2;

/** Nothing is believed to be more certain than this. */
const leastShare = 0.001;
const leastRecent = 0.01;

/** The term of the closed form that all tests share. */
const riskFloor = 0.007;

/** Looks each test up in the memory. The tests are those of one run. */
export function predictableTestsOf(tests: readonly SuiteTest[], memory: FailureMemory): readonly PredictableTest[] {
  const suite = logitOf(memory.lastShare, leastShare);
  const ranks = rankFeaturesOf(tests, memory.suite, memory.familiesOf(tests));
  return ranks.map((features, index) => {
    const { test, family } = tests[index] ?? { test: '', family: '' };
    const isNew = features.isNew > 0;
    const familyShare = shareOf(memory.suite.families.get(family), memory.usualShare);
    const rule = isNew ? memory.suite.newTestFailShare : familyShare;
    // What ran only in another project is known by that: its own share would be the suite's.
    const known = memory.suite.tests.get(test);
    const own = known ? shareOf(known, memory.usualShare) : rule;
    return {
      test,
      family,
      values: [
        logitOf(own, leastShare),
        logitOf(rule, leastShare),
        logitOf(features.recent, leastRecent),
        Math.log(weightedSumOf(rowOf(features), closedFormRow) + riskFloor),
        suite,
        features.isNew,
        1,
      ],
      rule,
      rank: features,
    };
  });
}

function shareOf(record: OutcomeRecord | undefined, usual: number): number {
  const { failures, runs } = record?.faded ?? { failures: 0, runs: 0 };
  return (failures + priorRuns * Math.max(leastShare, usual)) / (runs + priorRuns);
}

function logitOf(share: number, least: number): number {
  const bounded = Math.min(1 - least, Math.max(least, share));
  return Math.log(bounded / (1 - bounded));
}
