import { ts } from 'ts-morph';

import { calledName, dottedName } from '../../syntax/call.ts';
import { enclosingFunction, isAsync, isFunctionNode } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import { type Expectation, expectationOf } from '../expectation.ts';
import { isWritten } from '../test-structure.ts';
import type { Fix } from './fix.ts';

/** Matchers that `expect.poll` can ask again and again, and whose answer is no before the thing has come. */
const POLLED =
  /^(?:toBe|toEqual|toStrictEqual|toContain|toContainEqual|toMatch|toMatchObject|toHaveLength|toHaveProperty|toBeGreaterThan|toBeGreaterThanOrEqual|toBeTruthy|toBeDefined|toBeInstanceOf|toHaveBeenCalled|toHaveBeenCalledOnce|toHaveBeenCalledTimes|toHaveBeenCalledWith|toHaveBeenLastCalledWith)$/u;
/**
 * An assertion on a value as `expect.poll`, which looks until it holds: `expect(count()).toBe(3)` as
 * `await expect.poll(() => count()).toBe(3)`. Only where the first answer, before the thing has come, is no.
 */
export function pollFixOf(call: ts.CallExpression, options: string): Fix | undefined {
  const expectation = expectationOf(call);
  const expectCall = expectCallOf(call);
  const around = enclosingFunction(call);
  const isStatement = ts.isExpressionStatement(call.parent) || ts.isAwaitExpression(call.parent);
  if (!expectation?.actual || !expectCall || !around || !isAsync(around) || !isStatement) return undefined;
  if (!canBePolled(expectation) || changesSomething(expectation.actual)) return undefined;
  const { actual } = expectation;
  const looked = ts.isAwaitExpression(actual) ? actual.expression : actual;
  const [start, name] = [call.getStart(), expectCall.expression.getEnd()];
  return {
    edits: [
      ...(ts.isAwaitExpression(call.parent) ? [] : [{ start, end: start, newText: 'await ' }]),
      { start: name, end: name, newText: '.poll' },
      {
        start: actual.getStart(),
        end: actual.getEnd(),
        newText: `${holdsAwait(looked) ? 'async ' : ''}() => ${looked.getText()}${options}`,
      },
    ],
    summary: 'Use `expect.poll`, which looks until it holds.',
    safety: 'suggestion',
  };
}

/** Names of what does something at each call, so that asking again is not looking again. */
const ACTS =
  /^(?:pop|shift|push|unshift|splice|next|read|take|consume|dequeue|add|append|insert|create|make|update|upsert|replace(?!All$|$)|remove|delete|clear|reset|save|store|write|set|send|submit|post|put|patch|publish|emit|dispatch|click|fill|press|type|toggle|increment|decrement|start|stop|open|close|run|execute|login|logout|register|pay|buy|sort|reverse|fetch|request|seed|acquire|release)(?![a-z])/u;

/** Whether what is looked at acts: `queue.pop()`, `createUser()`, `++count`. Asked again, it would act again. */
function changesSomething(actual: ts.Expression): boolean {
  let found = false;
  walk(actual, (node) => {
    if (ts.isCallExpression(node)) found ||= ACTS.test(calledName(node));
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) found ||= isWritten(node.operand);
    else if (ts.isBinaryExpression(node)) found ||= isWritten(node.left);
    return !found && !isFunctionNode(node);
  });
  return found;
}

/** `(await text()).trim()`: what looks again has to be `async` as well. */
function holdsAwait(looked: ts.Expression): boolean {
  let found = false;
  walk(looked, (node) => {
    found ||= ts.isAwaitExpression(node);
    return !found && !isFunctionNode(node);
  });
  return found;
}

/** The plain `expect(…)` with one argument in an assertion. */
function expectCallOf(call: ts.CallExpression): ts.CallExpression | undefined {
  const callee = unwrapped(call.expression);
  const inner = ts.isPropertyAccessExpression(callee) ? unwrapped(callee.expression) : undefined;
  const isPlain =
    inner !== undefined &&
    ts.isCallExpression(inner) &&
    dottedName(inner.expression).join('.') === 'expect' &&
    inner.arguments.length === 1;
  return isPlain ? inner : undefined;
}

/** Something that can change between two looks, and an answer that is no at first. */
function canBePolled({ actual, matcher, modifiers, expected }: Expectation): boolean {
  if (!actual || modifiers.length > 0 || !POLLED.test(matcher.text)) return false;
  const isNothing = /^(?:0|false|null|undefined|\[\]|''|"")$/u.test(expected[0]?.getText() ?? '');
  const node = ts.isAwaitExpression(actual) ? unwrapped(actual.expression) : actual;
  const canChange =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isElementAccessExpression(node);
  return canChange && !isNothing;
}
