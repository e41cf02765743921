import { playwrightCallsOf } from '../playwright/playwright-calls.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const ON_PAGE = new Set(['$', '$$']);
const ON_LOCATOR = new Set(['elementHandle', 'elementHandles']);
const EVALUATED = new Set(['$eval', '$$eval']);

const STALE =
  'An element handle points at the element of one moment: it does not wait for the element to come, and after the next render it works on one that is gone.';
const AT_ONCE = 'It looks once and does not wait for the element, so the test sees whatever is there at that moment.';

/** Handles to elements and reads that do not wait: `page.$`, `page.$$`, `page.$eval`, `locator.elementHandle()`. */
export const elementHandle: FlakyPattern = {
  name: 'element-handle',
  severity: 'warning',
  find: (context) =>
    playwrightCallsOf(context).flatMap(({ call, kind, method }) => {
      const isSearch = kind === 'page' || kind === 'frame' || kind === 'element-handle';
      if (isSearch && EVALUATED.has(method))
        return [
          {
            node: call,
            severity: 'info',
            why: AT_ONCE,
            advice: 'Use a locator with a web-first assertion, or `locator.evaluate(…)`, which waits for the element.',
          },
        ];
      if (!(isSearch && ON_PAGE.has(method)) && !(kind === 'locator' && ON_LOCATOR.has(method))) return [];
      return [
        {
          node: call,
          why: STALE,
          advice: 'Use `page.locator(…)` or `page.getByRole(…)`: a locator looks the element up anew at every use.',
        },
      ];
    }),
};
