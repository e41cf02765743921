import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { unwrapped } from '../../syntax/walk.ts';

/** The line end that a file uses. */
export function newlineOf(source: ts.SourceFile): string {
  return source.text.includes('\r\n') ? '\r\n' : '\n';
}

/** The white space before the first character of the line on which a node starts. */
export function indentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(lineStart, start))?.[0] ?? '';
}

/** One step of indentation, as the first indented line of the file shows it. */
export function indentUnitOf(source: ts.SourceFile): string {
  return /^(?:\t| {2,8})(?=\S)/mu.exec(source.text)?.[0] ?? '  ';
}

/** The statement `await call;` in a block, when a call is just that. */
export function awaitedStatementOf(call: ts.Node): ts.ExpressionStatement | undefined {
  const statement = call.parent.parent;
  const isPlain =
    ts.isAwaitExpression(call.parent) &&
    ts.isExpressionStatement(statement) &&
    statementsAround(statement) !== undefined;
  return isPlain ? statement : undefined;
}

/** The call that a statement consists of, `await` or not. */
export function callOfStatement(statement: ts.Statement): ts.CallExpression | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const expression = unwrapped(statement.expression);
  const inner = ts.isAwaitExpression(expression) ? unwrapped(expression.expression) : expression;
  return ts.isCallExpression(inner) ? inner : undefined;
}

/** The statements that follow one in its block. */
export function statementsAfter(statement: ts.Statement): readonly ts.Statement[] {
  const all = statementsAround(statement) ?? [];
  return all.slice(all.indexOf(statement) + 1);
}

function statementsAround(statement: ts.Statement): readonly ts.Statement[] | undefined {
  const { parent } = statement;
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isModuleBlock(parent) ? parent.statements : undefined;
}

const LINE_REST = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?:\r?\n|$)/u;
/** Comments that are about the next line only. */
const DIRECTIVE =
  /(?:^|\n)[ \t]*\/\/[ \t]*(?:eslint-disable-next-line|oxlint-disable-next-line|biome-ignore|@ts-expect-error|@ts-ignore)[^\n]*\n$/u;

/** Removes a statement with its line, the comment at its end, and a directive to a linter or compiler above it. */
export function removalOf(statement: ts.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const lineStart = text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  const rest = LINE_REST.exec(text.slice(statement.getEnd()))?.[0];
  const isAlone = text.slice(lineStart, statement.getStart()).trim() === '' && rest !== undefined;
  if (!isAlone) {
    const space = /^[ \t]*/u.exec(text.slice(statement.getEnd()))?.[0].length ?? 0;
    return { start: statement.getStart(), end: statement.getEnd() + space, newText: '' };
  }
  const directive = DIRECTIVE.exec(text.slice(0, lineStart))?.[0].replace(/^\n/u, '').length ?? 0;
  return { start: lineStart - directive, end: statement.getEnd() + rest.length, newText: '' };
}

/** Inserts lines as the first ones of a block, indented like its first statement. */
export function firstLinesOf(block: ts.Block, lines: readonly string[]): TextEdit | undefined {
  const [first] = block.statements;
  return first && linesBefore(first, lines);
}

/** Inserts lines before a statement, indented like it. */
export function linesBefore(statement: ts.Statement, lines: readonly string[]): TextEdit | undefined {
  if (!startsItsLine(statement)) return undefined;
  const start = statement.getStart();
  const separator = `${newlineOf(statement.getSourceFile())}${indentOf(statement)}`;
  return { start, end: start, newText: lines.map((line) => `${line}${separator}`).join('') };
}

/** Inserts lines after a statement, indented like it. */
export function linesAfter(statement: ts.Statement, lines: readonly string[]): TextEdit | undefined {
  if (!startsItsLine(statement)) return undefined;
  const { text } = statement.getSourceFile();
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n)/u.exec(text.slice(statement.getEnd()))?.[0];
  if (rest === undefined) return undefined;
  const place = statement.getEnd() + rest.length;
  const separator = `${newlineOf(statement.getSourceFile())}${indentOf(statement)}`;
  return { start: place, end: place, newText: lines.map((line) => `${separator}${line}`).join('') };
}

function startsItsLine(statement: ts.Statement): boolean {
  const { text } = statement.getSourceFile();
  const lineStart = text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  return text.slice(lineStart, statement.getStart()).trim() === '';
}
