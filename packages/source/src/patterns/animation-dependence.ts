import { ts } from 'ts-morph';

import { optionOf, playwrightCallOf, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { calledName } from '../syntax/call.ts';
import { ancestorOf, unwrapped, walk } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, initializerOf, type PatternContext } from './pattern-context.ts';

const WHY = 'An animation that is still running gives another picture or place at every moment.';

/** Pictures and places that are compared while animations may run. Files that switch animations off, and assertions that wait, are none. */
export const animationDependence: FlakyPattern = {
  name: 'animation-dependence',
  severity: 'warning',
  find: (context) => (isStill(context) ? [] : context.calls.flatMap((call) => hitOf(context, call) ?? [])),
};

/** `reducedMotion`, or a style that ends all animations. */
function isStill(context: PatternContext): boolean {
  return (
    /reducedMotion\s*:\s*['"]reduce['"]|(?:animation|transition)(?:-duration)?\s*:\s*(?:none|0)/u.test(
      context.source.text,
    ) &&
    [...playwrightCallsOf(context).map((one) => one.method), ...context.called].some((name) =>
      /emulateMedia|addStyleTag|addInitScript|\buse$|newContext|newPage/u.test(name),
    )
  );
}

function hitOf(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const expectation = webExpectationOf(context, call);
  if (!expectation?.actual || /^(?:retry|callback)$/u.test(flowOf(context, call))) return undefined;
  const name = expectation.matcher.text;
  if (name === 'toHaveScreenshot') {
    const animations = optionOf(call, 'animations');
    return animations && ts.isStringLiteralLike(animations) && animations.text === 'allow'
      ? {
          node: call,
          why: WHY,
          advice: "Leave `animations: 'allow'` out: `toHaveScreenshot` stops animations by itself.",
        }
      : undefined;
  }
  if (expectation.modifiers.includes('poll')) return undefined;
  if (name === 'toMatchSnapshot') return pictureHit(context, call, expectation.actual);
  return readsPlace(context, [expectation.actual, ...expectation.expected]) && isExact(name)
    ? {
        node: call,
        why: WHY,
        advice:
          "Poll for the place (`expect.poll(() => locator.boundingBox())`), or switch animations off: `page.emulateMedia({ reducedMotion: 'reduce' })`.",
      }
    : undefined;
}

function isExact(matcher: string): boolean {
  return /^to(?:Be|Equal|StrictEqual|BeCloseTo|MatchObject|HaveProperty)$/u.test(matcher);
}

/** `expect(await page.screenshot()).toMatchSnapshot()` with animations running. */
function pictureHit(context: PatternContext, call: ts.CallExpression, actual: ts.Expression): PatternHit | undefined {
  const made = awaitedCall(initializerOf(actual) ?? actual);
  const one = made && playwrightCallOf(context, made);
  if (!one || one.method !== 'screenshot') return undefined;
  const animations = optionOf(one.call, 'animations');
  if (animations && ts.isStringLiteralLike(animations) && animations.text === 'disabled') return undefined;
  return {
    node: call,
    why: WHY,
    advice: `Use \`await expect(${one.receiver.getText()}).toHaveScreenshot()\`, which stops animations and waits until two pictures agree, or take it with \`animations: 'disabled'\`.`,
  };
}

function awaitedCall(expression: ts.Expression): ts.CallExpression | undefined {
  const node = ts.isAwaitExpression(expression) ? unwrapped(expression.expression) : undefined;
  return node && ts.isCallExpression(node) ? node : undefined;
}

/** Whether `x`, `y`, `width` or `height` of a bounding box are compared, or the box itself. */
function readsPlace(context: PatternContext, parts: readonly ts.Expression[]): boolean {
  let found = false;
  for (const part of parts)
    walk(part, (node) => {
      const held = ts.isIdentifier(node) ? initializerOf(node) : ts.isAwaitExpression(node) ? node : undefined;
      const made = held && awaitedCall(held);
      if (
        made &&
        calledName(made) === 'boundingBox' &&
        playwrightCallOf(context, made) &&
        !ancestorOf(node, ts.isTypeOfExpression)
      )
        found = true;
      return !found;
    });
  return found;
}
