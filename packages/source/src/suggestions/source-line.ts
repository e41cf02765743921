import type { SourceLocation } from '@millwright/core';
import { ts } from 'ts-morph';

import { walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** The calls of the innermost statement that a line belongs to, outermost first. */
export function callsAt(tree: SourceTree, { file, line }: SourceLocation): readonly ts.CallExpression[] {
  const source = tree.source(file);
  if (source === undefined) return [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const spans = (node: ts.Node): boolean => lineOf(node.getStart(source)) <= line && lineOf(node.getEnd()) >= line;
  let innermost: ts.Node | undefined;
  walk(source, (node) => {
    if (!spans(node)) return false;
    if (ts.isStatement(node) && !ts.isBlock(node)) innermost = node;
    return true;
  });
  const calls: ts.CallExpression[] = [];
  if (innermost !== undefined) walk(innermost, (node) => void (ts.isCallExpression(node) && calls.push(node)));
  return calls;
}

/** The string literals of a call's own arguments, also in an object such as `{ name: 'Pay' }`. */
export function stringsOf(call: ts.CallExpression): readonly ts.StringLiteralLike[] {
  return call.arguments.flatMap((argument) => {
    if (ts.isStringLiteralLike(argument)) return [argument];
    if (!ts.isObjectLiteralExpression(argument)) return [];
    return argument.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer) ? [property.initializer] : [],
    );
  });
}

/** The text of a line without the blanks around it; empty when there is no such line. */
export function lineTextOf(tree: SourceTree, { file, line }: SourceLocation): string {
  const lines = tree.source(file)?.text.split(/\r\n|\n|\r/u) ?? [];
  return lines[line - 1]?.trim() ?? '';
}
