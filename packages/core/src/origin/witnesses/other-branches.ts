import type { Observation } from '../../model/test-history.ts';
import { baseStandingOf } from '../base-standing.ts';
import type { OriginInput } from '../origin-input.ts';
import type { Witness } from '../witness.ts';

const windowMs = 7 * 86_400_000;

/** The same failure on branches that have nothing to do with this one, while the base is good. */
export const otherBranches: Witness = {
  name: 'other-branches',
  testify(input) {
    if (input.run.branch === undefined || baseStandingOf(input)?.kind === 'red') return undefined;
    const seen = input.alike.flatMap(({ observations }) =>
      observations.filter((observation) => isAlikeElsewhere(observation, input)).map(({ run }) => run.branch),
    );
    const branches = new Set(seen);
    if (branches.size < 2) return undefined;
    return {
      weights: { flake: 2, environment: 1.5, unknown: -0.5 },
      text: `The same failure was seen on ${branches.size} other branches within 7 days.`,
    };
  },
};

function isAlikeElsewhere({ run, signature, failedAttempts }: Observation, input: OriginInput): boolean {
  if (failedAttempts === 0 || signature === undefined || !input.signatures.has(signature)) return false;
  const isOther = ![undefined, input.run.branch, input.surroundings.baseBranch].includes(run.branch);
  return isOther && Math.abs(Date.parse(input.run.startedAt) - Date.parse(run.startedAt)) <= windowMs;
}
