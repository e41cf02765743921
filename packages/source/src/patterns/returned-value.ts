import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { functionOf } from '../tree/values.ts';

const MOST_STEPS = 8;

/** What a function of the project gives: the expression of its first `return`, or of its arrow. */
export function returnedExpressionOf(target: FunctionNode): ts.Expression | undefined {
  const { body } = target;
  if (!body) return undefined;
  if (!ts.isBlock(body)) return unwrapped(body);
  let found: ts.Expression | undefined;
  walk(body, (node) => {
    if (!found && ts.isReturnStatement(node) && node.expression) found = unwrapped(node.expression);
    return !found && !isFunctionNode(node);
  });
  return found;
}

/**
 * The member of what a project function returns: `user` of `setup()`, also by a variable, after destructuring, with a rest, and
 * out of a spread. `undefined` when the owner is no such value.
 */
export function returnedMemberOf(
  tree: SourceTree,
  owner: ts.Expression,
  key: string,
  depth = 0,
): ts.Expression | FunctionNode | undefined {
  if (depth > MOST_STEPS) return undefined;
  const node = unwrapped(owner);
  if (ts.isObjectLiteralExpression(node)) return memberOfLiteral(tree, node, key, depth);
  if (ts.isCallExpression(node)) {
    const target = functionOf(tree, node.expression);
    const given = target && returnedExpressionOf(target);
    return given && returnedMemberOf(tree, given, key, depth + 1);
  }
  const held = ts.isIdentifier(node) ? heldBy(tree, node) : undefined;
  return held && returnedMemberOf(tree, held, key, depth + 1);
}

function memberOfLiteral(
  tree: SourceTree,
  literal: ts.ObjectLiteralExpression,
  key: string,
  depth: number,
): ts.Expression | FunctionNode | undefined {
  const own = propertyOf(literal, key);
  if (own) return own;
  const spread = literal.properties.find((one) => ts.isSpreadAssignment(one));
  return spread && (returnedMemberOf(tree, spread.expression, key, depth + 1) ?? spread.expression);
}

/** What a variable was declared with; a rest element stands for the whole that it was taken from. */
function heldBy(tree: SourceTree, name: ts.Identifier): ts.Expression | undefined {
  const binding = bindingOf(tree, name);
  if (binding?.kind !== 'node') return undefined;
  const { node } = binding;
  if (ts.isVariableDeclaration(node)) return node.initializer;
  if (!ts.isBindingElement(node) || !node.dotDotDotToken) return undefined;
  const owner = node.parent.parent;
  return ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
}

/** The member that a name was destructured from, when it was: `user` of `const { user } = setup()`. */
export function destructuredFrom(
  element: ts.BindingElement,
): { readonly owner: ts.Expression; readonly key: string } | undefined {
  const declaration = element.parent.parent;
  const key = element.propertyName ?? element.name;
  return ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isIdentifier(key)
    ? { owner: declaration.initializer, key: key.text }
    : undefined;
}

/** The function of the project behind an expression, followed into what other functions return. */
export function reachedFunctionOf(tree: SourceTree, expression: ts.Expression, depth = 0): FunctionNode | undefined {
  const direct = functionOf(tree, expression);
  if (direct || depth > MOST_STEPS) return direct;
  const next = reachedMember(tree, unwrapped(expression));
  if (!next) return undefined;
  return isFunctionNode(next) ? next : reachedFunctionOf(tree, next, depth + 1);
}

function reachedMember(tree: SourceTree, node: ts.Expression): ts.Expression | FunctionNode | undefined {
  if (ts.isPropertyAccessExpression(node)) return returnedMemberOf(tree, node.expression, node.name.text);
  const binding = ts.isIdentifier(node) ? bindingOf(tree, node) : undefined;
  if (binding?.kind !== 'node') return undefined;
  if (ts.isVariableDeclaration(binding.node)) return binding.node.initializer;
  const source = ts.isBindingElement(binding.node) ? destructuredFrom(binding.node) : undefined;
  return source && returnedMemberOf(tree, source.owner, source.key);
}
