import { ts } from 'ts-morph';

import { rootIdentifier } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { bindingOf } from '../tree/binding.ts';
import type { PatternContext } from './pattern-context.ts';

/** The package and export that a value comes from at last: `screen` itself, `within(x)`, `const user = userEvent.setup()`. */
export interface ValueOrigin {
  readonly module: string;
  readonly name: string;
}

/** Follows the root of an expression through imports, variables, destructuring and calls to a package. */
export function valueOriginOf(context: PatternContext, expression: ts.Expression, depth = 0): ValueOrigin | undefined {
  const root = rootIdentifier(expression) ?? newRoot(expression);
  const binding = root && depth < 8 ? bindingOf(context.tree, root) : undefined;
  if (!binding || binding.kind === 'module') return undefined;
  if (binding.kind === 'external') return binding;
  const { node } = binding;
  const owner = ts.isBindingElement(node) ? declarationAround(node) : node;
  if (!owner || !ts.isVariableDeclaration(owner)) return undefined;
  const value = owner.initializer ?? assignedTo(context, owner);
  return value && valueOriginOf(context, value, depth + 1);
}

/** The `new Client()` at the root of `new Client().db()`. */
function newRoot(expression: ts.Expression): ts.Identifier | undefined {
  let current = expression;
  for (;;) {
    if (ts.isNewExpression(current)) return rootIdentifier(current.expression);
    if (
      ts.isPropertyAccessExpression(current) ||
      ts.isCallExpression(current) ||
      ts.isAwaitExpression(current) ||
      ts.isParenthesizedExpression(current)
    )
      current = current.expression;
    else return undefined;
  }
}

function declarationAround(element: ts.BindingElement): ts.Node | undefined {
  let current: ts.Node = element;
  while (ts.isBindingElement(current) || ts.isObjectBindingPattern(current) || ts.isArrayBindingPattern(current))
    current = current.parent;
  return current;
}

/** What a variable that is declared without a value is given first. */
function assignedTo(context: PatternContext, declaration: ts.VariableDeclaration): ts.Expression | undefined {
  const assignment = context.assignments.find(
    (one) => ts.isIdentifier(one.left) && declarationOf(one.left) === declaration,
  );
  return assignment?.right;
}
