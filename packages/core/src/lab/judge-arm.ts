import type { RunCount } from '../model/heal.ts';
import { probabilityOfDistance, rateEvidenceOf } from './rate-grid.ts';

/** A smaller change of the failure rate is none worth naming. */
export const leastEffect = 0.1;
/** From this probability on the lab names a factor. */
export const sureEnough = 0.95;

/**
 * The probability, before any run, that one of `armCount` arms moves the failure rate: such that with a chance of one half
 * none of them does. Many arms then need more evidence each, which is what keeps chance from naming one.
 */
export function priorOfArm(armCount: number): number {
  return 1 - 0.5 ** (1 / Math.max(1, armCount));
}

/**
 * The probability that an arm moves the failure rate by `leastEffect` or more, compared with the baseline. Two hypotheses
 * are weighed by how well they foresaw the results (Bayes factor, Jeffreys priors): one rate for both, or a rate of its own
 * for each. As a posterior it keeps its meaning however often one looks and whenever one stops.
 */
export function probabilityOfMove(baseline: RunCount, arm: RunCount, prior: number): number {
  const before = rateEvidenceOf(baseline);
  const after = rateEvidenceOf(arm);
  const together = rateEvidenceOf({
    runs: baseline.runs + arm.runs,
    failures: baseline.failures + arm.failures,
  });
  const logOdds = Math.log(prior / (1 - prior)) + before.logMarginal + after.logMarginal - together.logMarginal;
  const differs = 1 / (1 + Math.exp(-logOdds));
  return differs * probabilityOfDistance(after.weights, before.weights, leastEffect);
}
