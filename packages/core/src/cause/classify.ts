import type { Failure } from '../model/failure.ts';
import { type Calibration, causeCalibration } from './calibration.ts';
import type { CauseClass, CauseEvidence, Classification } from './cause.ts';
import { type ClassifyContext, featuresOf } from './features.ts';
import { causes } from './registry.ts';

/** Log-odds of a class before its evidence, against `unknown` at 0; where another speaks, a class with nothing to say falls further behind. */
const priorLogOdds = -3;
const silentLogOdds = -6;

/** The probability from which on another class is worth a mention: more than all get when nothing speaks for any. */
const leastAlternative = 0.04;

/** A class with what speaks for it, before calibration. */
export interface ScoredCause {
  readonly cause: CauseClass;
  readonly evidence: readonly CauseEvidence[];
  /** Log-odds against `unknown`, as its evidence adds up. */
  readonly score: number;
}

/** The raw score of every class. */
export function scoreCauses(failure: Failure, context: ClassifyContext = {}): readonly ScoredCause[] {
  const features = featuresOf(failure, context);
  const heard = causes.map((cause) => ({ cause, evidence: cause.score(features) }));
  const isSilent = heard.every(({ evidence }) => evidence.length === 0);
  return heard.map(({ cause, evidence }) => {
    const base = evidence.length === 0 && !isSilent ? silentLogOdds : priorLogOdds;
    return { cause: cause.name, evidence, score: cause.name === 'unknown' ? 0 : base + sumOf(evidence) };
  });
}

/** The probability of each score, in the same order: a softmax at the temperature, above the floor. They add up to 1. */
export function probabilitiesOf(scores: readonly number[], { temperature, floor }: Calibration): readonly number[] {
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp((score - top) / temperature));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => ((1 - floor) * share) / total + floor / scores.length);
}

/**
 * Names the cause of a failure. Each cause adds up the log-odds of its evidence; a calibrated softmax over all of them gives the
 * probabilities, so rivals with equal evidence share it and thin evidence leaves much to `unknown`.
 */
export function classifyFailure(failure: Failure, context: ClassifyContext = {}): Classification {
  const scored = scoreCauses(failure, context);
  const probabilities = probabilitiesOf(
    scored.map(({ score }) => score),
    causeCalibration,
  );
  const ranked = scored
    .map(({ cause, evidence }, index) => ({ cause, evidence, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const best = ranked[0] ?? { cause: 'unknown' as CauseClass, evidence: [], probability: 1 };
  return {
    cause: best.cause,
    probability: best.probability,
    evidence: best.evidence
      .filter(({ weight }) => weight > 0)
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ text }) => text),
    alternatives: ranked
      .slice(1)
      .filter(({ probability }) => probability > leastAlternative)
      .map(({ cause, probability }) => ({ cause, probability })),
  };
}

/** Evidence lines overlap, so no cause may become certain by saying one thing in many ways. */
function sumOf(evidence: readonly CauseEvidence[]): number {
  return Math.min(
    14,
    evidence.reduce((sum, { weight }) => sum + weight, 0),
  );
}
