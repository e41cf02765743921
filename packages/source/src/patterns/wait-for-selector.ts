import { playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { lateWaitOf } from './event-after-action.ts';
import { waitFixOf } from './fixes/wait-for-selector.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const LEFTOVERS: Readonly<Record<string, { readonly why: string; readonly advice: string }>> = {
  waitForSelector: {
    why: '`waitForSelector` gives a handle to the element of that moment; when the page draws it anew, what follows works on an element that is gone.',
    advice:
      'Use a locator, which looks the element up anew: `await expect(locator).toBeVisible()` or `await locator.waitFor()`.',
  },
  waitForNavigation: {
    why: '`waitForNavigation` misses a navigation that is over before it listens, and takes any navigation for the right one.',
    advice: 'Wait for the address with `await page.waitForURL(…)` or `await expect(page).toHaveURL(…)`.',
  },
};

/** Waits from before locators: `waitForSelector` and `waitForNavigation`. */
export const waitForSelector: FlakyPattern = {
  name: 'wait-for-selector',
  severity: 'warning',
  find: (context) =>
    playwrightCallsOf(context).flatMap((one) => {
      const { call, kind, method } = one;
      const leftover = Object.hasOwn(LEFTOVERS, method) ? LEFTOVERS[method] : undefined;
      const owns = kind === 'page' || kind === 'frame' || kind === 'element-handle';
      if (!leftover || !owns || lateWaitOf(context, call)) return [];
      const fix = waitFixOf(one);
      return [{ node: call, ...leftover, ...(fix && { fix }) }];
    }),
};
