import { betaQuantile } from '../flake/incomplete-beta.ts';
import type { MissBound } from '../model/strategy.ts';

/** What executions of selections have shown so far. */
export interface SelectionEvidence {
  /** Executions that ran everything although tests could have been skipped, and how many of them had a failure among these. */
  readonly observedRuns: number;
  readonly missedRuns: number;
  /** Tests that could have been skipped and ran, by observation or by lot; how many failed, and how many were expected to. */
  readonly heldOut: number;
  readonly heldOutFailures: number;
  /** Sum of the probabilities that were given for them, and how many had one. */
  readonly predicted: number;
  readonly predictedTests: number;
  readonly predictedFailures: number;
}

/** How sure a printed bound is. */
const boundConfidence = 0.95;

/** A selection may decide over a merge when it misses a failure in at most this share of the runs … */
export const promotionMissRatio = 0.05;

/** … which takes so many observed runs without a miss: 0.95 to the power of 59 is less than 0.05. */
export const promotionRuns = Math.ceil(Math.log(1 - boundConfidence) / Math.log(1 - promotionMissRatio));

/** Upper limit of a rate after so many hits in so many trials (Clopper and Pearson 1934). */
export function upperLimitOf(hits: number, trials: number, confidence: number): number {
  return hits >= trials ? 1 : betaQuantile(confidence, hits + 1, trials - hits);
}

/** Whether enough was observed to let a selection decide over a merge. */
export function isPromoted({ missedRuns, observedRuns }: SelectionEvidence): boolean {
  return upperLimitOf(missedRuns, observedRuns, boundConfidence) <= promotionMissRatio;
}

/**
 * Upper limit of the chance that at least one of the skipped tests would have failed: the least of what whole runs that were observed
 * say, what tests that ran by lot say, and, when every skipped test has a probability, these probabilities corrected by how they
 * did before. Each is taken at a stricter level, so that all of them hold together (Bonferroni).
 */
export function missBoundOf(evidence: SelectionEvidence, probabilities: readonly (number | undefined)[]): MissBound {
  if (probabilities.length === 0) return { most: 0, confidence: boundConfidence, evidence: 'No test is skipped.' };
  const bounds = [runBoundOf, testBoundOf, calibratedBoundOf].flatMap((bound) => bound(evidence, probabilities) ?? []);
  const best = bounds.reduce<MissBound | undefined>(
    (least, bound) => (least && least.most <= bound.most ? least : bound),
    undefined,
  );
  return (
    best ?? {
      most: 1,
      confidence: boundConfidence,
      evidence: 'No execution has shown yet what selections miss here, so nothing bounds it.',
    }
  );
}

const level = 1 - (1 - boundConfidence) / 3;

type Bound = (evidence: SelectionEvidence, probabilities: readonly (number | undefined)[]) => MissBound | undefined;

const runBoundOf: Bound = ({ observedRuns, missedRuns }) => {
  if (observedRuns === 0) return undefined;
  return {
    most: upperLimitOf(missedRuns, observedRuns, level),
    confidence: boundConfidence,
    evidence: `A failure would have been missed in ${missedRuns} of ${observedRuns} observed runs.`,
  };
};

const testBoundOf: Bound = ({ heldOut, heldOutFailures }, probabilities) => {
  if (heldOut === 0) return undefined;
  const rate = upperLimitOf(heldOutFailures, heldOut, level);
  return {
    most: atLeastOne(probabilities.map(() => rate)),
    confidence: boundConfidence,
    evidence: `${heldOutFailures} of ${heldOut} tests that could have been skipped and ran failed.`,
  };
};

const calibratedBoundOf: Bound = ({ predicted, predictedTests, predictedFailures }, probabilities) => {
  if (predictedTests === 0 || predicted <= 0 || probabilities.includes(undefined)) return undefined;
  const factor = (upperLimitOf(predictedFailures, predictedTests, level) * predictedTests) / predicted;
  return {
    most: atLeastOne(probabilities.map((one) => Math.min(1, (one ?? 1) * Math.max(1, factor)))),
    confidence: boundConfidence,
    evidence: `Of ${predictedTests} predicted tests that could have been skipped and ran, ${predictedFailures} failed, and ${predicted.toFixed(1)} were expected to.`,
  };
};

/** Whether the tests fail together or not, the chance that one does is at most the sum (Boole). */
function atLeastOne(probabilities: readonly number[]): number {
  return Math.min(
    1,
    probabilities.reduce((sum, one) => sum + one, 0),
  );
}
