import type { Factor } from '../factor.ts';

/** Whether the test needs, or suffers from, the other tests of its file. */
export const company: Factor = {
  name: 'company',
  title: 'the company of the other tests in its file',
  patterns: ['order-dependence', 'shared-mutable-state', 'hidden-hook-coupling'],
  armsFor: ({ testsInFile }) =>
    testsInFile < 2 ? 'It is the only test of its file.' : [{ label: 'alone', change: { company: 'alone' } }],
};
