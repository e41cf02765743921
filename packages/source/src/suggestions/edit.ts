import type { Patch } from '@millwright/core';
import type { ts } from 'ts-morph';

import type { SourceTree } from '../tree/source-tree.ts';

/** A patch that puts a text in place of a node. A person must look at it. */
export function replacementOf(tree: SourceTree, node: ts.Node, newText: string, summary: string): Patch {
  const file = tree.fileOf(node);
  const lead = tree.leadOf(file);
  const start = node.getStart(node.getSourceFile()) + lead;
  return { file, edits: [{ start, end: node.getEnd() + lead, newText }], summary, safety: 'suggestion' };
}

/** The text of a string in the quotes of another. */
export function quotedLike(node: ts.StringLiteralLike, text: string): string {
  const quote = node.getText()[0] ?? "'";
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}
