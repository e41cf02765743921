import type { Witness } from '../witness.ts';

/** So many times the usual number of failed tests, and one more, make a run unusual. */
const factor = 3;

/** More tests failed in this run than chance takes down in an ordinary one. */
export const unusualRun: Witness = {
  name: 'unusual-run',
  testify({ failedTests, usualFailedTests }) {
    if (usualFailedTests === undefined || failedTests <= factor * (usualFailedTests + 1)) return undefined;
    return {
      weights: { flake: -1.2 },
      text: `${failedTests} tests failed in this run, where ${Math.round(usualFailedTests * 10) / 10} usually do.`,
    };
  },
};
