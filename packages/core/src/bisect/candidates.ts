import type { CommitProbes } from './bisection.ts';
import type { Posterior } from './posterior.ts';

/**
 * Neighbouring hypotheses that no probe can tell apart. `first` to `last` are commits; 0 alone stands for "broken before
 * the range", and one past the last commit for "no culprit".
 */
export interface Candidate {
  readonly first: number;
  readonly last: number;
  readonly probability: number;
}

/**
 * The answers that probes can tell apart, in the order of the commits. A commit that cannot be run shares the blame with
 * those that follow it, up to the next one that can.
 */
export function candidatesOf({ probabilities }: Posterior, probes: readonly CommitProbes[]): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let first = 0;
  let probability = 0;
  for (const [hypothesis, own] of probabilities.entries()) {
    probability += own;
    // The range's good end is known to be good from elsewhere when it cannot be run.
    const isTold = hypothesis === 0 || probes[hypothesis]?.skipped !== true;
    if (!isTold) continue;
    candidates.push({ first, last: hypothesis, probability });
    first = hypothesis + 1;
    probability = 0;
  }
  return candidates;
}

/** The most likely answer. */
export function likeliestOf(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((a, b) => (b.probability > a.probability ? b : a));
}
