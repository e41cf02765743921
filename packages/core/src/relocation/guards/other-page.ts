import type { Guard } from './guard.ts';
import { tellingPageOf } from './telling-page.ts';

/** The page is an error page or a login page, and was none. */
export const otherPage: Guard = {
  name: 'other-page',
  check: ({ page, remembered, others, steps }) => {
    const telling = tellingPageOf(page, remembered, { others, steps });
    if (!telling) return undefined;
    const kind = telling.kind === 'error-page' ? 'an error page' : 'a login page';
    return { verdict: 'refuse', reason: `The test is on ${kind}, and it was on none before: ${telling.sign}.` };
  },
};
