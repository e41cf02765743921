import { ts } from 'ts-morph';

import { isUndeclared } from '../playwright/by-use.ts';
import { isAsyncMethod, READ_METHODS, WEB_FIRST } from '../playwright/members.ts';
import {
  isPlaywrightFile,
  isPlaywrightTest,
  kindOf,
  type PlaywrightCall,
  playwrightCallOf,
} from '../playwright/playwright-calls.ts';
import { worksWithPlaywright } from '../playwright/playwright-file.ts';
import { isPlaywrightExpect, type WebExpectation, webExpectationOf } from '../playwright/web-expectation.ts';
import { calledName, receiverOf, rootIdentifier } from '../syntax/call.ts';
import { enclosingFunction, isAsync, isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { awaitingOf } from './fixes/awaited-call.ts';
import { assertionFixAround } from './fixes/web-first-assertion.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';
import { isAwaited } from './promise-use.ts';
import { floatingHit } from './race.ts';

/** Promises of Playwright that nobody awaits: statements in page objects and hooks, steps, and promises used as values. */
export const missingAwait: FlakyPattern = {
  name: 'missing-await',
  severity: 'error',
  find: (context) =>
    isPlaywrightFile(context)
      ? context.calls.flatMap((call) => {
          const name = promiseOf(context, call);
          if (name === undefined) return [];
          return lostHit(context, call, name) ?? valueHit(context, call, name) ?? [];
        })
      : [],
};

/** How a call that returns a promise of Playwright is called in a sentence. */
function promiseOf(context: PatternContext, call: ts.CallExpression): string | undefined {
  const one = playwrightCallOf(context, call);
  if (one) return isAsyncMethod(one.kind, one.method) ? `\`${one.method}()\`` : undefined;
  if (isStep(context, call)) return '`test.step()`';
  const expectation = webExpectationOf(context, call);
  if (!expectation) return undefined;
  const name = expectation.matcher.text;
  if (name === 'toPass' || expectation.modifiers.includes('poll')) return `The assertion \`${name}\``;
  const isOfPage = expectation.actual !== undefined && kindOf(context, expectation.actual) !== undefined;
  const isWeb =
    WEB_FIRST.test(name) && (isOfPage || isPlaywrightExpect(context, expectation) || isOfNothing(context, expectation));
  return isWeb ? `The assertion \`${name}\`` : undefined;
}

/** A file that works with Playwright and imports nothing: what nothing declares is expected by Playwright's `expect`. */
function isOfNothing({ source }: PatternContext, { actual, expectCall }: WebExpectation): boolean {
  const root = rootIdentifier(expectCall.expression);
  const isGlobalExpect = root?.text === 'expect' && declarationOf(root) === undefined;
  return isGlobalExpect && actual !== undefined && isUndeclared(actual) && worksWithPlaywright(source);
}

function isStep(context: PatternContext, call: ts.CallExpression): boolean {
  const receiver = receiverOf(call);
  if (calledName(call) !== 'step' || !receiver || !isPlaywrightTest(context, receiver)) return false;
  const body = call.arguments[1] && unwrapped(call.arguments[1]);
  return body !== undefined && isFunctionNode(body);
}

/** A call whose promise goes nowhere. What `race` reports already is left to it. */
function lostHit(context: PatternContext, call: ts.CallExpression, name: string): PatternHit | undefined {
  const isLost = isStatement(call) || isForEachBody(call) || isHeldInVain(call);
  if (!isLost || floatingHit(context, call) || isEventHandler(context, call)) return undefined;
  return {
    node: call,
    why: `${name} returns a promise that nobody awaits, so the code goes on (or the test ends) before it is done.`,
    ...lostAwaiting(context, call),
  };
}

/** Only a statement of its own can be awaited where it stands. */
function lostAwaiting(context: PatternContext, call: ts.CallExpression): Pick<PatternHit, 'advice' | 'fix'> {
  const { advice, fix } = awaitingOf(context, call);
  return { advice, ...(fix && ts.isExpressionStatement(call.parent) && { fix }) };
}

/** A whole statement, or a part of one that a comma separates. */
function isStatement(call: ts.CallExpression): boolean {
  const parent = unwrappedParent(call);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return ts.isExpressionStatement(parent.parent);
  return ts.isExpressionStatement(parent);
}

/** `const checks = [expect(a).toBeVisible(), …]` and `const check = expect(a).toBeVisible()` that nobody waits for afterwards. */
function isHeldInVain(call: ts.CallExpression): boolean {
  const parent = unwrappedParent(call);
  const isListed = ts.isArrayLiteralExpression(parent);
  const holder = isListed ? unwrappedParent(parent) : parent;
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name) || isExported(holder)) return false;
  return isListed ? usesOf(holder, holder.name).every((use) => isListUpkeep(use)) : !isAwaited(call);
}

/** `checks.push(…)` and `checks.length` wait for nothing. */
function isListUpkeep(use: ts.Identifier): boolean {
  const { parent } = use;
  return ts.isPropertyAccessExpression(parent) && /^(?:push|unshift|length)$/u.test(parent.name.text);
}

function isExported(holder: ts.VariableDeclaration): boolean {
  const statement = holder.parent.parent;
  return ts.isVariableStatement(statement) && (statement.modifiers?.length ?? 0) > 0;
}

/** `items.forEach((item) => expect(item).toBeVisible())`: the promise is given to nobody. */
function isForEachBody(call: ts.CallExpression): boolean {
  const arrow = call.parent;
  const owner = ts.isArrowFunction(arrow) && arrow.body === call ? unwrappedParent(arrow) : undefined;
  if (!owner || !ts.isCallExpression(owner)) return false;
  // What `map` makes is lost as well when nobody takes it.
  return calledName(owner) === 'forEach' || (calledName(owner) === 'map' && ts.isExpressionStatement(owner.parent));
}

/** A handler of an event is called by Playwright, which waits for nothing. */
function isEventHandler(context: PatternContext, call: ts.CallExpression): boolean {
  return flowOf(context, call) === 'callback';
}

/** A promise taken for the value that it gives: `if (locator.isVisible())`, `expect(page.title()).toBe(…)`. */
function valueHit(context: PatternContext, call: ts.CallExpression, name: string): PatternHit | undefined {
  const one = playwrightCallOf(context, call);
  if (!one || !READ_METHODS.has(one.method)) return undefined;
  if (!isUsedAsValue(context, call) && !isHeldAsValue(context, one)) return undefined;
  // Awaiting it would only uncover an assertion that looks once.
  const better = assertionFixAround(context, call);
  return {
    node: call,
    why: `${name} returns a promise, and what follows takes the promise for its value: it is always truthy and equal to nothing.`,
    advice: 'Put `await` before it, in an `async` function.',
    ...(better?.safety === 'safe' ? { fix: better } : valueFixOf(call)),
  };
}

function isUsedAsValue(context: PatternContext, node: ts.Expression): boolean {
  const parent = unwrappedParent(node);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return unwrapped(parent.expression) === node;
  if (ts.isConditionalExpression(parent)) return unwrapped(parent.condition) === node;
  if (ts.isBinaryExpression(parent)) return isComparison(parent.operatorToken.kind);
  if (ts.isTemplateSpan(parent)) return true;
  return ts.isCallExpression(parent) && isSynchronousExpect(context, parent, node);
}

function isComparison(kind: ts.SyntaxKind): boolean {
  return (
    (kind >= ts.SyntaxKind.LessThanToken && kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken) ||
    kind === ts.SyntaxKind.PlusToken ||
    kind === ts.SyntaxKind.MinusToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken
  );
}

/** `expect(promise).toBe(…)` without `resolves`, where the assertion looks at the promise itself. */
function isSynchronousExpect(context: PatternContext, expectCall: ts.CallExpression, node: ts.Expression): boolean {
  if (unwrapped(expectCall.arguments[0] ?? expectCall) !== node) return false;
  let current: ts.Node = expectCall;
  while (ts.isPropertyAccessExpression(current.parent)) current = current.parent;
  const matcher = current.parent;
  const expectation = ts.isCallExpression(matcher) ? webExpectationOf(context, matcher) : undefined;
  return (
    expectation?.expectCall === expectCall &&
    !expectation.modifiers.some((one) => one === 'resolves' || one === 'rejects' || one === 'poll') &&
    !/^(?:toBeInstanceOf|toBeDefined|toHaveProperty)$/u.test(expectation.matcher.text)
  );
}

/** `const text = locator.textContent()` of which every use takes the promise for the text. */
function isHeldAsValue(context: PatternContext, { call }: PlaywrightCall): boolean {
  const holder = unwrappedParent(call);
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return false;
  const uses = usesOf(holder, holder.name);
  return uses.length > 0 && uses.every((use) => isUsedAsValue(context, use));
}

/** Where a variable is named after its declaration. */
function usesOf(holder: ts.VariableDeclaration, name: ts.Identifier): readonly ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  walk(enclosingFunction(holder) ?? holder.getSourceFile(), (node) => {
    if (!ts.isIdentifier(node) || node === name || node.text !== name.text || isMemberName(node)) return;
    if (declarationOf(node) === holder) uses.push(node);
  });
  return uses;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
}

/** A look at the page causes nothing that a later statement could wait for. */
function valueFixOf(call: ts.CallExpression): Pick<PatternHit, 'fix'> {
  const around = enclosingFunction(call);
  const start = call.getStart();
  if (!around || !isAsync(around)) return {};
  return { fix: { edits: [{ start, end: start, newText: 'await ' }], summary: 'Await the call.', safety: 'safe' } };
}
