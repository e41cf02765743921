import type { Factor } from '../factor.ts';

/** Whether the order of the tests in its file matters. */
export const order: Factor = {
  name: 'order',
  title: 'the order of the tests in its file',
  armsFor: ({ runner, testsInFile }) => {
    if (runner === 'playwright') return 'Playwright keeps the tests of a file in their order.';
    if (testsInFile < 2) return 'It is the only test of its file.';
    return [{ label: 'its file shuffled', change: { shuffle: true } }];
  },
};
