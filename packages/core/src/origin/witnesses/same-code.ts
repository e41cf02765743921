import { cleanCommitOf } from '../../flake/same-code.ts';
import { observationsOf } from '../observations-of.ts';
import type { Witness } from '../witness.ts';

/** A good run of the same clean commit, before or after: the code alone does not decide. */
export const sameCode: Witness = {
  name: 'same-code',
  testify(input) {
    const [commit] = cleanCommitOf(input.run);
    if (commit === undefined) return undefined;
    const passed = input.tests.filter(({ testId }) =>
      observationsOf(input, testId).some(
        ({ run, outcome }) => outcome === 'expected' && cleanCommitOf(run).includes(commit),
      ),
    ).length;
    if (passed === 0) return undefined;
    const ratio = passed / input.tests.length;
    return {
      weights: { flake: 3 * ratio, environment: 2.5 * ratio, unknown: -ratio },
      text: `${passed} of ${input.tests.length} passed in another run of this very commit.`,
    };
  },
};
