import { ts } from 'ts-morph';

import { unwrapped } from './walk.ts';

/**
 * The dotted name of an expression: `['page', 'clock', 'install']` for `page.clock.install`. Calls on the way are looked
 * through (`page.locator('x').click` gives `['page', 'locator', 'click']`), `this` is kept, anything else stops the name with `''`.
 */
export function dottedName(expression: ts.Expression): string[] {
  const names: string[] = [];
  let current = unwrapped(expression);
  for (;;) {
    if (ts.isPropertyAccessExpression(current)) {
      names.push(current.name.text);
      current = unwrapped(current.expression);
    } else if (ts.isElementAccessExpression(current)) {
      names.push(ts.isStringLiteralLike(current.argumentExpression) ? current.argumentExpression.text : '');
      current = unwrapped(current.expression);
    } else if (ts.isCallExpression(current) || ts.isAwaitExpression(current)) {
      current = unwrapped(current.expression);
    } else break;
  }
  if (ts.isIdentifier(current)) names.push(current.text);
  else names.push(current.kind === ts.SyntaxKind.ThisKeyword ? 'this' : '');
  return names.reverse();
}

/** The identifier at the root of `a.b().c`, when it is one. */
export function rootIdentifier(expression: ts.Expression): ts.Identifier | undefined {
  let current = unwrapped(expression);
  while (
    ts.isPropertyAccessExpression(current) ||
    ts.isElementAccessExpression(current) ||
    ts.isCallExpression(current) ||
    ts.isAwaitExpression(current) ||
    ts.isTaggedTemplateExpression(current)
  ) {
    current = unwrapped(ts.isTaggedTemplateExpression(current) ? current.tag : current.expression);
  }
  return ts.isIdentifier(current) ? current : undefined;
}

/** The last part of a call's name: `click` of `page.click()`, `fetch` of `fetch()`. */
export function calledName(call: ts.CallExpression | ts.NewExpression): string {
  // Asked of every call by every pattern, so the usual forms are answered without the whole name.
  const callee = unwrapped(call.expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : (dottedName(callee).at(-1) ?? '');
}

/** What stands before the last dot of a call: `page` of `page.click()`. */
export function receiverOf(call: ts.CallExpression): ts.Expression | undefined {
  const callee = unwrapped(call.expression);
  return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
    ? unwrapped(callee.expression)
    : undefined;
}

/** A member of a value, named with a dot or with a text in brackets. */
export interface MemberAccess {
  readonly owner: ts.Expression;
  readonly name: string;
  readonly nameNode: ts.MemberName | ts.StringLiteralLike;
}

/** Reads `a.b`, `a['b']` and ``a[`b`]``, which mean the same; `undefined` for anything else. */
export function memberAccessOf(expression: ts.Expression): MemberAccess | undefined {
  const node = unwrapped(expression);
  if (ts.isPropertyAccessExpression(node))
    return { owner: unwrapped(node.expression), name: node.name.text, nameNode: node.name };
  if (!ts.isElementAccessExpression(node) || !ts.isStringLiteralLike(node.argumentExpression)) return undefined;
  const nameNode = node.argumentExpression;
  return { owner: unwrapped(node.expression), name: nameNode.text, nameNode };
}

/** The value of a property in an object literal (methods give the method itself). */
export function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | ts.MethodDeclaration | undefined {
  for (const property of object.properties) {
    if (!property.name || nameText(property.name) !== name) continue;
    if (ts.isPropertyAssignment(property)) return unwrapped(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
    if (ts.isMethodDeclaration(property)) return property;
  }
  return undefined;
}

/** The text of a property name, also in brackets (`['a']`); `undefined` for one that only run time knows. */
export function nameText(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
    ? name.text
    : undefined;
}
