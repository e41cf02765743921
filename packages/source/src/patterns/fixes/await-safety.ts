import { ts } from 'ts-morph';

import { playwrightCallOf } from '../../playwright/playwright-calls.ts';
import { inferValue } from '../../playwright/infer-value.ts';
import { memberNamed } from '../../playwright/class-members.ts';
import { calledName, dottedName, receiverOf } from '../../syntax/call.ts';
import { enclosingFunction, type FunctionNode, isAsync, isFunctionNode } from '../../syntax/functions.ts';
import { isWithin, unwrappedParent, walk } from '../../syntax/walk.ts';
import { functionOf } from '../../tree/values.ts';
import { expectationOf } from '../expectation.ts';
import type { PatternContext } from '../pattern-context.ts';
import { hookOf, testOf } from '../test-structure.ts';
import { libraryValueOf } from '../testing-library.ts';
import type { Fix } from './fix.ts';
import { callsAfter, needsWhatCame } from './later-waits.ts';

/** What answers a request, lets something go on, or tells that it happened. */
const RELEASES =
  /^(?:fulfill|continue|abort|fallback|resolve|reject|release|resume|unblock|emit|dispatchEvent|next|flush|tick)$/u;
/** Calls that make nothing happen in what is tested. */
const HARMLESS = /^(?:console|test\.info|test\.slow|test\.setTimeout|clearTimeout|clearInterval)\b|\.pause$/u;
const NAVIGATES = /^(?:goto|reload|goBack|goForward|setContent)$/u;
/** Names of states that are over when a page has loaded. */
const PASSING = /load(?:ing|er)|spinner|skeleton|progress|busy|pending|placeholder|splash|please wait|connecting/iu;
/** What waits until something comes. */
const WAITS = /^(?:wait|find(?:All)?By)/u;
const MOST_DEPTH = 3;

/**
 * How sure it is that a call may be awaited. Safe only in a test or hook whose course shows all that comes later: an
 * awaited call holds up what follows, which may be the very thing that it waits for, or may look for a state that is over then.
 */
export function awaitSafetyOf(context: PatternContext, call: ts.CallExpression): Fix['safety'] {
  const test = testOf(context, call);
  // Who calls a function of a page object, and waits for what afterwards, stands in other files.
  if (!test && !hookOf(context, call)) return 'suggestion';
  // What a hook does, any test of the file may wait for.
  if (!test && context.calls.some((one) => needsWhatCame(one))) return 'suggestion';
  const later = callsAfter(context, call);
  return mayHoldUp(context, call, later) || mayMissAState(context, call, later) ? 'suggestion' : 'safe';
}

/** Whether something that comes later may be what the call waits for. */
function mayHoldUp(context: PatternContext, call: ts.CallExpression, later: readonly ts.CallExpression[]): boolean {
  const waitsForAnything = isSettling(call);
  return later.some((one) => {
    if (isPartOfAssertion(one) || HARMLESS.test(dottedName(one.expression).join('.'))) return false;
    if (waitsForAnything && isStep(one)) return true;
    return RELEASES.test(calledName(one)) || isPlainStep(context, one) || waitsInside(context, one, 0);
  });
}

/** `expect(promise).resolves`, `expect.poll`, `toPass`, `waitFor`, `findByText`: anything later may be what they wait for. */
function isSettling(call: ts.CallExpression): boolean {
  const expectation = expectationOf(call);
  if (!expectation) return WAITS.test(calledName(call));
  const { modifiers, matcher } = expectation;
  return (
    modifiers.some((one) => /^(?:resolves|rejects|poll|element)$/u.test(one)) ||
    /^to(?:Pass|Resolve|Reject)/u.test(matcher.text)
  );
}

/** A statement, `await` or not, and not a value that is looked at. */
function isStep(call: ts.CallExpression): boolean {
  const parent = unwrappedParent(call);
  return ts.isExpressionStatement(ts.isAwaitExpression(parent) ? unwrappedParent(parent) : parent);
}

/** `release();`, `socket.send('ready');`: something that is made to happen while the call is not over. What is lost itself will be awaited. */
function isPlainStep(context: PatternContext, call: ts.CallExpression): boolean {
  if (!ts.isExpressionStatement(unwrappedParent(call)) || WAITS.test(calledName(call))) return false;
  if (playwrightCallOf(context, call) || libraryValueOf(context, call.expression)) return false;
  const target = functionOf(context.tree, call.expression);
  return !target || !isAsync(target);
}

function isPartOfAssertion(call: ts.CallExpression): boolean {
  return dottedName(call.expression)[0] === 'expect';
}

/** Whether a function of the project that is called waits for what happens once. */
function waitsInside(context: PatternContext, call: ts.CallExpression, depth: number): boolean {
  const target = depth < MOST_DEPTH ? methodBehind(context, call) : undefined;
  if (!target?.body) return false;
  let found = false;
  walk(target.body, (node) => {
    if (!found && ts.isCallExpression(node)) found = needsWhatCame(node) || waitsInside(context, node, depth + 1);
    return !found;
  });
  return found;
}

/** The function of the project that a call reaches, also as a method of a page object that a fixture gives. */
function methodBehind(context: PatternContext, call: ts.CallExpression): FunctionNode | undefined {
  const direct = functionOf(context.tree, call.expression);
  const receiver = direct ? undefined : receiverOf(call);
  const owner = receiver && inferValue(context.tree, receiver);
  if (direct || owner?.is !== 'instance') return direct;
  const member = memberNamed(context.tree, owner.declaration, calledName(call));
  const node = member && ts.isPropertyDeclaration(member) ? member.initializer : member;
  return node && isFunctionNode(node) ? node : undefined;
}

/** `page.goto('/'); await expect(spinner).toBeVisible()`: once the page has loaded, the spinner may be gone. */
function mayMissAState(context: PatternContext, call: ts.CallExpression, later: readonly ts.CallExpression[]): boolean {
  const one = playwrightCallOf(context, call);
  const isNavigation = one !== undefined && NAVIGATES.test(one.method);
  const around = enclosingFunction(call);
  return isNavigation && later.some((next) => (!around || isWithin(next, around)) && PASSING.test(next.getText()));
}
