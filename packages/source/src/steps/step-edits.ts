import type { SourceLocation, TextEdit } from '@millwright/core';
import type { ts } from 'ts-morph';

import { usesOfConstant } from '../locators/other-uses.ts';
import type { WrittenValue } from '../locators/written-value.ts';
import { memberAccessOf } from '../syntax/call.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** Edits of one file, or why there are none. */
export type StepEdits =
  | {
      readonly file: string;
      /** Offsets are those of the parsed text. */
      readonly edits: readonly TextEdit[];
      /** Other places that use what is edited. */
      readonly alsoUsedAt: readonly SourceLocation[];
    }
  | { readonly reason: string };

/** The edit of a literal wherever it stands; refused when its name is used for something else anywhere in the project. */
export function literalEdit(
  tree: SourceTree,
  written: WrittenValue,
  newText: string,
  isFor: (use: ts.Node) => boolean,
): StepEdits {
  const { node, constant } = written;
  const name = constant && nameOf(constant);
  const uses = name === undefined ? [] : usesOfConstant(tree, name, node);
  const elsewhere = uses.find((use) => !isFor(use.node));
  if (elsewhere)
    return { reason: `${elsewhere.location.file}:${elsewhere.location.line} uses the same text for something else` };
  return {
    file: tree.fileOf(node),
    edits: [{ start: node.getStart(), end: node.getEnd(), newText }],
    alsoUsedAt: uses.filter((use) => use.node !== constant).map(({ location }) => location),
  };
}

function nameOf(constant: ts.Expression): string | undefined {
  return memberAccessOf(constant)?.name ?? constant.getText();
}
