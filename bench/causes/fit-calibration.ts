import { type Calibration, type CauseClass, probabilitiesOf, type ScoredCause } from '@millwright/core';

/** A message with the raw score of every class, and the classes that are right. */
export interface ScoredFailure {
  readonly scores: readonly ScoredCause[];
  readonly classes: readonly CauseClass[];
}

const temperatures = Array.from({ length: 31 }, (_, index) => 0.5 + index * 0.05);
const floors = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08];

/** The calibration under which the labels are most likely, among a grid of temperatures and floors. */
export function fitCalibration(failures: readonly ScoredFailure[]): Calibration {
  const candidates = temperatures.flatMap((temperature) => floors.map((floor) => ({ temperature, floor })));
  const rated = candidates.map((calibration) => ({ calibration, loss: lossOf(failures, calibration) }));
  return rated.reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best)).calibration;
}

/** The probability that each label is given: of several classes that are right, their sum. */
export function probabilityOf({ scores, classes }: ScoredFailure, calibration: Calibration): number {
  const probabilities = probabilitiesOf(
    scores.map(({ score }) => score),
    calibration,
  );
  return scores.reduce((sum, { cause }, index) => sum + (classes.includes(cause) ? (probabilities[index] ?? 0) : 0), 0);
}

function lossOf(failures: readonly ScoredFailure[], calibration: Calibration): number {
  return failures.reduce((sum, failure) => sum - Math.log(probabilityOf(failure, calibration)), 0);
}
