import type { Factor } from '../factor.ts';

const lossRatio = 0.2;

/** Whether a page that loses requests makes it fail. */
export const networkLoss: Factor = {
  name: 'network-loss',
  title: 'requests of the page that get lost',
  onRequest:
    'Most tests fail when requests get lost, so it would hide other factors; `--factor network-loss` tries it.',
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'It has no page whose requests could get lost.'
      : [{ label: 'one in five requests of its pages is lost', change: { page: { lossRatio } } }],
};
