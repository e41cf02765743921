import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { enclosingFunction, isAsync } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';

const HANDLERS = new Set(['then', 'catch', 'finally', 'resolves', 'rejects']);
/** Matchers of jest-extended that wait for the promise they are given. */
const SETTLING = /^to(?:Resolve|Reject)/u;
const COMBINATORS = new Set(['all', 'allSettled', 'any', 'race', 'resolve', 'reject']);

/**
 * Whether somebody waits for the promise that a call gives: `await`, `return`, `.then`, `expect(…).resolves`, an argument
 * of another call, or a variable of which the same is true. `void` counts: it says that nobody wants to wait.
 */
export function isAwaited(call: ts.Expression): boolean {
  const parent = unwrappedParent(call);
  if (ts.isPropertyAccessExpression(parent)) return HANDLERS.has(parent.name.text);
  if (ts.isCallExpression(parent))
    return isExpectOf(parent) ? isSettled(parent) : !isCombined(parent) || isAwaited(parent);
  if (ts.isArrayLiteralExpression(parent)) return isListAwaited(parent);
  if (ts.isArrowFunction(parent)) return !isForEachCallback(parent);
  // A promise has no parts that could be taken out of it.
  if (ts.isVariableDeclaration(parent))
    return ts.isIdentifier(parent.name) && isVariableAwaited(parent, parent.name.text);
  if (isTruthTest(parent, call)) return false;
  if (ts.isConditionalExpression(parent)) return isAwaited(parent);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return isAwaited(parent);
  return !ts.isExpressionStatement(parent);
}

/** `if (promise)` and `!promise` ask whether there is a promise, which there always is. */
function isTruthTest(parent: ts.Node, node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  const condition =
    ts.isIfStatement(parent) || ts.isWhileStatement(parent)
      ? parent.expression
      : ts.isConditionalExpression(parent)
        ? parent.condition
        : undefined;
  return condition !== undefined && unwrapped(condition) === node;
}

/** `Promise.all([…])` and its kin are one promise more. */
function isCombined({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.expression.getText() === 'Promise' &&
    COMBINATORS.has(expression.name.text)
  );
}

/** A list is as good as what is done with it. */
function isListAwaited(list: ts.ArrayLiteralExpression): boolean {
  const parent = unwrappedParent(list);
  if (ts.isCallExpression(parent)) return !isCombined(parent) || isAwaited(parent);
  return !ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || isNamedAgain(parent, parent.name.text);
}

function isNamedAgain(declaration: ts.VariableDeclaration, name: string): boolean {
  let found = false;
  walk(enclosingFunction(declaration) ?? declaration.getSourceFile(), (node) => {
    if (ts.isIdentifier(node) && node.text === name && node !== declaration.name && declarationOf(node) === declaration)
      found = true;
    return !found;
  });
  return found;
}

/** What `forEach` is given back it throws away; what `map` makes is lost when nobody takes it. */
function isForEachCallback(node: ts.ArrowFunction): boolean {
  const call = unwrappedParent(node);
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    (call.expression.name.text === 'forEach'
      ? !ts.isAwaitExpression(unwrappedParent(call))
      : call.expression.name.text === 'map' && ts.isExpressionStatement(unwrappedParent(call)))
  );
}

function isExpectOf(call: ts.CallExpression): boolean {
  return ts.isIdentifier(call.expression) && call.expression.text === 'expect';
}

/** `expect(promise).resolves`, `.rejects`, `.toResolve()`. */
function isSettled(expectCall: ts.CallExpression): boolean {
  for (let node: ts.Node = expectCall.parent; ts.isPropertyAccessExpression(node); node = node.parent)
    if (HANDLERS.has(node.name.text) || SETTLING.test(node.name.text)) return true;
  return false;
}

function isVariableAwaited(declaration: ts.VariableDeclaration, name: string): boolean {
  let awaited = false;
  walk(enclosingFunction(declaration) ?? declaration.getSourceFile(), (node) => {
    if (!ts.isIdentifier(node) || node.text !== name || node === declaration.name) return;
    if (declarationOf(node) === declaration && isAwaited(node)) awaited = true;
  });
  return awaited;
}

/** The edit that puts `await` before a call: only where a statement stands in an `async` function. */
export function awaitEditFor(call: ts.CallExpression): TextEdit | undefined {
  const owner = enclosingFunction(call);
  if (!owner || !isAsync(owner) || !ts.isExpressionStatement(call.parent)) return undefined;
  return { start: call.getStart(), end: call.getStart(), newText: 'await ' };
}
