import { ts } from 'ts-morph';

import { isPlaywrightFile } from '../playwright/playwright-calls.ts';
import { worksWithAnother } from '../playwright/playwright-file.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { isUndeclared } from '../playwright/by-use.ts';
import { calledName, receiverOf } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { isWithin, unwrapped, walk } from '../syntax/walk.ts';
import { conditionalUnitHits } from './conditional-unit-assertion.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';
import { readsPageState } from './page-state.ts';
import { holdsPlaywrightWait, rethrows } from './swallowed-error.ts';

const WHY =
  'Whether the assertion runs depends on how the page looks at one moment, so the test checks one thing in one run and nothing in the next.';
const ADVICE =
  'Make the case certain before the test starts, then assert without a condition; for either of two states use `locator.or(other)`.';

/** Assertions that run only when the page happens to look a certain way, or only when something failed. Conditions on settings of the run are none. */
export const conditionalAssertion: FlakyPattern = {
  name: 'conditional-assertion',
  severity: 'warning',
  find(context) {
    const isOfPlaywright = isPlaywrightFile(context);
    const ofUnitTests = isOfPlaywright ? [] : conditionalUnitHits(context);
    if (!isOfPlaywright && worksWithAnother(context.source)) return ofUnitTests;
    const hits: PatternHit[] = [];
    walk(context.source, (node) => {
      const place = placeOf(context, node) ?? (isOfPlaywright ? failurePlace(context, node) : undefined);
      if (place) hits.push({ node: place, why: WHY, advice: ADVICE });
    });
    return [...hits, ...ofUnitTests.filter(({ node }) => hits.every((hit) => hit.node !== node))];
  },
};

function placeOf(context: PatternContext, node: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(node)) return ifPlace(context, node);
  if (ts.isConditionalExpression(node)) {
    const guards = holdsAssertion(context, node.whenTrue) || holdsAssertion(context, node.whenFalse);
    return guards && isUncertain(context, node.condition) ? node : undefined;
  }
  if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind))
    return holdsAssertion(context, node.right) && isUncertain(context, node.left) ? node : undefined;
  const isCase = ts.isSwitchStatement(node) && holdsAssertion(context, node.caseBlock);
  return isCase && isUncertain(context, node.expression) ? node : undefined;
}

/** What runs only when something failed. */
function failurePlace(context: PatternContext, node: ts.Node): ts.Node | undefined {
  if (ts.isCatchClause(node)) return catchPlace(context, node);
  return ts.isCallExpression(node) ? handlerPlace(context, node) : undefined;
}

function isShortCircuit(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

function ifPlace(context: PatternContext, node: ts.IfStatement): ts.Node | undefined {
  const guards =
    holdsAssertion(context, node.thenStatement) ||
    (node.elseStatement !== undefined && holdsAssertion(context, node.elseStatement)) ||
    (leaves(node.thenStatement) && isAssertedAfter(context, node));
  return guards && isUncertain(context, node.expression) ? node : undefined;
}

/** `if (…) return;` */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && ts.isReturnStatement(last) && last.expression === undefined;
}

function isAssertedAfter(context: PatternContext, node: ts.IfStatement): boolean {
  const block = node.parent;
  if (!ts.isBlock(block)) return false;
  const at = block.statements.indexOf(node);
  return block.statements.slice(at + 1).some((statement) => holdsAssertion(context, statement));
}

/** `catch { expect(…) }` around what the page may or may not do; an error that is checked and always expected is none. */
function catchPlace(context: PatternContext, node: ts.CatchClause): ts.Node | undefined {
  const asserted = holdsAssertion(context, node.block) && !rethrows(node.block);
  return asserted && mayEndEitherWay(context, node.parent.tryBlock) ? node : undefined;
}

/** Whether a `try` can come to a good end: it waits for a page (or nobody knows for what) and does not always throw. */
function mayEndEitherWay(context: PatternContext, block: ts.Block): boolean {
  const waits = holdsPlaywrightWait(context, block) || block.statements.length === 0;
  return waits && !mustFail(block);
}

/** `await response.catch((error) => expect(error)…)`: asserted only when it fails. */
function handlerPlace(context: PatternContext, node: ts.CallExpression): ts.Node | undefined {
  const handler = calledName(node) === 'catch' && node.arguments[0] ? unwrapped(node.arguments[0]) : undefined;
  if (!handler || !isFunctionNode(handler) || !receiverOf(node)) return undefined;
  return flowOf(context, node) === 'test' && holdsAssertion(context, handler) ? node : undefined;
}

/** What the page shows at one moment, or something that nothing declares. Settings, fixtures, parameters and tables are certain. */
function isUncertain(context: PatternContext, condition: ts.Expression): boolean {
  return readsPageState(context, condition) || namesUnknown(condition);
}

function namesUnknown(condition: ts.Expression): boolean {
  let found = false;
  walk(condition, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      found ||= namesUnknown(node.expression);
      return false;
    }
    found ||= ts.isIdentifier(node) && !ts.isPropertyAssignment(node.parent) && isUndeclared(node);
    return !found;
  });
  return found;
}

/** `throw` or `expect.fail` at the end of `try`: only the catch is a good end. */
function mustFail(block: ts.Block): boolean {
  const last = block.statements.at(-1);
  return last !== undefined && (ts.isThrowStatement(last) || /\bfail\(/u.test(last.getText()));
}

function holdsAssertion(context: PatternContext, outer: ts.Node): boolean {
  return context.calls.some(
    (call) => call.pos >= outer.pos && call.end <= outer.end && isOwn(call, outer) && webExpectationOf(context, call),
  );
}

/** Not in a function that is only declared there. */
function isOwn(call: ts.Node, outer: ts.Node): boolean {
  if (!isWithin(call, outer)) return false;
  for (let current = call; current !== outer; current = current.parent)
    if (isFunctionNode(current) && !ts.isCallExpression(current.parent)) return false;
  return true;
}
