import { ts } from 'ts-morph';

import { calledName, dottedName, receiverOf } from '../syntax/call.ts';
import { enclosingFunction, isFunctionNode } from '../syntax/functions.ts';
import { isWithin, unwrapped } from '../syntax/walk.ts';
import { expectationOf } from './expectation.ts';
import { awaitSafetyOf } from './fixes/await-safety.ts';
import { isNeededLater } from './fixes/awaited-call.ts';
import type { PatternHit } from './flaky-pattern.ts';
import { packageOf, type PatternContext } from './pattern-context.ts';
import { awaitEditFor, isAwaited } from './promise-use.ts';

const SETTLED = new Set(['resolves', 'rejects', 'poll', 'element']);
/** Matchers of jest-extended that give a promise. */
const SETTLING = /^to(?:Resolve|Reject)(?:With)?$/u;

/** An assertion of unit tests that gives a promise, wherever it stands, when nobody waits for it. */
export function lostAssertionHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  if (context.usesPlaywright) return undefined;
  if (isLostChain(context, call)) return chainHit(call);
  const name = promisedAssertion(context, call);
  if (name === undefined || (isAwaited(call) && !isLostThen(context, call))) return undefined;
  const edit = isNeededLater(context, call) ? undefined : awaitEditFor(call);
  return {
    node: call,
    why: `${name} returns a promise that nobody awaits, so the test ends before it has checked anything, and what it finds is told to another test or to nobody.`,
    advice: 'Put `await` before it, in an `async` function, or return it.',
    ...(edit && { fix: { edits: [edit], summary: 'Await the call.', safety: awaitSafetyOf(context, call) } }),
  };
}

/** `expect(promise).resolves.toBe(1).then(…)` as a statement: `then` gives a promise of its own. */
function isLostThen(context: PatternContext, call: ts.CallExpression): boolean {
  let end: ts.Expression = call;
  for (
    let member = end.parent;
    ts.isPropertyAccessExpression(member) && CHAIN.test(member.name.text);
    member = end.parent
  ) {
    if (!ts.isCallExpression(member.parent)) return false;
    end = member.parent;
  }
  return end !== call && ts.isExpressionStatement(end.parent) && !isCalledBack(context, call);
}

/** A test with a parameter may be told by a callback that it is over. */
function isCalledBack(context: PatternContext, call: ts.CallExpression): boolean {
  const test = context.tests.find(({ body }) => body !== undefined && body === enclosingFunction(call));
  return test?.body?.parameters.some((one) => ts.isIdentifier(one.name)) ?? true;
}

function chainHit(node: ts.CallExpression): PatternHit {
  return {
    node,
    why: 'Nobody waits for this promise, so the test may end before the assertion in it runs, and what it finds is told to another test or to nobody.',
    advice: 'Return the promise, or `await` it in an `async` test.',
  };
}

/** `load().then((item) => { expect(item)… })` in a test that neither awaits nor returns it nor waits for `done`. */
function isLostChain(context: PatternContext, call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (!CHAIN.test(name) || isAwaited(call)) return false;
  return !isCalledBack(context, call) && asserts(context, call);
}

const CHAIN = /^(?:then|catch|finally)$/u;

/** Whether a callback of a chain of `then` holds an assertion. */
function asserts(context: PatternContext, chain: ts.CallExpression): boolean {
  const callbacks = chain.arguments
    .slice(0, 2)
    .map((argument) => unwrapped(argument))
    .filter(isFunctionNode);
  const own = callbacks.some((callback) =>
    context.calls.some((one) => expectationOf(one) !== undefined && isWithin(one, callback)),
  );
  const before = receiverOf(chain);
  return (
    own ||
    (before !== undefined && ts.isCallExpression(before) && CHAIN.test(calledName(before)) && asserts(context, before))
  );
}

function promisedAssertion(context: PatternContext, call: ts.CallExpression): string | undefined {
  const expectation = expectationOf(call);
  if (expectation) {
    const modifier = expectation.modifiers.find((one) => SETTLED.has(one));
    if (modifier !== undefined) return `\`expect\` with \`${modifier}\``;
    return SETTLING.test(expectation.matcher.text) ? `The assertion \`${expectation.matcher.text}\`` : undefined;
  }
  const name = calledName(call);
  if (/^wait(?:For|Until)$/u.test(name))
    return packageOf(context, call.expression)?.module === 'vitest' ? `\`vi.${name}\`` : undefined;
  return /^(?:rejects|doesNotReject)$/u.test(name) && isNodeAssert(context, call) ? `\`assert.${name}\`` : undefined;
}

/** `assert.rejects(…)` of Node and `t.assert.rejects(…)` of its runner. */
function isNodeAssert(context: PatternContext, call: ts.CallExpression): boolean {
  if (/^(?:node:)?assert(?:\/strict)?$/u.test(packageOf(context, call.expression)?.module ?? '')) return true;
  const names = dottedName(call.expression);
  return names.length === 3 && names[1] === 'assert';
}
