import type { Factor } from '../factor.ts';

const latencyMs = 400;

/** Whether a slow connection between page and server makes it fail. */
export const network: Factor = {
  name: 'network',
  title: 'the latency of the network',
  patterns: [
    'hard-coded-sleep',
    'networkidle',
    'event-after-action',
    'wait-for-selector',
    'non-retrying-assertion',
    'external-dependency-without-retry',
  ],
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'It has no page whose network could be slowed down.'
      : [{ label: `${latencyMs} ms before each answer to a page (Chromium)`, change: { page: { latencyMs } } }],
};
