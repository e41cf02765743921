import type { LocatorCall, LocatorValue } from '@millwright/core';
import { ts } from 'ts-morph';

import { memberNamed } from '../playwright/class-members.ts';
import { fixtureExpression, testObjectOf } from '../playwright/test-object.ts';
import { inferValue } from '../playwright/infer-value.ts';
import { memberOfObject } from '../playwright/object-members.ts';
import { memberAccessOf, nameText, rootIdentifier } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode, returnedExpressions } from '../syntax/functions.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { functionOf } from '../tree/values.ts';
import { valueAt } from '../playwright/assignments.ts';
import { shown, type WrittenValue, writtenValueOf } from './written-value.ts';

/** One call of a locator in the source. */
export interface WrittenCall {
  readonly node: ts.CallExpression;
  readonly nameNode: ts.Node;
  readonly method: string;
  readonly args: readonly WrittenValue[];
  /** Absent when an argument is not written out. */
  readonly call?: LocatorCall;
  /** `page.click('#pay')`: the selector is the first argument of the action itself. */
  readonly isAction?: true;
}

/** A locator followed from where it is used to where it is written. */
export interface WrittenLocator {
  readonly calls: readonly WrittenCall[];
  /** Names and members on the way, the nearest to the use first: what other steps may use as well. */
  readonly through: readonly ts.Node[];
}

/** Why a locator cannot be followed. */
export interface UnwrittenLocator {
  readonly reason: string;
}

const chainMethods = new Set(
  'locator getByRole getByText getByLabel getByPlaceholder getByAltText getByTitle getByTestId frameLocator contentFrame owner filter first last nth and or describe'.split(
    ' ',
  ),
);

/** Follows an expression to the calls that it is made of: through names, members of page objects, functions, fixtures and files. */
export function writtenLocatorOf(
  tree: SourceTree,
  expression: ts.Expression,
  depth = 0,
): WrittenLocator | UnwrittenLocator {
  const node = unwrapped(ts.isAwaitExpression(expression) ? expression.expression : expression);
  if (depth > 10) return { reason: `\`${shown(node)}\` is followed too far` };
  const member = ts.isCallExpression(node) ? memberAccessOf(node.expression) : undefined;
  if (ts.isCallExpression(node) && member && chainMethods.has(member.name) && !isOfProject(tree, member.owner))
    return chained(tree, node, member.owner, depth);
  if (isRoot(tree, node)) return { calls: [], through: [] };
  if (ts.isCallExpression(node)) return returnedBy(tree, node, depth);
  if (ts.isIdentifier(node)) return named(tree, node, depth);
  if (ts.isPropertyAccessExpression(node)) return ofMember(tree, node, depth);
  return { reason: `\`${shown(node)}\` is not known before the test runs` };
}

/** Whether a value is one of the project's own objects, whose methods may be called as Playwright's. */
function isOfProject(tree: SourceTree, owner: ts.Expression): boolean {
  const value = inferValue(tree, owner);
  return value?.is === 'instance' || value?.is === 'object';
}

function isRoot(tree: SourceTree, node: ts.Expression): boolean {
  const value = inferValue(tree, node);
  return value?.is === 'playwright' && (value.kind === 'page' || value.kind === 'frame') && !value.list;
}

function chained(
  tree: SourceTree,
  node: ts.CallExpression,
  owner: ts.Expression,
  depth: number,
): WrittenLocator | UnwrittenLocator {
  const base = writtenLocatorOf(tree, owner, depth + 1);
  if ('reason' in base) return base;
  return { ...base, calls: [...base.calls, writtenCallOf(tree, node)] };
}

/** A call with its arguments; what `has:` looks for is read as a locator. */
function writtenCallOf(tree: SourceTree, node: ts.CallExpression): WrittenCall {
  const access = memberAccessOf(node.expression);
  const args = node.arguments.map((one) => writtenValueOf(tree, one));
  const method = access?.name ?? '';
  const values = args.flatMap(({ value }) => value ?? []);
  const written = { node, nameNode: access?.nameNode ?? node.expression, method, args };
  return values.length === args.length ? { ...written, call: { method, args: values } } : written;
}

/** `page.click('#pay')` as the locator that it stands for. */
export function actionSelectorOf(tree: SourceTree, node: ts.CallExpression): WrittenLocator | UnwrittenLocator {
  const selector = node.arguments[0];
  const access = memberAccessOf(node.expression);
  if (!selector || !access) return { reason: `\`${shown(node)}\` names no element` };
  const arg = writtenValueOf(tree, selector);
  const call: WrittenCall = { node, nameNode: access.nameNode, method: 'locator', args: [arg], isAction: true };
  const args: readonly LocatorValue[] = arg.value ? [arg.value] : [];
  return { through: [], calls: [arg.value ? { ...call, call: { method: 'locator', args } } : call] };
}

function named(tree: SourceTree, node: ts.Identifier, depth: number): WrittenLocator | UnwrittenLocator {
  const name = `\`${node.text}\``;
  const binding = bindingOf(tree, node);
  if (binding?.kind === 'external') return { reason: `${name} comes from the package ${binding.module}` };
  if (binding?.kind !== 'node') return { reason: `${name} is declared nowhere that can be read` };
  const { node: declared } = binding;
  if (ts.isParameter(declared))
    return { reason: `${name} is a parameter: what calls this function says which element is meant` };
  if (ts.isBindingElement(declared)) return followed(tree, node, fixtureOf(tree, declared), depth);
  if (ts.isVariableDeclaration(declared)) {
    if (ts.isForOfStatement(declared.parent.parent)) return { reason: `${name} is the variable of a loop` };
    const isConstant = (declared.parent.flags & ts.NodeFlags.Const) !== 0;
    return followed(tree, node, isConstant ? declared.initializer : valueAt(node), depth);
  }
  return ts.isExpression(declared) && declared !== node
    ? followed(tree, node, declared, depth)
    : { reason: `${name} is not known before the test runs` };
}

function followed(
  tree: SourceTree,
  use: ts.Expression,
  value: ts.Expression | undefined,
  depth: number,
): WrittenLocator | UnwrittenLocator {
  if (!value) return { reason: `\`${shown(use)}\` is not known before the test runs` };
  const written = writtenLocatorOf(tree, value, depth + 1);
  return 'reason' in written ? written : { ...written, through: [use, ...written.through] };
}

/** What a fixture of the project hands to the test under a name. */
function fixtureOf(tree: SourceTree, element: ts.BindingElement): ts.Expression | undefined {
  const owner = element.parent.parent;
  const key = nameText(
    element.propertyName && !ts.isStringLiteral(element.propertyName) ? element.propertyName : element.name,
  );
  if (!ts.isParameter(owner) || key === undefined) return undefined;
  const call = unwrappedParent(owner.parent);
  const root = ts.isCallExpression(call) ? rootIdentifier(call.expression) : undefined;
  const test = root && testObjectOf(tree, root);
  return test && fixtureExpression(test, key);
}

/** A member of a page object. */
function ofMember(
  tree: SourceTree,
  node: ts.PropertyAccessExpression,
  depth: number,
): WrittenLocator | UnwrittenLocator {
  const owner = inferValue(tree, node.expression);
  const unknown = { reason: `\`${shown(node)}\` is not known before the test runs` };
  if (owner?.is === 'object') {
    const held = memberOfObject(tree, owner.literal, node.name.text);
    if (held && ts.isGetAccessorDeclaration(held)) return ofFunction(tree, node, held, depth);
    return held && ts.isExpression(held) ? followed(tree, node, held, depth) : unknown;
  }
  if (owner?.is !== 'instance') return unknown;
  const member = memberNamed(tree, owner.declaration, node.name.text);
  if (!member) return unknown;
  if (ts.isGetAccessorDeclaration(member)) return ofFunction(tree, node, member, depth);
  if (ts.isPropertyDeclaration(member)) return followed(tree, node, member.initializer ?? assignedTo(member), depth);
  if (ts.isParameter(member)) return { reason: `\`${shown(node)}\` is handed to the constructor` };
  return ts.isExpression(member) ? followed(tree, node, member, depth) : unknown;
}

/** `readonly submit: Locator;` with `this.submit = …` in the constructor. */
function assignedTo(member: ts.PropertyDeclaration): ts.Expression | undefined {
  const constructor = member.parent.members.find((one) => ts.isConstructorDeclaration(one));
  const name = `this.${member.name.getText()}`;
  const assignments = (constructor?.body?.statements ?? []).flatMap((statement) =>
    ts.isExpressionStatement(statement) &&
    ts.isBinaryExpression(statement.expression) &&
    statement.expression.left.getText() === name
      ? [statement.expression.right]
      : [],
  );
  return assignments.length === 1 ? assignments[0] : undefined;
}

/** What a function of the project gives, when it is the same for every call. */
function returnedBy(tree: SourceTree, node: ts.CallExpression, depth: number): WrittenLocator | UnwrittenLocator {
  const target = calledFunction(tree, node);
  if (!target) return { reason: `\`${shown(node)}\` is not known before the test runs` };
  return ofFunction(tree, node, target, depth);
}

function calledFunction(tree: SourceTree, node: ts.CallExpression): FunctionNode | undefined {
  const access = memberAccessOf(node.expression);
  const owner = access && inferValue(tree, access.owner);
  if (access && owner?.is === 'instance') {
    const member = memberNamed(tree, owner.declaration, access.name);
    const held = member && ts.isPropertyDeclaration(member) ? member.initializer : member;
    return held && isFunctionNode(held) ? held : undefined;
  }
  if (access && owner?.is === 'object') {
    const held = memberOfObject(tree, owner.literal, access.name);
    return held && isFunctionNode(held) ? held : undefined;
  }
  return functionOf(tree, node.expression);
}

function ofFunction(
  tree: SourceTree,
  use: ts.Expression,
  target: FunctionNode,
  depth: number,
): WrittenLocator | UnwrittenLocator {
  const returned = returnedExpressions(target);
  return returned.length === 1
    ? followed(tree, use, returned[0], depth)
    : { reason: `\`${shown(use)}\` gives one of several locators` };
}
