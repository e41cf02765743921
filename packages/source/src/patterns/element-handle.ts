import { type PlaywrightCall, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { evaluateFixOf, locatorFixOf } from './fixes/handle-to-locator.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';

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
    playwrightCallsOf(context).flatMap((one) => {
      const { call, kind, method } = one;
      const isSearch = kind === 'page' || kind === 'frame' || kind === 'element-handle';
      if (isSearch && EVALUATED.has(method))
        return [
          {
            node: call,
            severity: 'info',
            why: AT_ONCE,
            advice: 'Use a locator with a web-first assertion, or `locator.evaluate(…)`, which waits for the element.',
            ...evaluateFix(one),
          },
        ];
      if (!(isSearch && ON_PAGE.has(method)) && !(kind === 'locator' && ON_LOCATOR.has(method))) return [];
      const fix = method === '$' || method === 'elementHandle' ? locatorFixOf(one) : undefined;
      return [
        {
          node: call,
          ...(fix && { fix }),
          why: STALE,
          advice: 'Use `page.locator(…)` or `page.getByRole(…)`: a locator looks the element up anew at every use.',
        },
      ];
    }),
};

/** `$eval` looks once; `$$eval` has no counterpart that waits. */
function evaluateFix(one: PlaywrightCall): Pick<PatternHit, 'fix'> {
  const fix = one.method === '$eval' ? evaluateFixOf(one) : undefined;
  return fix ? { fix } : {};
}
