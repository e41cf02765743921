import { ts } from 'ts-morph';

import { constantOf, type PlaywrightCall, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { enclosingFunction } from '../syntax/functions.ts';
import { unwrappedParent } from '../syntax/walk.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';

const PICKS = new Set(['first', 'last', 'nth']);

/** An element picked by its place among others. Picks after the number was asserted, of an alternative (`or`), and waits for any of them are none. */
export const indexLocator: FlakyPattern = {
  name: 'index-locator',
  severity: 'info',
  find: (context) =>
    playwrightCallsOf(context).flatMap((one) => {
      const isPick = PICKS.has(one.method) && (one.kind === 'locator' || one.kind === 'frame-locator');
      if (!isPick || !hasFixedPlace(one) || isAlternative(one) || isWaitForAny(context, one)) return [];
      if (isCounted(context, one)) return [];
      return [
        {
          node: one.call,
          why: `\`${one.method}()\` takes the element that stands in that place right now; another order, one more element, or a list that is still filling gives another one.`,
          advice:
            'Say which element is meant: `getByRole(…, { name })`, `filter({ hasText })`, a test id; or assert the number first with `toHaveCount`.',
        },
      ];
    }),
};

/** `nth(i)` in a loop goes through all of them. */
function hasFixedPlace({ call, method }: PlaywrightCall): boolean {
  if (method !== 'nth') return call.arguments.length === 0;
  const place = call.arguments[0] && constantOf(call.arguments[0]);
  if (!place) return false;
  return ts.isNumericLiteral(place) || (ts.isPrefixUnaryExpression(place) && ts.isNumericLiteral(place.operand));
}

function isAlternative({ receiver }: PlaywrightCall): boolean {
  const made = initializerOf(receiver) ?? receiver;
  return (
    ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression) && made.expression.name.text === 'or'
  );
}

/** `expect(rows.first()).toBeVisible()` asks for one of them, whichever it is. */
function isWaitForAny(context: PatternContext, { call, method }: PlaywrightCall): boolean {
  const parent = unwrappedParent(call);
  if (method !== 'first') return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'waitFor';
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.parent)) return false;
  const matcher = parent.parent.parent;
  return (
    ts.isCallExpression(matcher) &&
    webExpectationOf(context, matcher)?.expectCall === parent &&
    /^toBe(?:Visible|Attached|InViewport)$/u.test(parent.parent.name.text)
  );
}

/** The number was asserted earlier in the same function: `await expect(rows).toHaveCount(3)`. */
function isCounted(context: PatternContext, { call, receiver }: PlaywrightCall): boolean {
  const around = enclosingFunction(call);
  return context.calls.some((other) => {
    if (other.end > call.pos || !around || other.pos < around.pos) return false;
    const expectation = webExpectationOf(context, other);
    return (
      expectation?.matcher.text === 'toHaveCount' &&
      !expectation.negated &&
      expectation.actual !== undefined &&
      sourceOf(expectation.actual) === sourceOf(receiver)
    );
  });
}

/** The text of a locator, constants looked through. */
function sourceOf(expression: ts.Expression): string {
  return (initializerOf(expression) ?? expression).getText().replaceAll(/\s+/gu, '');
}
