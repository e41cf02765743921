import type { Factor } from '../factor.ts';

/** A slow connection, and one so slow that it outlasts the fixed waits that people write. */
const latenciesMs = [400, 1500];

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
      : latenciesMs.map((latencyMs) => ({
          label: `${latencyMs} ms before each answer to a page (Chromium)`,
          change: { page: { latencyMs } },
        })),
};
