import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { initializerOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';

const CLOCK_CONTROL =
  /(?:useFakeTimers|setSystemTime|fakeTimers\.install|clock\.(?:install|setFixedTime|setSystemTime|pauseAt)|MockDate\.set|mockdate\.set|timekeeper\.(?:freeze|travel)|mock\.timers\.enable)$/u;
const DATE_PACKAGES = /^(?:dayjs|moment|moment-timezone|luxon)$/u;

/** Whether the file replaces the clock. */
export function controlsClock(context: PatternContext): boolean {
  return [...context.called].some((name) => CLOCK_CONTROL.test(name));
}

const START = /start|begin|began|before|since|t0/iu;

/** Whether an expression is a measured length of time: `Date.now() - start`, `process.hrtime(start)`, variables that hold one. */
export function isElapsed(context: PatternContext, expression: ts.Expression | undefined): boolean {
  if (!expression) return false;
  const node = measureIn(initializerOf(expression) ?? unwrapped(expression));
  if (ts.isCallExpression(node)) return isHrtime(node) && node.arguments.length === 1;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.MinusToken) return false;
  const sides = [unwrapped(node.left), unwrapped(node.right)];
  const clocks = sides.filter((side) => usesNow(context, side));
  return clocks.length === 2 || (clocks.length === 1 && sides.some((side) => isStart(side)));
}

/** The length inside of its conversion: `Number(end - start) / 1e6`, `Math.round(end - start)`. */
function measureIn(node: ts.Expression): ts.Expression {
  if (ts.isCallExpression(node) && /^(?:Number|Math\.\w+)$/u.test(node.expression.getText()) && node.arguments[0])
    return measureIn(unwrapped(node.arguments[0]));
  const isScaled =
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.SlashToken || node.operatorToken.kind === ts.SyntaxKind.AsteriskToken);
  return isScaled && ts.isNumericLiteral(unwrapped(node.right)) ? measureIn(unwrapped(node.left)) : node;
}

/** A start that a hook or another function noted. */
function isStart(side: ts.Expression): boolean {
  return (ts.isIdentifier(side) || ts.isPropertyAccessExpression(side)) && START.test(dottedName(side).at(-1) ?? '');
}

function isHrtime(call: ts.CallExpression): boolean {
  return /^process\.hrtime(?:\.bigint)?$/u.test(dottedName(call.expression).join('.'));
}

/** Whether an expression reads the current time, directly or through a variable of the test. */
export function usesNow(context: PatternContext, expression: ts.Expression, depth = 0): boolean {
  let found = false;
  walk(expression, (node) => {
    if (found || isFunctionNode(node)) return false;
    // A unique name made of the time is the same text on both sides.
    if (ts.isTemplateExpression(node) && depth > 0) return false;
    if (isNow(context, node)) found = true;
    else if (ts.isIdentifier(node) && depth < 2 && !isMemberName(node)) {
      const initializer = initializerOf(node);
      found =
        initializer !== undefined &&
        initializer !== expression &&
        isTimeValue(initializer) &&
        usesNow(context, initializer, depth + 1);
    }
    return !found;
  });
  return found;
}

/** Variables count when they hold a time or something made of it, not what a project function did with it. */
function isTimeValue(initializer: ts.Expression): boolean {
  const node = ts.isAwaitExpression(initializer) ? undefined : initializer;
  if (!node || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return false;
  if (ts.isCallExpression(node))
    return (
      [
        'now',
        'toISOString',
        'toString',
        'toLocaleDateString',
        'toLocaleString',
        'toLocaleTimeString',
        'toDateString',
        'format',
        'slice',
        'split',
        'getTime',
        'valueOf',
        'dayjs',
        'moment',
        'add',
        'subtract',
        'startOf',
        'endOf',
      ].includes(calledName(node)) || /^get(?:UTC)?[A-Z]/u.test(calledName(node))
    );
  return (
    ts.isNewExpression(node) || ts.isBinaryExpression(node) || ts.isTemplateExpression(node) || ts.isIdentifier(node)
  );
}

function isMemberName(node: ts.Identifier): boolean {
  return (
    (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node)
  );
}

/** `new Date()`, `Date.now()`, `performance.now()`, `dayjs()`, `DateTime.now()`. */
export function isNow(context: PatternContext, node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isGlobal(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0;
  if (!ts.isCallExpression(node)) return false;
  return isHrtime(node) || isClockRead(unwrapped(node.expression)) || isLibraryNow(context, node);
}

function isLibraryNow(context: PatternContext, call: ts.CallExpression): boolean {
  const callee = unwrapped(call.expression);
  if (!DATE_PACKAGES.test(packageOf(context, callee)?.module ?? '')) return false;
  const name = dottedName(callee).at(-1);
  return name === 'now' || name === 'local' || (call.arguments.length === 0 && ts.isIdentifier(callee));
}

function isClockRead(callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'now') return false;
  return isGlobal(callee.expression, 'Date') || isGlobal(callee.expression, 'performance');
}
