import { codesOf } from '../../flake/same-code.ts';
import { observationsOf } from '../observations-of.ts';
import type { Witness } from '../witness.ts';

/** A good run of the same code, before or after: the code alone does not decide. */
export const sameCode: Witness = {
  name: 'same-code',
  testify(input) {
    const codes = codesOf(input.run);
    const passed = input.tests.filter(({ testId }) =>
      observationsOf(input, testId).some(
        ({ run, outcome }) => outcome === 'expected' && codesOf(run).some((code) => codes.includes(code)),
      ),
    ).length;
    if (passed === 0) return undefined;
    const ratio = passed / input.tests.length;
    return {
      weights: { flake: 3 * ratio, environment: 2.5 * ratio, unknown: -ratio },
      text: `${passed} of ${input.tests.length} passed in another run of this very code.`,
    };
  },
};
