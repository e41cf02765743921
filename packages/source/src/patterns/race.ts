import { ts } from 'ts-morph';

import { calledName, dottedName, receiverOf } from '../syntax/call.ts';
import { isAsync, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { awaitingOf } from './fixes/awaited-call.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { lostAssertionHit } from './lost-assertion.ts';
import { flowOf, isGlobal, type PatternContext } from './pattern-context.ts';
import { isPlaywrightValue } from './playwright-value.ts';

/** Playwright methods that act on the page and return a promise. */
const ACTIONS = new Set([
  'click',
  'dblclick',
  'tap',
  'fill',
  'press',
  'pressSequentially',
  'type',
  'check',
  'uncheck',
  'setChecked',
  'selectOption',
  'setInputFiles',
  'hover',
  'focus',
  'blur',
  'clear',
  'dragTo',
  'goto',
  'reload',
  'goBack',
  'goForward',
  'dispatchEvent',
]);
const ASYNC = new Set([
  ...ACTIONS,
  'waitFor',
  'waitForURL',
  'waitForLoadState',
  'waitForSelector',
  'waitForFunction',
  'waitForTimeout',
  'screenshot',
  'evaluate',
  'setContent',
  'addInitScript',
  'route',
  'unroute',
  'setViewportSize',
  'bringToFront',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'fetch',
  'addCookies',
  'clearCookies',
  'scrollIntoViewIfNeeded',
]);
const WEB_FIRST =
  /^to(?:BeVisible|BeHidden|BeEnabled|BeDisabled|BeChecked|BeEditable|BeEmpty|BeFocused|BeAttached|BeInViewport|ContainText|ContainClass|HaveText|HaveURL|HaveTitle|HaveCount|HaveValue|HaveValues|HaveAttribute|HaveClass|HaveCSS|HaveId|HaveRole|HaveJSProperty|HaveScreenshot|HaveAccessibleName|HaveAccessibleDescription|MatchAriaSnapshot|Pass)$/u;

/** Statements of a test that start something and do not await it, and `Promise.race` that decides what a test does. */
export const race: FlakyPattern = {
  name: 'race',
  severity: 'error',
  find: (context) =>
    context.calls.flatMap(
      (call) =>
        raceHit(context, call) ??
        floatingHit(context, call) ??
        forEachHit(context, call) ??
        lostAssertionHit(context, call) ??
        [],
    ),
};

function raceHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const callee = unwrapped(call.expression);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !['race', 'any'].includes(callee.name.text) ||
    !isGlobal(callee.expression, 'Promise')
  )
    return undefined;
  const list = call.arguments[0] && unwrapped(call.arguments[0]);
  if (
    flowOf(context, call) !== 'test' ||
    !list ||
    !ts.isArrayLiteralExpression(list) ||
    list.elements.some((element) => isLimit(context, element))
  )
    return undefined;
  return {
    node: call,
    severity: 'warning',
    why: `Whichever promise settles first decides what the test goes on with, so \`Promise.${callee.name.text}\` can take a different branch each run.`,
    advice:
      'Wait for one state that is true in both cases (`locator.or(other)`, `expect.poll`), or make the case certain before the test starts.',
  };
}

/** A timer that rejects is a time limit, which every run treats alike. */
function isLimit(context: PatternContext, element: ts.Expression): boolean {
  const node = unwrapped(element);
  const target = ts.isCallExpression(node) ? functionOf(context.tree, node.expression) : undefined;
  const text = (target ?? node).getText();
  return (
    /\breject\b|\bthrow\b|AbortSignal|Promise\.reject/u.test(text) ||
    (ts.isIdentifier(node) && /timeout|limit|abort/iu.test(node.text)) ||
    (ts.isCallExpression(node) &&
      /timeout|limit|abort/iu.test(calledName(node)) &&
      calledName(node) !== 'waitForTimeout')
  );
}

/** A statement of a test whose promise nobody awaits. What this leaves (page objects, steps, values) is `missing-await`. */
export function floatingHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  if (!ts.isExpressionStatement(call.parent)) return undefined;
  const kind = promiseKind(context, call);
  if (!kind) return undefined;
  const flow = flowOf(context, call);
  if (
    flow === 'callback' ||
    (flow !== 'test' && flow !== 'retry' && context.tests.length > 0 && !isPlaywrightHelper(context, call))
  )
    return undefined;
  return {
    node: call,
    why: `${kind} returns a promise that nobody awaits, so the test goes on (or ends) before it is done.`,
    ...awaitingOf(context, call),
  };
}

function isPlaywrightHelper(context: PatternContext, call: ts.CallExpression): boolean {
  return isPlaywrightValue(context, call.expression);
}

function promiseKind(context: PatternContext, call: ts.CallExpression): string | undefined {
  const expectation = expectationOf(call);
  if (expectation) return floatingExpectation(context, expectation);
  const receiver = receiverOf(call);
  if (receiver && ASYNC.has(calledName(call)) && isPlaywrightValue(context, receiver))
    return `\`${dottedName(call.expression).join('.')}\``;
  const target = functionOf(context.tree, call.expression);
  return target && isAsync(target) && flowOf(context, call) === 'test'
    ? `\`${call.expression.getText()}\` is async: it`
    : undefined;
}

function floatingExpectation(context: PatternContext, expectation: Expectation): string | undefined {
  if (expectation.modifiers.some((one) => one === 'resolves' || one === 'rejects' || one === 'poll'))
    return '`expect` with `resolves`, `rejects` or `poll`';
  const name = expectation.matcher.text;
  if (name === 'toPass') return '`toPass`';
  const isWebFirst =
    WEB_FIRST.test(name) &&
    context.usesPlaywright &&
    expectation.actual !== undefined &&
    isPlaywrightValue(context, expectation.actual);
  return isWebFirst ? `The assertion \`${name}\`` : undefined;
}

/** `items.forEach(async …)` starts everything and waits for nothing. */
function forEachHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const callback = call.arguments[0] && unwrapped(call.arguments[0]);
  if (
    calledName(call) !== 'forEach' ||
    !callback ||
    !isFunctionNode(callback) ||
    !isAsync(callback) ||
    flowOf(context, call) !== 'test'
  )
    return undefined;
  let awaits = false;
  walk(callback, (node) => {
    if (ts.isAwaitExpression(node)) awaits = true;
  });
  return awaits
    ? {
        node: call,
        why: '`forEach` does not wait for an async callback, so the test goes on before the work is done.',
        advice: 'Use `for (const item of items) { await … }`, or `await Promise.all(items.map(async (item) => …))`.',
      }
    : undefined;
}
