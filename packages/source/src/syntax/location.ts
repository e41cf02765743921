import type { SourceLocation } from '@millwright/core';
import type { ts } from 'ts-morph';

/** Line and column of a node's first character, counted from 1. */
export function locationOf(file: string, node: ts.Node): SourceLocation {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file, line: line + 1, column: character + 1 };
}

/** The source lines a node stands on, trimmed, at most `limit` of them. */
export function excerptOf(node: ts.Node, limit = 3): string[] {
  const source = node.getSourceFile();
  const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
  const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
  const lines = source.text.split(/\r\n|\n|\r/u);
  const shown: string[] = [];
  for (let line = first; line <= last && shown.length < limit; line += 1)
    shown.push(`${line + 1}: ${(lines[line] ?? '').trim().slice(0, 160)}`);
  return shown;
}
