import { ts } from 'ts-morph';

/** Visits a node and everything below it, parents first. A visitor that answers `false` keeps the walk out of the children. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => {
    walk(child, visit);
  });
}

/** The nearest ancestor (the node itself left out) that a test accepts. */
export function ancestorOf<T extends ts.Node>(node: ts.Node, accept: (node: ts.Node) => node is T): T | undefined {
  for (let current: ts.Node | undefined = node.parent; current; current = current.parent)
    if (accept(current)) return current;
  return undefined;
}

/** Whether `inner` lies in `outer` or is it. */
export function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  for (let current: ts.Node | undefined = inner; current; current = current.parent) if (current === outer) return true;
  return false;
}

/** An expression without the wrappers that do not change its value: parentheses, `as`, `satisfies`, `!`, type assertions. */
export function unwrapped(node: ts.Expression): ts.Expression {
  let current = node;
  while (WRAPPERS.has(current.kind)) current = (current as ts.ParenthesizedExpression).expression;
  return current;
}

const WRAPPERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.TypeAssertionExpression,
]);

/** The nearest ancestor that is none of the wrappers that `unwrapped` removes. */
export function unwrappedParent(node: ts.Node): ts.Node {
  let current = node.parent;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isNonNullExpression(current)
  ) {
    current = current.parent;
  }
  return current;
}
