import type { Factor } from '../factor.ts';

/** Whether what `Math.random` draws matters: with the same numbers each time, a test that hangs on them always passes or always fails. */
export const randomNumbers: Factor = {
  name: 'random-numbers',
  title: 'the random numbers that it draws',
  patterns: ['unseeded-random'],
  armsFor: () => [
    { label: 'the same random numbers each time, low to begin with', change: { randomSeed: 23 } },
    { label: 'the same random numbers each time, high to begin with', change: { randomSeed: 30 } },
  ],
};
