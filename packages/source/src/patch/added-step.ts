import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { enclosingFunction } from '../syntax/functions.ts';
import { walk } from '../syntax/walk.ts';
import { parsedSource } from './assertions.ts';
import { chainOf, isLocatorCall } from './locator-calls.ts';
import type { ChangedText } from './tree-changes.ts';
import { isStrictLocator } from './weaker-locator.ts';

/**
 * What a change of a file does beside adding one step, in sentences; empty when nothing. The step is an awaited click without options of a
 * locator that is written out and chooses by no position, on a page that the file uses already. All else must be the same to the letter.
 */
export function changesBesideAddedStep({ before, after, file }: ChangedText): readonly string[] {
  if (before === after) return [];
  const [old, fresh] = [parsedSource(before, file), parsedSource(after, file)];
  let isAdded = false;
  walk(fresh, (node) => {
    if (!ts.isExpressionStatement(node) || isAdded) return !isAdded;
    // A comment above it might be a directive that was meant for the next step.
    const isAlone = (ts.getLeadingCommentRanges(after, node.getFullStart()) ?? []).length === 0;
    isAdded = isAlone && textsWithout(node, fresh).includes(before) && isClosingStep(node, old);
    return !isAdded;
  });
  return isAdded ? [] : ['More would change than one click that is added as a step of its own.'];
}

/** A text without a statement: with its line, or where it stands within one. */
function textsWithout(statement: ts.Statement, { text }: ts.SourceFile): readonly string[] {
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const indent = /\r?\n[ \t]*$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const space = /^[ \t]*/u.exec(text.slice(end))?.[0].length ?? 0;
  return [text.slice(0, start - indent) + text.slice(end), text.slice(0, start) + text.slice(end + space)];
}

function isClosingStep({ expression, parent }: ts.ExpressionStatement, old: ts.SourceFile): boolean {
  if (!ts.isBlock(parent) || !ts.isAwaitExpression(expression)) return false;
  const click = expression.expression;
  const access = ts.isCallExpression(click) ? memberAccessOf(click.expression) : undefined;
  if (!access || !ts.isCallExpression(click) || access.name !== 'click' || click.arguments.length > 0) return false;
  if (!enclosingFunction(parent) || !isLocatorCall(access.owner)) return false;
  const { root } = chainOf(access.owner);
  return isUsedAsPage(root.getText(), old) && isStrictLocator(access.owner);
}

/** Whether a locator begins at it somewhere in the file as it was. */
function isUsedAsPage(page: string, old: ts.SourceFile): boolean {
  let isUsed = false;
  walk(old, (node) => {
    const owner = ts.isCallExpression(node) ? memberAccessOf(node.expression)?.owner : undefined;
    isUsed ||= owner?.getText() === page && /(?:^|[.#])[\w$]*(?:page|frame|popup|tab)$/iu.test(page);
    return !isUsed;
  });
  return isUsed;
}
