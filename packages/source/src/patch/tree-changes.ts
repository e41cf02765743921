import { ts } from 'ts-morph';

import { parsedSource } from './assertions.ts';

/** What a rule says of two nodes that differ: they may, they may not and why, or nothing, so that their parts are looked at. */
export type Ruling = { readonly may: true } | { readonly may: false; readonly reason: string } | undefined;

/** A rule for the nodes in which a change is permitted. */
export type ChangeRule = (old: ts.Node, fresh: ts.Node) => Ruling;

/** A change that is permitted. */
export const permitted: Ruling = { may: true };

/** A change that is not, and why: a clause that follows “would”. */
export function objected(reason: string): Ruling {
  return { may: false, reason };
}

/** A text before and after a change. */
export interface ChangedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The first thing that differs between two texts and that no rule permits, as a sentence; empty when there is none. Everything is
 * compared but white space: comments as well, since a directive in one decides what is checked.
 */
export function changesBeside(
  { before, after, file }: ChangedText,
  rule: ChangeRule,
  otherwise: string,
): readonly string[] {
  const [old, fresh] = [parsedSource(before, file), parsedSource(after, file)];
  const found = firstChange(old, fresh, rule, otherwise);
  if (found) return [`Line ${lineOf(old, found.node)} would ${found.reason}.`];
  const [comments, others] = [commentsOf(old), commentsOf(fresh)];
  const at = comments.findIndex((comment, index) => comment.text !== others[index]?.text);
  if (at === -1 && comments.length === others.length) return [];
  return [`The comment of line ${(comments[at] ?? others[comments.length])?.line ?? 1} would change.`];
}

interface FoundChange {
  readonly node: ts.Node;
  readonly reason: string;
}

function firstChange(old: ts.Node, fresh: ts.Node, rule: ChangeRule, otherwise: string): FoundChange | undefined {
  if (isSameText(old, fresh)) return undefined;
  const ruling = rule(old, fresh);
  if (ruling) return ruling.may ? undefined : { node: old, reason: ruling.reason };
  const [children, others] = [old.getChildren(), fresh.getChildren()];
  if (old.kind !== fresh.kind || children.length !== others.length || children.length === 0)
    return { node: old, reason: otherwise };
  for (const [index, child] of children.entries()) {
    const other = others[index];
    const change = other ? firstChange(child, other, rule, otherwise) : { node: child, reason: otherwise };
    if (change) return change;
  }
  return undefined;
}

/** Whether two nodes are written alike. */
export function isSameText(one: ts.Node, other: ts.Node): boolean {
  return one.kind === other.kind && one.getText() === other.getText();
}

/** Whether a node is a text or a regular expression. */
export function isText(node: ts.Node): node is ts.StringLiteralLike | ts.RegularExpressionLiteral {
  return ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node);
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Comments with the token that each stands before: a directive that moved is another one. */
function commentsOf(source: ts.SourceFile): readonly { readonly text: string; readonly line: number }[] {
  const comments = new Map<number, { readonly text: string; readonly line: number }>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    if (children.length > 0) return;
    const ranges = [
      ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges)
      comments.set(pos, {
        text: `${ts.SyntaxKind[node.kind]} ${source.text.slice(pos, end)}`,
        line: source.getLineAndCharacterOfPosition(pos).line + 1,
      });
  };
  visit(source);
  return [...comments].toSorted(([a], [b]) => a - b).map(([, comment]) => comment);
}
