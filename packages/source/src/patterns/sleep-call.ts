import { ts } from 'ts-morph';

import { isNamedAsPage, isUndeclared } from '../playwright/by-use.ts';
import { playwrightCallOf } from '../playwright/playwright-calls.ts';
import { calledName, receiverOf } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { isGlobal, isInLoop, packageOf, type PatternContext } from './pattern-context.ts';

const SLEEP_PACKAGES = /^(?:delay|sleep-promise|yoctodelay|promise-sleep)$/u;

/** Whether an expression waits a fixed time: `page.waitForTimeout(500)`, `new Promise((r) => setTimeout(r, 500))`, `delay(500)`. */
export function isSleep(context: PatternContext, node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isGlobal(node.expression, 'Promise') && isTimerPromise(node);
  if (!ts.isCallExpression(node) || node.arguments[0]?.getText() === '0') return false;
  if (calledName(node) === 'waitForTimeout') return isPageWait(context, node);
  const origin = packageOf(context, node.expression);
  if (!origin) return false;
  if (/^(?:node:)?timers\/promises$/u.test(origin.module))
    return origin.name === 'setTimeout' || calledName(node) === 'setTimeout' || calledName(node) === 'wait';
  return SLEEP_PACKAGES.test(origin.module);
}

/** `page.waitForTimeout(500)`, also on what nothing is known of; a method of that name of the project's own is looked into. */
function isPageWait(context: PatternContext, node: ts.CallExpression): boolean {
  const receiver = receiverOf(node);
  if (!receiver) return false;
  if (playwrightCallOf(context, node)) return true;
  return (
    isNamedAsPage(receiver) || (!isUndeclared(receiver) && functionOf(context.tree, node.expression) === undefined)
  );
}

/** `new Promise((resolve) => setTimeout(resolve, ms))` and nothing more than that. */
function isTimerPromise(node: ts.NewExpression): boolean {
  const executor = node.arguments?.[0] && unwrapped(node.arguments[0]);
  if (!executor || !isFunctionNode(executor)) return false;
  const resolve = executor.parameters[0]?.name.getText();
  const timer = onlyExpressionOf(executor);
  return resolve !== undefined && timer !== undefined && isTimerFor(timer, resolve);
}

/** `setTimeout(resolve, ms)` and `setTimeout(() => resolve(), ms)`. */
function isTimerFor(timer: ts.Expression, resolve: string): boolean {
  if (!ts.isCallExpression(timer) || !isGlobal(timer.expression, 'setTimeout')) return false;
  const [callback, delay] = timer.arguments;
  if (!callback || !delay || delay.getText() === '0') return false;
  return callback.getText() === resolve || callsOnly(unwrapped(callback), resolve);
}

/** The one expression that a function consists of. */
function onlyExpressionOf(node: FunctionNode): ts.Expression | undefined {
  if (!node.body) return undefined;
  if (!ts.isBlock(node.body)) return unwrapped(node.body);
  const [only, second] = node.body.statements;
  return only && !second && ts.isExpressionStatement(only) ? unwrapped(only.expression) : undefined;
}

function callsOnly(callback: ts.Expression, name: string): boolean {
  const only = isFunctionNode(callback) ? onlyExpressionOf(callback) : undefined;
  return only !== undefined && ts.isCallExpression(only) && only.expression.getText() === name;
}

/** The sleep that a function's own course contains, loops that poll left out. */
export function sleepInside(context: PatternContext, target: FunctionNode): ts.Node | undefined {
  const known = sleeps.get(target);
  if (known !== undefined) return known ?? undefined;
  const found = lookInside(context, target);
  sleeps.set(target, found ?? null);
  return found;
}

/** `null`: looked into, and it does not sleep. Helpers are called from many tests. */
const sleeps = new WeakMap<FunctionNode, ts.Node | null>();

function lookInside(context: PatternContext, target: FunctionNode): ts.Node | undefined {
  let found: ts.Node | undefined;
  if (!target.body) return undefined;
  walk(target.body, (node) => {
    if (found) return false;
    if (isSleep(context, node)) {
      if (!isInLoop(node)) found = node;
      return false;
    }
    return !isFunctionNode(node);
  });
  return found;
}
