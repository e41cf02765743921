import type { Witness } from '../witness.ts';

/** Fewer failed tests are no mass, whatever their share. */
const least = 5;
const ratio = 0.2;

/** Many tests failed at once: for one reason it is what they run on, for many reasons it is the build. */
export const massFailure: Witness = {
  name: 'mass-failure',
  testify({ tests, executedTests, failedTests }) {
    if (tests.length >= least && tests.length > ratio * executedTests)
      return {
        weights: { environment: 2, flake: -1, unknown: -0.3 },
        text: `${tests.length} of ${executedTests} executed tests failed for this one reason.`,
      };
    if (failedTests < least || failedTests <= ratio * executedTests) return undefined;
    return {
      weights: { flake: -1, environment: 0.3 },
      text: `${failedTests} of ${executedTests} executed tests failed, for several reasons.`,
    };
  },
};
