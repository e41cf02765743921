import type { SourceLocation } from '@millwright/core';
import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { locationOf } from '../syntax/location.ts';
import { walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';
import { expectOf } from './find-step.ts';
import { writtenLocatorOf } from './written-locator.ts';

/** A place that uses what an edit changes. */
export interface OtherUse {
  readonly node: ts.Expression;
  readonly location: SourceLocation;
}

/** Every place of the project that asks for a literal by its name. */
export function usesOfConstant(tree: SourceTree, name: string, literal: ts.Node): readonly OtherUse[] {
  return usesOf(tree, name, (node) => valueNodeOf(tree, node) === literal);
}

/** Every place of the project that uses one of these calls of a locator by a name, a member or a function. */
export function usesOfLocator(tree: SourceTree, name: string, calls: ReadonlySet<ts.Node>): readonly OtherUse[] {
  return usesOf(tree, name, (node) => {
    const written = writtenLocatorOf(tree, calledBy(node));
    return !('reason' in written) && written.calls.some((one) => calls.has(one.node));
  });
}

/** `page.row('Pear')` for its `page.row`. */
function calledBy(node: ts.Expression): ts.Expression {
  return ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : node;
}

function usesOf(tree: SourceTree, name: string, isOne: (node: ts.Expression) => boolean): readonly OtherUse[] {
  return tree.files.flatMap((file) => {
    const source = tree.source(file);
    if (!source?.text.includes(name)) return [];
    const uses: OtherUse[] = [];
    walk(source, (node) => {
      const use = useAt(node, name);
      if (use && isOne(use)) uses.push({ node: use, location: locationOf(file, use) });
    });
    return uses;
  });
}

/** A name where it is used, not where it is declared, imported or exported. */
function useAt(node: ts.Node, name: string): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === name ? node : undefined;
  if (!ts.isIdentifier(node) || node.text !== name) return undefined;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
  const isDeclared =
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node;
  const isModule = ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent);
  return isDeclared || isModule || ts.isBindingElement(parent) || ts.isParameter(parent) ? undefined : node;
}

const textMatchers = /^to(?:HaveText|ContainText|HaveAccessibleName|HaveAccessibleDescription|MatchAriaSnapshot)$/u;

/** Whether a step asserts the text of what it looks at. */
export function assertsText(use: ts.Node): boolean {
  for (let node = use; node.parent; node = node.parent) {
    const { parent } = node;
    if (
      ts.isCallExpression(parent) &&
      parent.expression === node &&
      textMatchers.test(memberAccessOf(node as ts.Expression)?.name ?? '')
    )
      return expectOf(parent) !== undefined;
    if (ts.isStatement(parent)) return false;
  }
  return false;
}
