import type { Factor } from '../factor.ts';

/** Whether the order of the tests in its file matters. */
export const order: Factor = {
  name: 'order',
  title: 'the order of the tests in its file',
  patterns: ['order-dependence', 'shared-mutable-state', 'hidden-hook-coupling'],
  armsFor: ({ testsInFile, canShuffle }) => {
    if (testsInFile < 2) return 'It is the only test of its file.';
    if (!canShuffle)
      return 'This Playwright keeps the tests of a file in their order; 1.64 is the first that can shuffle them.';
    return [{ label: 'its file shuffled', change: { shuffle: true } }];
  },
};
