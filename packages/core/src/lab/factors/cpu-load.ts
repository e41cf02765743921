import type { Factor } from '../factor.ts';

/** Whether a slow machine makes it fail: other processes keep every processor busy. */
export const cpuLoad: Factor = {
  name: 'cpu-load',
  title: 'the load of the machine',
  patterns: [
    'hard-coded-sleep',
    'race',
    'exact-duration',
    'soft-timeout',
    'missing-await',
    'testing-library-no-await',
    'wait-for-side-effect',
  ],
  armsFor: ({ cpuCount }) => {
    const busyProcesses = 2 * cpuCount;
    return [{ label: `${busyProcesses} busy processes beside it`, change: { busyProcesses } }];
  },
};
