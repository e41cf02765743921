import type { Factor } from '../factor.ts';

const times = 6;

/** Whether a page that computes slowly makes it fail, as on a small device. */
export const cpuSlowdown: Factor = {
  name: 'cpu-slowdown',
  title: 'the speed of the page',
  patterns: [
    'hard-coded-sleep',
    'race',
    'missing-await',
    'non-retrying-assertion',
    'element-handle',
    'soft-timeout',
    'event-after-action',
    'forced-action',
  ],
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'It has no page; `cpu-load` slows the machine.'
      : [{ label: `pages ${times} times slower (Chromium)`, change: { page: { cpuSlowdown: times } } }],
};
