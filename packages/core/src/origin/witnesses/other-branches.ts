import { baseStandingOf } from '../base-standing.ts';
import type { Witness } from '../witness.ts';

const windowMs = 7 * 86_400_000;

/** The same failure on branches that have nothing to do with this one, while the base is good. */
export const otherBranches: Witness = {
  name: 'other-branches',
  testify(input) {
    const { histories, signatures, run, surroundings } = input;
    if (run.branch === undefined || baseStandingOf(input)?.kind === 'red') return undefined;
    const nowMs = Date.parse(run.startedAt);
    const branches = new Set<string>();
    for (const { observations } of histories.values())
      for (const { run: other, signature, failedAttempts } of observations) {
        if (failedAttempts === 0 || signature === undefined || !signatures.has(signature)) continue;
        if (other.branch === undefined || other.branch === run.branch || other.branch === surroundings.baseBranch)
          continue;
        if (Math.abs(nowMs - Date.parse(other.startedAt)) <= windowMs) branches.add(other.branch);
      }
    if (branches.size < 2) return undefined;
    return {
      weights: { flake: 2, environment: 1.5, unknown: -0.5 },
      text: `The same failure was seen on ${branches.size} other branches within 7 days.`,
    };
  },
};
