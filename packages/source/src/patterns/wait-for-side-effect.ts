import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { packageOf, type PatternContext } from './pattern-context.ts';
import { isWritten } from './test-structure.ts';
import { libraryValueOf } from './testing-library.ts';

const RENDERS = /^(?:re)?render(?:[A-Z]\w*)?$/u;

/** `waitFor` whose callback acts, matches a snapshot, checks several things or nothing, and waits of its kind that check nothing. One assertion that is tried again is how it is meant. */
export const waitForSideEffect: FlakyPattern = {
  name: 'wait-for-side-effect',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const callback = call.arguments[0] && unwrapped(call.arguments[0]);
      if (!callback || !isWaitFor(context, call)) return [];
      if (isEmpty(callback)) return [emptyHit(call)];
      if (!isFunctionNode(callback) || calledName(call) !== 'waitFor') return [];
      return hitOf(context, call, callback) ?? [];
    }),
};

function isWaitFor(context: PatternContext, call: ts.CallExpression): boolean {
  if (!/^waitFor(?:ElementToBeRemoved)?$/u.test(calledName(call))) return false;
  return isFromVitest(context, call) || libraryValueOf(context, call.expression) !== undefined;
}

function hitOf(context: PatternContext, call: ts.CallExpression, callback: FunctionNode): PatternHit | undefined {
  const effect = effectIn(context, callback);
  if (effect)
    return {
      node: effect,
      why: 'The callback of `waitFor` runs again and again until it passes, so what it does happens an unknown number of times.',
      advice: 'Act before `waitFor`, and leave only the assertion inside.',
    };
  const second = assertionsOf(callback)[1];
  return second && !isFromVitest(context, call)
    ? {
        node: second,
        severity: 'info',
        why: 'Several assertions in one `waitFor` may hold at different moments and never at one, and a wrong one is told only after the whole timeout.',
        advice: 'Wait for one assertion, then check the others after it.',
      }
    : undefined;
}

function emptyHit(call: ts.CallExpression): PatternHit {
  return {
    node: call,
    why: `A \`${calledName(call)}\` that checks nothing waits only for the next turn of the event loop, which may come too early.`,
    advice: 'Put the assertion that the test waits for inside, or use `findBy…`.',
  };
}

/** `() => {}`, `() => undefined`, `noop`. */
function isEmpty(callback: ts.Expression): boolean {
  if (ts.isIdentifier(callback)) return callback.text === 'noop';
  if (!isFunctionNode(callback) || !callback.body) return false;
  if (ts.isBlock(callback.body)) return callback.body.statements.length === 0;
  const given = unwrapped(callback.body);
  return given.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(given) && given.text === 'undefined');
}

/** `vi.waitFor` is for code of all kinds, where a group of checks is usual. */
function isFromVitest(context: PatternContext, call: ts.CallExpression): boolean {
  return packageOf(context, call.expression)?.module === 'vitest';
}

function effectIn(context: PatternContext, callback: FunctionNode): ts.Node | undefined {
  let found: ts.Node | undefined;
  if (!callback.body) return undefined;
  walk(callback.body, (node) => {
    if (found) return false;
    if (ts.isCallExpression(node) && isEffect(context, node)) found = node;
    if ((ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) && isWritten(node.operand))
      found = node;
    return !found && !isFunctionNode(node);
  });
  return found;
}

function isEffect(context: PatternContext, call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (/^toMatch(?:Inline|File)?Snapshot$/u.test(name)) return true;
  if (ts.isIdentifier(call.expression) && RENDERS.test(name)) return isRendered(context, call);
  const value = libraryValueOf(context, call.expression);
  if (!value) return false;
  return value.module === '@testing-library/user-event' || /^(?:fireEvent|userEvent)$/u.test(value.name);
}

/** `render(<App />)` with its helpers and `rerender`; what a project function of such a name gives to an assertion is only looked at. */
function isRendered(context: PatternContext, call: ts.CallExpression): boolean {
  if (libraryValueOf(context, call.expression)) return true;
  return call.arguments.some((argument) => ts.SyntaxKind[unwrapped(argument).kind].startsWith('Jsx'));
}

/** The assertions that are statements of the callback itself. */
function assertionsOf(callback: FunctionNode): ts.CallExpression[] {
  if (!callback.body || !ts.isBlock(callback.body)) return [];
  return callback.body.statements.flatMap((statement) => {
    if (!ts.isExpressionStatement(statement)) return [];
    const node = ts.isAwaitExpression(statement.expression) ? statement.expression.expression : statement.expression;
    return ts.isCallExpression(node) && expectationOf(node) ? [node] : [];
  });
}
