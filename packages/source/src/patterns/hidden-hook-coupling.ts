import { ts } from 'ts-morph';

import { isFunctionNode } from '../syntax/functions.ts';
import { ancestorOf, isWithin, unwrapped, unwrappedParent } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { isMutated } from './mutation.ts';
import type { PatternContext } from './pattern-context.ts';
import { hookOf, isReplaced, sharedVariablesOf, type SharedVariable, testOf } from './test-structure.ts';

/** A value that `beforeAll` makes once and a test changes for the others, and an `afterEach` that needs what only a test sets. */
export const hiddenHookCoupling: FlakyPattern = {
  name: 'hidden-hook-coupling',
  severity: 'warning',
  find: (context) =>
    sharedVariablesOf(context).flatMap(
      (variable) => madeOnceHit(context, variable) ?? neededByTeardownHit(context, variable) ?? [],
    ),
};

/** `beforeAll(() => { cart = new Cart() })`, and a test that changes the cart which others read. */
function madeOnceHit(context: PatternContext, variable: SharedVariable): PatternHit | undefined {
  const writes = variable.references.filter((one) => isReplaced(one));
  if (writes.length === 0 || !writes.every((one) => hookOf(context, one)?.kind === 'beforeAll')) return undefined;
  // A hook that runs around each test and names the value may restore it.
  const isTended = variable.references.some((one) => hookOf(context, one)?.kind.endsWith('Each'));
  if (isTended) return undefined;
  const change = variable.references.find((one) => testOf(context, one) && isMutated(one));
  const changer = change && testOf(context, change);
  const victim = variable.references.map((one) => testOf(context, one)).find((test) => test && test !== changer);
  if (!change || !victim) return undefined;
  return {
    node: change,
    evidence: [`"${victim.titlePath.at(-1) ?? ''}" uses \`${variable.name}\` too.`],
    why: `\`beforeAll\` makes \`${variable.name}\` once for all tests, and this test changes it, so the others see it before or after the change depending on the order.`,
    advice: `Make \`${variable.name}\` in \`beforeEach\`.`,
  };
}

/** `afterEach(() => server.close())` where only some tests set `server`. */
function neededByTeardownHit(context: PatternContext, variable: SharedVariable): PatternHit | undefined {
  if (variable.declaration.initializer || variable.isConst) return undefined;
  const writes = variable.references.filter((one) => isReplaced(one));
  const writers = new Set(writes.map((one) => testOf(context, one)));
  if (writers.size === 0 || writers.has(undefined)) return undefined;
  const needed = variable.references.find(
    (one) => hookOf(context, one)?.kind === 'afterEach' && isUsedUnchecked(one) && context.tests.length > writers.size,
  );
  const hook = needed && hookOf(context, needed);
  const isEverywhere = context.tests.every((test) => writers.has(test) || !isInSameGroup(test.call, hook?.call));
  if (!needed || !hook || isEverywhere || testOf(context, hook.call)) return undefined;
  return {
    node: needed,
    why: `Only some tests set \`${variable.name}\`, but this hook uses it after each of them: it works on what an earlier test left, or fails when there was none.`,
    advice: `Set \`${variable.name}\` in \`beforeEach\`, or clean up with \`onTestFinished\` in the test that made it.`,
  };
}

/** `x.close()` without `?.`, and not below a condition. */
function isUsedUnchecked(name: ts.Identifier): boolean {
  const parent = unwrappedParent(name);
  if (!ts.isPropertyAccessExpression(parent) || unwrapped(parent.expression) !== name || parent.questionDotToken)
    return false;
  const owner = ancestorOf(name, isFunctionNode);
  for (let current: ts.Node | undefined = name.parent; current && current !== owner; current = current.parent)
    if (
      ts.isIfStatement(current) ||
      ts.isConditionalExpression(current) ||
      ts.isTryStatement(current) ||
      isGuard(current)
    )
      return false;
  return true;
}

function isGuard(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

function isInSameGroup(test: ts.Node, hook: ts.Node | undefined): boolean {
  const group = hook && ancestorOf(hook, isFunctionNode);
  return !group || isWithin(test, group);
}
