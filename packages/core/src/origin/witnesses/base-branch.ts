import { baseStandingOf } from '../base-standing.ts';
import type { Witness } from '../witness.ts';

/** The same failure on the branch that the change goes to: it is real, and it was there before. */
export const baseBranch: Witness = {
  name: 'base-branch',
  testify(input) {
    const base = baseStandingOf(input);
    if (base?.kind !== 'red') return undefined;
    const since = base.since === undefined ? '' : ` since ${base.since.slice(0, 7)}`;
    return {
      weights: { flake: base.runs > 1 ? -2 : -0.5, unknown: -0.5 },
      text: `The same failure is on ${base.branch}${since} (${base.runs === 1 ? 'its newest run' : `its newest ${base.runs} runs`}).`,
    };
  },
};
