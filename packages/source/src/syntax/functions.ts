import { ts } from 'ts-morph';

import { ancestorOf, unwrapped, walk } from './walk.ts';

/** A function with a body, in whatever form it is written. */
export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** Whether a node is a function that has a body (overload signatures and declarations without one are not). */
export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isGetAccessorDeclaration(node) ||
      ts.isSetAccessorDeclaration(node)) &&
    node.body !== undefined
  );
}

/** The function around a node, when there is one. */
export function enclosingFunction(node: ts.Node): FunctionNode | undefined {
  return ancestorOf(node, isFunctionNode);
}

/** Whether a function is declared `async`. */
export function isAsync(node: FunctionNode): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword)
  );
}

/** The name a function goes by: its own, or that of the variable or property that holds it. */
export function functionName(node: FunctionNode): string | undefined {
  if (node.name) return node.name.getText();
  const parent = node.parent;
  if (
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.initializer === node
  ) {
    return parent.name.getText();
  }
  return undefined;
}

/** What a function may return, without the functions inside it. */
export function returnedExpressions(node: FunctionNode): ts.Expression[] {
  const body = node.body;
  if (!body) return [];
  if (!ts.isBlock(body)) return [unwrapped(body)];
  const returned: ts.Expression[] = [];
  walk(body, (inner) => {
    if (isFunctionNode(inner)) return false;
    if (ts.isReturnStatement(inner) && inner.expression) returned.push(unwrapped(inner.expression));
    return true;
  });
  return returned;
}
