import { type BisectionModel, type CommitProbes, surelyTheCulprit } from './bisection.ts';
import { candidatesOf, likeliestOf } from './candidates.ts';
import { posteriorOf } from './posterior.ts';

/**
 * Who broke the test, or how far that is known. `culprit`: one commit. `between`: one of several neighbours, of which all
 * but the last cannot be run. `older`: it fails at the good end already. `no-culprit`: it fails by chance, or not here.
 * `undecided`: no answer is sure.
 */
export interface BisectionVerdict {
  readonly kind: 'culprit' | 'between' | 'older' | 'no-culprit' | 'undecided';
  /** The suspected commits, both inclusive, by their number in the range; for `undecided` the likeliest ones. */
  readonly first: number;
  readonly last: number;
  readonly probability: number;
}

/** Judges what the probes have shown so far. */
export function bisectionVerdictOf(model: BisectionModel, probes: readonly CommitProbes[]): BisectionVerdict {
  const { first, last, probability } = likeliestOf(candidatesOf(posteriorOf(model, probes), probes));
  return { kind: kindOf(first, last, probability, probes.length), first, last, probability };
}

function kindOf(first: number, last: number, probability: number, commits: number): BisectionVerdict['kind'] {
  if (probability < surelyTheCulprit) return 'undecided';
  if (first === commits) return 'no-culprit';
  if (last === 0) return 'older';
  return first === last ? 'culprit' : 'between';
}
