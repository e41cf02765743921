import { type Quote, renderLocator, type StepEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { inferValue } from '../playwright/infer-value.ts';
import { memberAccessOf } from '../syntax/call.ts';
import { ancestorOf, isWithin, walk } from '../syntax/walk.ts';
import { declarationOf } from '../syntax/scope.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import type { StepEdits } from './step-edits.ts';

type InsertEdit = Extract<StepEdit, { is: 'insert-before' }>;

/** Writes a step of its own before the statement of the one that failed, on the page that is at hand there. */
export function insertedStep(tree: SourceTree, { locator, action }: InsertEdit, call: ts.CallExpression): StepEdits {
  const statement = ancestorOf(call, (node): node is ts.Statement => ts.isStatement(node) && ts.isBlock(node.parent));
  const inBetween = ancestorOf(call, (node): node is ts.Node => ts.isFunctionLike(node) || node === statement);
  if (!statement || inBetween !== statement) return { reason: 'The failing step is no statement of its own' };
  const page = pageAt(tree, statement);
  if (page === undefined) return { reason: 'No page is at hand where the failing step stands' };
  const source = statement.getSourceFile();
  const { text } = source;
  const start = startOf(statement, text);
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const apart = line.trim() === '' ? `${text.includes('\r\n') ? '\r\n' : '\n'}${line}` : ' ';
  const end = statement.getText().endsWith(';') || apart === ' ' ? ';' : '';
  const step = `await ${page}.${renderLocator(locator.chain, quoteOf(text))}.${action}()${end}`;
  return {
    file: tree.fileOf(call),
    edits: [{ start, end: start, newText: `${step}${apart}` }],
    alsoUsedAt: [],
  };
}

/** Before the comments of a statement: a directive must stay where it is. */
function startOf(statement: ts.Statement, text: string): number {
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const own = comments.find(({ pos }) => text.slice(text.lastIndexOf('\n', pos - 1) + 1, pos).trim() === '');
  return own?.pos ?? statement.getStart();
}

function quoteOf(text: string): Quote {
  const count = (quote: string): number => text.split(quote).length;
  return count('"') > count("'") ? '"' : "'";
}

/** How the page is called at a statement: as something before or beside it calls it. */
function pageAt(tree: SourceTree, statement: ts.Statement): string | undefined {
  let page: string | undefined;
  let distance = Infinity;
  const around = ancestorOf(statement, ts.isClassLike) ?? statement.getSourceFile();
  walk(around, (node) => {
    const owner = ts.isCallExpression(node) ? memberAccessOf(node.expression)?.owner : undefined;
    if (!owner || !isPage(tree, owner) || !isSeenFrom(owner, statement)) return;
    const away = Math.abs(owner.getStart() - statement.getStart());
    if (away < distance) [page, distance] = [owner.getText(), away];
  });
  return page;
}

function isPage(tree: SourceTree, owner: ts.Expression): boolean {
  if (!ts.isIdentifier(owner) && !ts.isPropertyAccessExpression(owner)) return false;
  const value = inferValue(tree, owner);
  return value?.is === 'playwright' && value.kind === 'page' && !value.promised && !value.list;
}

/** Whether what a name stands for is the same at a statement. */
function isSeenFrom(owner: ts.Expression, statement: ts.Statement): boolean {
  const root = ts.isPropertyAccessExpression(owner) ? owner.expression : owner;
  if (root.kind === ts.SyntaxKind.ThisKeyword)
    return ancestorOf(owner, ts.isClassLike) === ancestorOf(statement, ts.isClassLike);
  const declared = ts.isIdentifier(root) ? declarationOf(root) : undefined;
  const scope = declared && scopeOf(declared);
  if (!declared || !scope || !isWithin(statement, scope)) return false;
  return ts.isVariableDeclaration(declared) ? declared.getEnd() <= statement.getStart() : true;
}

function scopeOf(declared: ts.Node): ts.Node | undefined {
  return ancestorOf(
    declared,
    (node): node is ts.Node => ts.isFunctionLike(node) || ts.isBlock(node) || ts.isSourceFile(node),
  );
}
