import { closedFormWeights } from '../ranking/closed-form.ts';
import type { OutcomeRecord } from '../ranking/outcome-record.ts';
import type { RankFeatures } from '../ranking/rank-features.ts';
import type { SuitePrediction } from './failure-predictor.ts';
import { type PredictionFeature, predictionFeatureNames } from './prediction-features.ts';

/** What the reasons of one prediction are told from. */
export interface ReasonInput {
  readonly prediction: SuitePrediction;
  /** What is remembered of the test in all its projects. */
  readonly record: OutcomeRecord | undefined;
  /** Mean of each feature over the tests that are predicted with it. */
  readonly usual: readonly number[];
  /** Of the learned model; undefined when the rule speaks. */
  readonly weights: readonly number[] | undefined;
  readonly change: number | undefined;
  readonly odds: number;
}

/** Odds are this often those of before when the change does not concern a test at all, and this often when it surely does. */
const unconcernedOdds = 0.5;
const concernedOdds = 3;

/** Weaker reasons are no reasons. */
const leastOdds = 1.1;
const mostReasons = 4;

/**
 * By how much what changed now moves the odds of a failure. Set by hand, after what is published of change and failure, since public
 * histories hold no changes. A test that failed when it last ran fails for another reason than this change, so it stays as it is.
 */
export function changeOddsOf(change: number | undefined, record: OutcomeRecord | undefined): number {
  if (change === undefined || (record?.last[0] ?? 0) > 0) return 1;
  return unconcernedOdds + (concernedOdds - unconcernedOdds) * Math.min(1, Math.max(0, change));
}

/** What moved a prediction, in words, each with the odds against the usual test of this suite; the strongest first. */
export function reasonsOf(input: ReasonInput): readonly string[] {
  const parts = input.weights === undefined ? [rulePartOf(input)] : learnedPartsOf(input, input.weights);
  if (input.odds !== 1) parts.push({ words: changeWordsOf(input.change), logOdds: Math.log(input.odds) });
  const strong = parts
    .filter(({ logOdds }) => Math.abs(logOdds) >= Math.log(leastOdds))
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
    .slice(0, mostReasons)
    .map(({ words, logOdds }) => `${words}: odds ×${renderOdds(Math.exp(logOdds))}`);
  return strong.length > 0 ? strong : [`${pastWordsOf(input.record)}: as the usual test of this suite`];
}

interface Part {
  readonly words: string;
  readonly logOdds: number;
}

function rulePartOf({ prediction, record, usual }: ReasonInput): Part {
  const index = predictionFeatureNames.indexOf('family');
  return { words: pastWordsOf(record), logOdds: (prediction.values[index] ?? 0) - (usual[index] ?? 0) };
}

/** What several features say of the same failures is told once. */
function learnedPartsOf({ prediction, record, usual }: ReasonInput, weights: readonly number[]): Part[] {
  const effectOf = (name: PredictionFeature): number => {
    const index = predictionFeatureNames.indexOf(name);
    return (weights[index] ?? 0) * ((prediction.values[index] ?? 0) - (usual[index] ?? 0));
  };
  if (record === undefined || record.runs === 0) {
    const logOdds = (['own', 'family', 'recent', 'risk', 'isNew'] as const).reduce((sum, at) => sum + effectOf(at), 0);
    return [{ words: pastWordsOf(record), logOdds }];
  }
  return [
    { words: pastWordsOf(record), logOdds: effectOf('own') + effectOf('family') },
    { words: recentWordsOf(record), logOdds: effectOf('recent') },
    { words: riskWordsOf(prediction.rank), logOdds: effectOf('risk') },
  ];
}

function pastWordsOf(record: OutcomeRecord | undefined): string {
  if (record === undefined || record.runs === 0) return 'never ran before';
  if (record.failures === 0) return `good in all ${countOf(record.runs, 'run')}`;
  return `failed in ${rounded(record.failures)} of ${countOf(record.runs, 'run')}, newer ones counting more`;
}

function recentWordsOf({ last, runsSinceFailure, failures }: OutcomeRecord): string {
  if ((last[0] ?? 0) > 0) return (last[1] ?? 0) > 0 ? 'failed in its last runs' : 'failed in its last run';
  if (failures === 0) return 'has not failed lately';
  return `last failed ${countOf(runsSinceFailure + 1, 'run')} ago`;
}

const riskWords: Partial<Record<keyof RankFeatures, string>> = {
  neighbours: 'tests next to it failed lately',
  together: 'tests that fail together with it failed in the last run',
  flips: 'often changes between good and bad',
};

/** The closed form holds its own past as well; what that alone does not know is named first. */
function riskWordsOf(features: RankFeatures): string {
  const [name, worth] = (Object.keys(riskWords) as (keyof RankFeatures)[])
    .map((key) => [key, closedFormWeights[key] * features[key]] as const)
    .reduce((best, next) => (next[1] > best[1] ? next : best));
  return worth > 0.01 ? (riskWords[name] ?? '') : 'streak, neighbours and tests that fail with it';
}

function changeWordsOf(change: number | undefined): string {
  return change === undefined || change < 0.2 ? 'the change does not concern it' : 'the change concerns it';
}

function renderOdds(odds: number): string {
  return odds >= 10 ? String(Math.round(odds)) : odds >= 0.1 ? odds.toFixed(1) : odds.toFixed(2);
}

function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function rounded(count: number): string {
  return Number.isInteger(count) ? String(count) : count.toFixed(1);
}
