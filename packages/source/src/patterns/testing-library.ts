import { ts } from 'ts-morph';

import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';
import { type Binding, bindingOf, exportOf } from '../tree/binding.ts';
import { functionOf } from '../tree/values.ts';
import type { PatternContext } from './pattern-context.ts';
import { destructuredFrom, returnedExpressionOf, returnedMemberOf } from './returned-value.ts';

/** Testing Library itself, and what passes it on under its own names. */
const LIBRARY =
  /^@testing-library\/|^@marko\/testing-library$|^@?storybook\/(?:test|testing-library)$|^@?vitest\/browser(?:\/context)?$/u;
/** Names that are Testing Library's wherever they come from: a module of the project's own may pass them on. */
const OWN_NAMES =
  /^(?:screen|within|getQueriesForElement|waitFor|waitForElementToBeRemoved|fireEvent|userEvent|render(?:[A-Z]\w*)?|find(?:All)?By(?:Text|Role|LabelText|PlaceholderText|AltText|Title|TestId|DisplayValue))$/u;
const QUERY = /^find(?:All)?By[A-Z]/u;

/** What Testing Library gives. `module` is absent when only the name says so. */
export interface LibraryValue {
  readonly name: string;
  readonly module?: string;
}

/**
 * What an expression is of Testing Library: `screen` for `screen.findByText`, `render` for what `render()` gave, `default` of
 * `@testing-library/user-event` for a `user` that a helper set up. Followed through imports, variables, destructuring and what
 * functions of the project return; names that nothing declares count when they are Testing Library's own.
 */
export function libraryValueOf(
  context: PatternContext,
  expression: ts.Expression,
  depth = 0,
): LibraryValue | undefined {
  if (depth > 12) return undefined;
  const node = unwrapped(expression);
  if (ts.isAwaitExpression(node)) return libraryValueOf(context, node.expression, depth + 1);
  if (ts.isIdentifier(node)) return valueOfName(context, node, depth);
  if (ts.isPropertyAccessExpression(node)) return valueOfMember(context, node, depth);
  if (!ts.isCallExpression(node)) return undefined;
  const target = functionOf(context.tree, node.expression);
  if (!target) return libraryValueOf(context, node.expression, depth + 1);
  const given = returnedExpressionOf(target);
  return given && libraryValueOf(context, given, depth + 1);
}

function valueOfMember(
  context: PatternContext,
  node: ts.PropertyAccessExpression,
  depth: number,
): LibraryValue | undefined {
  const member = returnedMemberOf(context.tree, node.expression, node.name.text);
  if (member) return isFunctionNode(member) ? undefined : libraryValueOf(context, member, depth + 1);
  const whole = unwrapped(node.expression);
  const binding = ts.isIdentifier(whole) ? bindingOf(context.tree, whole) : undefined;
  if (binding?.kind === 'module')
    return valueOfBinding(context, exportOf(context.tree, binding.file, node.name.text), 0);
  if (binding?.kind === 'external' && binding.name === '*') return namedValue(binding.module, node.name.text);
  return libraryValueOf(context, node.expression, depth + 1);
}

function valueOfName(context: PatternContext, name: ts.Identifier, depth: number): LibraryValue | undefined {
  const binding = bindingOf(context.tree, name);
  if (!binding) return OWN_NAMES.test(name.text) || QUERY.test(name.text) ? { name: name.text } : undefined;
  return valueOfBinding(context, binding, depth);
}

function valueOfBinding(
  context: PatternContext,
  binding: Binding | undefined,
  depth: number,
): LibraryValue | undefined {
  if (!binding || binding.kind === 'module') return undefined;
  if (binding.kind === 'external') return namedValue(binding.module, binding.name);
  const { node } = binding;
  if (ts.isBindingElement(node)) {
    const source = destructuredFrom(node);
    const member = source && returnedMemberOf(context.tree, source.owner, source.key);
    if (member) return isFunctionNode(member) ? undefined : libraryValueOf(context, member, depth + 1);
    return source && libraryValueOf(context, source.owner, depth + 1);
  }
  if (!ts.isVariableDeclaration(node)) return undefined;
  const value = node.initializer ?? assignedTo(context, node);
  return value && !isFunctionNode(unwrapped(value)) ? libraryValueOf(context, value, depth + 1) : undefined;
}

function namedValue(module: string, name: string): LibraryValue | undefined {
  if (LIBRARY.test(module)) return { name, module };
  return OWN_NAMES.test(name) && module !== 'vitest' ? { name } : undefined;
}

/** What a variable that is declared without a value is given first. */
function assignedTo(context: PatternContext, declaration: ts.VariableDeclaration): ts.Expression | undefined {
  return context.assignments.find((one) => ts.isIdentifier(one.left) && declarationOf(one.left) === declaration)?.right;
}
