import type { Witness } from '../witness.ts';

/** A pass on the same code in the same run is proof that the code alone does not decide. */
export const retry: Witness = {
  name: 'retry',
  testify({ tests }) {
    const recovered = tests.filter(({ outcome }) => outcome === 'flaky').length;
    if (recovered === 0) return undefined;
    const ratio = recovered / tests.length;
    return {
      weights: { flake: 5 * ratio, unknown: -ratio },
      text: `${recovered} of ${tests.length} passed when tried again on the same code.`,
    };
  },
};
