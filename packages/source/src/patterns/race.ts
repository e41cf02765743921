import { ts } from 'ts-morph';

import { calledName, dottedName, receiverOf } from '../syntax/call.ts';
import { enclosingFunction, isAsync, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
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
const EVENTS = new Set(['waitForResponse', 'waitForRequest', 'waitForEvent', 'waitForNavigation']);

/** Promises that nobody awaits, `Promise.race` that decides a test, and waiting for an event after the action that causes it. */
export const race: FlakyPattern = {
  name: 'race',
  severity: 'error',
  find: (context) =>
    context.calls.flatMap(
      (call) =>
        raceHit(context, call) ??
        floatingHit(context, call) ??
        forEachHit(context, call) ??
        lateWaitHit(context, call) ??
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

function floatingHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  if (!ts.isExpressionStatement(call.parent)) return undefined;
  const kind = promiseKind(context, call);
  if (!kind) return undefined;
  const flow = flowOf(context, call);
  if (
    flow === 'callback' ||
    (flow !== 'test' && flow !== 'retry' && context.tests.length > 0 && !isPlaywrightHelper(context, call))
  )
    return undefined;
  const around = enclosingFunction(call);
  const start = call.getStart();
  return {
    node: call,
    why: `${kind} returns a promise that nobody awaits, so the test goes on (or ends) before it is done.`,
    advice: 'Put `await` before it, in an `async` function.',
    ...(around &&
      isAsync(around) && {
        fix: { edits: [{ start, end: start, newText: 'await ' }], summary: 'Await the call.', safety: 'safe' as const },
      }),
  };
}

function isPlaywrightHelper(context: PatternContext, call: ts.CallExpression): boolean {
  return isPlaywrightValue(context, call.expression);
}

function promiseKind(context: PatternContext, call: ts.CallExpression): string | undefined {
  const name = calledName(call);
  const expectation = expectationOf(call);
  if (expectation) {
    if (expectation.modifiers.some((one) => one === 'resolves' || one === 'rejects' || one === 'poll'))
      return '`expect` with `resolves`, `rejects` or `poll`';
    if (name === 'toPass') return '`toPass`';
    const webFirst =
      WEB_FIRST.test(name) &&
      context.usesPlaywright &&
      expectation.actual &&
      isPlaywrightValue(context, expectation.actual);
    return webFirst ? `The assertion \`${name}\`` : undefined;
  }
  const receiver = receiverOf(call);
  if (receiver && ASYNC.has(name) && isPlaywrightValue(context, receiver))
    return `\`${dottedName(call.expression).join('.')}\``;
  const target = functionOf(context.tree, call.expression);
  return target && isAsync(target) && flowOf(context, call) === 'test'
    ? `\`${call.expression.getText()}\` is async: it`
    : undefined;
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

/** `await button.click(); await page.waitForResponse(…)`: the response may be there before anyone listens. */
function lateWaitHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const receiver = receiverOf(call);
  if (
    !EVENTS.has(calledName(call)) ||
    !receiver ||
    !ts.isAwaitExpression(call.parent) ||
    !isPlaywrightValue(context, receiver)
  )
    return undefined;
  const statement = statementOf(call);
  const block = statement?.parent;
  if (!statement || !block || !(ts.isBlock(block) || ts.isSourceFile(block))) return undefined;
  const previous = block.statements[block.statements.indexOf(statement) - 1];
  const action =
    previous && ts.isExpressionStatement(previous) && ts.isAwaitExpression(previous.expression)
      ? unwrapped(previous.expression.expression)
      : undefined;
  const actor = action && ts.isCallExpression(action) ? receiverOf(action) : undefined;
  if (
    !action ||
    !ts.isCallExpression(action) ||
    !actor ||
    !ACTIONS.has(calledName(action)) ||
    !isPlaywrightValue(context, actor)
  )
    return undefined;
  const name = /\bpending\b/u.test(context.source.text) ? 'pendingEvent' : 'pending';
  const indent = /[ \t]*$/u.exec(context.source.text.slice(0, previous?.getStart()))?.[0] ?? '';
  const newline = context.source.text.includes('\r\n') ? '\r\n' : '\n';
  const start = previous?.getStart() ?? 0;
  return {
    node: call,
    why: `\`${calledName(call)}\` starts to listen after \`${calledName(action)}\` has finished; what it waits for may already be over.`,
    advice: 'Start to wait before the action and await it afterwards.',
    fix: {
      edits: [
        { start, end: start, newText: `const ${name} = ${call.getText()};${newline}${indent}` },
        { start: call.getStart(), end: call.getEnd(), newText: name },
      ],
      summary: `Start \`${calledName(call)}\` before the action.`,
      safety: 'suggestion',
    },
  };
}

function statementOf(node: ts.Node): ts.Statement | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (isFunctionNode(current)) return undefined;
    if (ts.isExpressionStatement(current) || ts.isVariableStatement(current)) return current;
  }
  return undefined;
}
