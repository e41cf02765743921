import type { Factor } from '../factor.ts';

const times = 6;

/** Whether a page that computes slowly makes it fail, as on a small device. */
export const cpuSlowdown: Factor = {
  name: 'cpu-slowdown',
  title: 'the speed of the page',
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'It has no page; `cpu-load` slows the machine.'
      : [{ label: `pages ${times} times slower (Chromium)`, change: { page: { cpuSlowdown: times } } }],
};
