import type { BetaPrior, BisectionModel } from './bisection.ts';
import { priorsOf } from './posterior.ts';

/** How many runs a bisection takes. */
export interface ProbeBound {
  /** About so many on average. */
  readonly expected: number;
  /** It stops at so many, found or not; fewer than 1 in 100 bisections get there. */
  readonly most: number;
}

/**
 * Foretells the number of runs. What has to be learnt is the entropy of the prior and the certainty asked for; what one run
 * teaches is the capacity of a channel that turns "good" into "failed" at the flake rate and never the other way round.
 */
export function boundProbes(model: BisectionModel): ProbeBound {
  const bits = priorsOf(model).reduce((sum, prior) => sum - (prior > 0 ? prior * Math.log2(prior) : 0), 0);
  const mostBits = Math.log2(model.weights.length + 1);
  const capacity = capacityOf(meanOf(model.flake));
  return {
    expected: Math.ceil((bits + certaintyBits) / capacity),
    most: Math.ceil((2.5 * (mostBits + mostCertaintyBits) * (1 + model.unsteadyProbability)) / capacity),
  };
}

const certaintyBits = 1;
const mostCertaintyBits = 4;

function meanOf({ alpha, beta }: BetaPrior): number {
  return alpha / (alpha + beta);
}

/** Bits that a run through a Z-channel carries at best. */
function capacityOf(flakeRatio: number): number {
  const f = Math.min(0.95, Math.max(1e-9, flakeRatio));
  return Math.log2(1 + (1 - f) * f ** (f / (1 - f)));
}
