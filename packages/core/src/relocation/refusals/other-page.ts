import type { RefusalRule } from '../diagnose.ts';
import { tellingPageOf } from '../guards/telling-page.ts';

/** The page crashed, is an error page, or asks to log in. */
export const otherPage: RefusalRule = {
  name: 'other-page',
  refuse: ({ features, page, element, remembered }) => {
    if (features.crash !== undefined)
      return { why: 'crash', isProduct: true, reason: `The page or the browser went away: ${features.crash}.` };
    if (!page || !element) return undefined;
    const others = remembered.filter(({ url }) => url === element.url).map(({ fingerprint }) => fingerprint);
    const telling = tellingPageOf(page, element, { others, steps: remembered });
    return (
      telling && {
        why: telling.kind,
        isProduct: true,
        reason: `The test is on ${telling.kind === 'error-page' ? 'an error page' : 'a login page'}, and it was on none before: ${telling.sign}.`,
      }
    );
  },
};
