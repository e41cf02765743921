import type { Endpoint, EndpointParameter } from '@millwright/core';
import { ts } from 'ts-morph';

import { complexityOf } from '../../syntax/complexity.ts';
import { type FunctionNode, functionName, isFunctionNode, returnedExpressions } from '../../syntax/functions.ts';
import { locationOf } from '../../syntax/location.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';

/** The function that answers a route: written in place, named, or inside a wrapper such as `asyncHandler(fn)`. */
export function handlerFunctionOf(tree: SourceTree, expression: ts.Expression, depth = 0): FunctionNode | undefined {
  const node = unwrapped(expression);
  if (isFunctionNode(node)) return node;
  return (
    (ts.isCallExpression(node) && depth < 3 ? wrappedHandler(tree, node, depth + 1) : undefined) ??
    functionOf(tree, node)
  );
}

function wrappedHandler(tree: SourceTree, call: ts.CallExpression, depth: number): FunctionNode | undefined {
  for (const argument of call.arguments.toReversed()) {
    const found = handlerFunctionOf(tree, argument, depth);
    if (found) return found;
  }
  // A factory: `createHandler(deps)` returns the handler.
  const factory = functionOf(tree, call.expression);
  const [returned] = factory ? returnedExpressions(factory) : [];
  return returned && handlerFunctionOf(tree, returned, depth);
}

/** Where a handler stands and what it is called. */
export function handlerLocation(
  tree: SourceTree,
  handler: FunctionNode | undefined,
  fallback: ts.Node,
): Endpoint['handler'] {
  const node = handler ?? fallback;
  const name = handler
    ? functionName(handler)
    : ts.isIdentifier(fallback) || ts.isPropertyAccessExpression(fallback)
      ? fallback.getText()
      : undefined;
  return { ...locationOf(tree.fileOf(node), node), ...(name !== undefined && { name }) };
}

const complexities = new WeakMap<FunctionNode, number>();

/** Complexity of a handler plus that of every project function it calls directly, each counted once. At least 1. */
export function handlerComplexity(tree: SourceTree, handler: FunctionNode | undefined): number {
  if (!handler) return 1;
  const known = complexities.get(handler);
  if (known !== undefined) return known;
  const callees = new Set<FunctionNode>();
  walk(handler, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = unwrapped(node.expression);
    if (!ts.isIdentifier(callee) && !ts.isPropertyAccessExpression(callee)) return;
    const target = functionOf(tree, callee);
    if (target && target !== handler && !isInside(target, handler)) callees.add(target);
  });
  const total = [...callees].reduce((sum, callee) => sum + complexityOf(callee), complexityOf(handler));
  complexities.set(handler, total);
  return total;
}

function isInside(node: ts.Node, container: ts.Node): boolean {
  return node.getSourceFile() === container.getSourceFile() && node.pos >= container.pos && node.end <= container.end;
}

/** Parameters without repetition: what was told first wins, a type or `required` told later is added. */
export function mergeParameters(parameters: readonly EndpointParameter[]): EndpointParameter[] {
  const merged = new Map<string, EndpointParameter>();
  for (const parameter of parameters) {
    const key = `${parameter.in}\0${parameter.name.toLowerCase()}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...parameter, ...known, required: known.required || parameter.required } : parameter);
  }
  return [...merged.values()];
}
