import type { LocatorValue } from '@millwright/core';
import { ts } from 'ts-morph';

import { nameText } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';
import type { PartOfRun } from './values-of-run.ts';

/** An argument as it stands in the source. */
export interface WrittenValue {
  /** What it is; absent when that is not written out. */
  readonly value?: LocatorValue;
  /** The literal, wherever it stands. */
  readonly node: ts.Expression;
  /** The name by which the call asks for a literal that stands elsewhere. */
  readonly constant?: ts.Expression;
  /** Of an object literal. */
  readonly entries?: Readonly<Record<string, WrittenValue>>;
  /** What its expressions were in the failing run, when the value is only known from there. */
  readonly parts?: readonly PartOfRun[];
  /** Why the value is not known. */
  readonly reason?: string;
}

/** Reads an argument of a locator; names are followed to the literal that they stand for. */
export function writtenValueOf(tree: SourceTree, expression: ts.Expression): WrittenValue {
  const node = unwrapped(expression);
  const literal = literalOf(node);
  if (literal) return { value: literal, node };
  if (ts.isObjectLiteralExpression(node)) return optionsOf(tree, node);
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return constantOf(tree, node);
  return { node, reason: `\`${shown(node)}\` is put together at run time` };
}

function literalOf(node: ts.Expression): LocatorValue | undefined {
  if (ts.isStringLiteralLike(node)) return { is: 'text', text: node.text };
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { is: 'pattern', source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (ts.isNumericLiteral(node)) return { is: 'number', value: Number(node.text) };
  const isMinus = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  if (isMinus && ts.isNumericLiteral(node.operand)) return { is: 'number', value: -Number(node.operand.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { is: 'flag', value: true };
  return node.kind === ts.SyntaxKind.FalseKeyword ? { is: 'flag', value: false } : undefined;
}

function optionsOf(tree: SourceTree, node: ts.ObjectLiteralExpression): WrittenValue {
  const entries: Record<string, WrittenValue> = {};
  for (const property of node.properties) {
    const key = nameText(property.name);
    const held = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    if (key === undefined || !held) return { node, reason: `\`${shown(node)}\` is put together at run time` };
    entries[key] = writtenValueOf(tree, held);
  }
  const unknown = Object.values(entries).find(({ value }) => !value);
  if (unknown) return { node, entries, ...(unknown.reason === undefined ? {} : { reason: unknown.reason }) };
  const values = Object.entries(entries).flatMap(([key, { value }]) => (value ? [[key, value] as const] : []));
  return { node, entries, value: { is: 'options', entries: Object.fromEntries(values) } };
}

/** The literal behind a name, when the name always stands for it. */
function constantOf(tree: SourceTree, node: ts.Identifier | ts.PropertyAccessExpression): WrittenValue {
  const name = `\`${shown(node)}\``;
  const binding = ts.isIdentifier(node) ? bindingOf(tree, node) : undefined;
  if (binding?.kind === 'external') return { node, reason: `${name} comes from the package ${binding.module}` };
  const declared = binding?.kind === 'node' ? binding.node : undefined;
  if (declared && ts.isParameter(declared)) return { node, reason: `${name} is a parameter` };
  if (declared && ts.isVariableDeclaration(declared)) {
    if (ts.isForOfStatement(declared.parent.parent) || ts.isForInStatement(declared.parent.parent))
      return { node, reason: `${name} is the variable of a loop` };
    if ((declared.parent.flags & ts.NodeFlags.Const) === 0)
      return { node, reason: `${name} is a variable that may change` };
  }
  const held = valueNodeOf(tree, node);
  const value = held && ts.isExpression(held) ? literalOf(held) : undefined;
  return held && value && ts.isExpression(held)
    ? { value, node: held, constant: node }
    : { node, reason: `${name} is not known before the test runs` };
}

/** An expression short enough for a sentence. */
export function shown(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/gu, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
