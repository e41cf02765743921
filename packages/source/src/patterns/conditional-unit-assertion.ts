import { ts } from 'ts-morph';

import { calledName, dottedName, rootIdentifier } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isWithin, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { isSettledCondition } from './settled-condition.ts';
import { expectationOf } from './expectation.ts';
import type { PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { testOf } from './test-structure.ts';

const WHY =
  'Whether this assertion runs depends on a value of the run, so a run in which it comes out otherwise checks nothing and passes.';
const ADVICE =
  'Assert the condition itself first, use `rejects.toThrow` or `toThrow` for errors, or say `expect.assertions(…)`; write one test for each case.';

/**
 * Assertions of unit tests that run only when a value of the run allows it: below `if`, `?:`, `&&`, `case` and in `catch`.
 * Conditions on the rows of a table, constants and the platform are none, nor are those that were asserted before.
 */
export function conditionalUnitHits(context: PatternContext): PatternHit[] {
  const places = new Set<ts.Node>();
  for (const call of context.calls) {
    if (!isBelowChoice(call)) continue;
    const body = expectationOf(call) && testOf(context, call)?.body;
    if (!body || countsAssertions(context, body)) continue;
    const place = placeAround(context, call, body);
    if (place) places.add(place);
  }
  return [...places].map((node) => ({ node, severity: 'info', why: WHY, advice: ADVICE }));
}

const CHOICES = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.CatchClause,
]);

/** A quick look: most assertions stand in no condition at all, and are done with here. */
function isBelowChoice(call: ts.CallExpression): boolean {
  for (let node: ts.Node = call.parent; ; node = node.parent) {
    if (CHOICES.has(node.kind)) return true;
    if (isFunctionNode(node)) return isCatchCallback(node);
    if (!node.parent) return false;
  }
}

/** `expect.assertions(2)` and `expect.hasAssertions()` fail a test that skipped them. */
function countsAssertions(context: PatternContext, body: ts.Node): boolean {
  return context.calls.some(
    (call) =>
      /^expect\.(?:assertions|hasAssertions)$/u.test(dottedName(call.expression).join('.')) && isWithin(call, body),
  );
}

/** The innermost condition around an assertion, in its own test. */
function placeAround(context: PatternContext, call: ts.Node, body: ts.Node): ts.Node | undefined {
  for (let node: ts.Node = call; node !== body && node.parent; node = node.parent) {
    const place = conditionBetween(context, node.parent, node, body);
    if (place) return place;
    if (isFunctionNode(node)) return isCatchCallback(node) && !isChecked(node) ? node.parent : undefined;
  }
  return undefined;
}

function conditionBetween(context: PatternContext, node: ts.Node, child: ts.Node, body: ts.Node): ts.Node | undefined {
  if (ts.isCatchClause(node)) return child === node.block && !isCertainToFail(node) ? node : undefined;
  if (ts.isCaseBlock(node)) return isOpen(context, node.parent.expression, body) ? node.parent : undefined;
  const choice = choiceOf(node, child);
  if (!choice || !isOpen(context, choice.condition, body)) return undefined;
  return choice.other && isCertain(choice.other) ? undefined : node;
}

interface Choice {
  readonly condition: ts.Expression;
  /** What runs when the asserting side does not. */
  readonly other: ts.Node | undefined;
}

/** `if`, `?:` and `&&` read alike, when the child is on one of their sides. */
function choiceOf(node: ts.Node, child: ts.Node): Choice | undefined {
  if (ts.isIfStatement(node) && child !== node.expression) {
    const other = child === node.thenStatement ? node.elseStatement : node.thenStatement;
    return { condition: node.expression, other };
  }
  if (ts.isConditionalExpression(node) && child !== node.condition) {
    const other = child === node.whenTrue ? node.whenFalse : node.whenTrue;
    return { condition: node.condition, other };
  }
  const isRight = ts.isBinaryExpression(node) && child === node.right && isShortCircuit(node.operatorToken.kind);
  return isRight ? { condition: node.left, other: undefined } : undefined;
}

function isShortCircuit(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** A condition whose outcome neither the text of the test nor an assertion before it settles. */
function isOpen(context: PatternContext, condition: ts.Expression, body: ts.Node): boolean {
  if (isFunctionItself(condition)) return true;
  return !isSettledCondition(context, condition) && !wasAsserted(context, condition, body);
}

/** `if (isReady)` of a function `isReady`: what it gives was meant. */
function isFunctionItself(condition: ts.Expression): boolean {
  const node = unwrapped(condition);
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && ts.isFunctionDeclaration(declaration);
}

/** `expect(result.ok).toBe(true); if (result.ok) …` only tells the compiler what was checked. */
function wasAsserted(context: PatternContext, condition: ts.Expression, body: ts.Node): boolean {
  const names = new Set<ts.Node>();
  walk(condition, (node) => {
    const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
    if (declaration) names.add(declaration);
  });
  return context.calls.some((call) => {
    if (call.end > condition.pos || !isWithin(call, body)) return false;
    const subject =
      expectationOf(call)?.actual ?? (/^(?:assert|invariant)$/u.test(calledName(call)) ? call.arguments[0] : undefined);
    const root = subject && rootIdentifier(subject);
    const declaration = root && declarationOf(root);
    return declaration !== undefined && names.has(declaration);
  });
}

/** A branch that asserts, throws or fails as well. */
function isCertain(branch: ts.Node): boolean {
  let found = false;
  walk(branch, (node) => {
    if (ts.isThrowStatement(node)) found = true;
    else if (ts.isCallExpression(node) && (expectationOf(node) || /^fail$/u.test(calledName(node)))) found = true;
    return !found && !isFunctionNode(node);
  });
  return found;
}

/** `try { act(); throw …; } catch`: without an error the test fails, too; so does one that looks afterwards whether there was one. */
function isCertainToFail(node: ts.CatchClause): boolean {
  const last = node.parent.tryBlock.statements.at(-1);
  const fails =
    last !== undefined &&
    (ts.isThrowStatement(last) || /\bexpect\(|\b\w*(?:fail|throw|unreachable)\w*\(/iu.test(last.getText()));
  return fails || notesError(node);
}

/** A variable that the catch sets and something reads after it. */
function notesError(node: ts.CatchClause): boolean {
  let noted = false;
  walk(node.block, (inner) => {
    if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const target = unwrapped(inner.left);
    const after = node.getSourceFile().text.slice(node.parent.end, node.parent.end + 400);
    if (ts.isIdentifier(target) && new RegExp(String.raw`\b${target.text}\b`, 'u').test(after)) noted = true;
  });
  return noted;
}

/** `promise.catch((error) => expect(error)…)`: a promise that is kept passes. */
function isCatchCallback(node: ts.Node): boolean {
  const call = unwrappedParent(node);
  return ts.isCallExpression(call) && calledName(call) === 'catch';
}

/** `run().then(fail).catch(…)` and `run().then(() => expect(…)…).catch(…)` check both ends. */
function isChecked(node: ts.Node): boolean {
  const call = unwrappedParent(node);
  return (
    ts.isCallExpression(call) &&
    /\.then\([\s\S]*(?:throw\b|fail\b|reject\b|expect\b|assert\b)/u.test(call.expression.getText())
  );
}
