import { ts } from 'ts-morph';

import { ACTION_METHODS } from '../playwright/members.ts';
import { optionOf, type PlaywrightCall, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { unforcedFixOf } from './fixes/forced-action.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const ELEMENTS = new Set(['page', 'frame', 'locator', 'element-handle']);

/** Actions that skip the checks a user cannot skip: `{ force: true }` and `dispatchEvent('click')`. */
export const forcedAction: FlakyPattern = {
  name: 'forced-action',
  severity: 'warning',
  find: (context) =>
    playwrightCallsOf(context).flatMap((one) => {
      if (!ELEMENTS.has(one.kind)) return [];
      const fix = unforcedFixOf(context, one.call);
      if (ACTION_METHODS.has(one.method) && optionOf(one.call, 'force')?.kind === ts.SyntaxKind.TrueKeyword)
        return [
          {
            node: one.call,
            why: `\`force\` makes \`${one.method}\` act without waiting until the element is visible, still, enabled and uncovered, so it hits whatever is there at that moment.`,
            advice: 'Wait for what covers or disables the element, and drop `force`.',
            ...(fix && { fix }),
          },
        ];
      return isClickEvent(one)
        ? [
            {
              node: one.call,
              why: "`dispatchEvent('click')` fires on an element that may be hidden, moving or disabled, so the page gets clicks that no user could make and may not be ready for them.",
              advice: 'Use `locator.click()`, which waits until the element can be clicked.',
              ...(fix && { fix }),
            },
          ]
        : [];
    }),
};

/** `dispatchEvent('click')` of a locator, `dispatchEvent('#save', 'click')` of a page. */
function isClickEvent({ call, kind, method }: PlaywrightCall): boolean {
  const type = call.arguments[kind === 'page' || kind === 'frame' ? 1 : 0];
  return method === 'dispatchEvent' && type !== undefined && ts.isStringLiteralLike(type) && type.text === 'click';
}
