import type { Factor } from '../factor.ts';

/** Whether animations and transitions of the page make it fail. */
export const animations: Factor = {
  name: 'animations',
  title: 'the animations of the page',
  patterns: ['animation-dependence', 'forced-action', 'hover-or-viewport-dependence'],
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'It has no page that could be animated.'
      : [{ label: 'without animations', change: { page: { animations: false } } }],
};
