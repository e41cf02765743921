import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { declarationOf } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';
import { shortText } from './config-object.ts';

/** How one runner writes its list of reporters. */
export interface ReporterSyntax {
  /** Our entry: `'@millwright/vitest'` or `['@millwright/playwright']`. */
  readonly entry: string;
  /** What the runner uses when nothing is named, as elements of the list. */
  readonly defaultEntry: string;
  /** A text expression as an element of the list. */
  wrap(text: string): string;
}

/** The edits that add our reporter to a value, or why it cannot be done. */
export type ValueEdits = { readonly edits: readonly TextEdit[] } | { readonly reason: string };

/** Adds our reporter to what a reporter property holds now. Every reporter that was there stays. */
export function addReporter(value: ts.Expression, syntax: ReporterSyntax): ValueEdits {
  const node = unwrapped(value);
  switch (shapeOf(node, 0)) {
    case 'text':
      return replaced(value, `[${syntax.wrap(value.getText())}, ${syntax.entry}]`);
    case 'none':
      return replaced(value, `[${syntax.defaultEntry}, ${syntax.entry}]`);
    case 'list':
      return ts.isArrayLiteralExpression(node)
        ? appended(node, syntax)
        : replaced(value, `[...${spreadable(value)}, ${syntax.entry}]`);
    case 'mixed': {
      if (!ts.isConditionalExpression(node)) break;
      const parts = [addReporter(node.whenTrue, syntax), addReporter(node.whenFalse, syntax)];
      const failed = parts.find((part) => 'reason' in part);
      return failed ?? { edits: parts.flatMap((part) => ('edits' in part ? part.edits : [])) };
    }
  }
  return { reason: `its reporters are \`${shortText(value)}\`, whose value is only known when it runs` };
}

type Shape = 'text' | 'list' | 'none' | 'mixed' | 'unknown';

/** What kind of value an expression gives, whichever way its conditions go. */
function shapeOf(expression: ts.Expression, depth: number): Shape {
  const node = unwrapped(expression);
  if (depth > 5) return 'unknown';
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'text';
  if (ts.isArrayLiteralExpression(node)) return 'list';
  if (ts.isConditionalExpression(node)) return shapeOfChoice(node, depth + 1);
  if (ts.isBinaryExpression(node)) return shapeOfFallback(node, depth + 1);
  if (!ts.isIdentifier(node)) return 'unknown';
  return node.text === 'undefined' ? 'none' : shapeOfName(node, depth);
}

function shapeOfChoice(node: ts.ConditionalExpression, depth: number): Shape {
  const [left, right] = [shapeOf(node.whenTrue, depth), shapeOf(node.whenFalse, depth)];
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  // Two lists are edited one by one, so that each stays readable.
  return left === right && left === 'text' ? 'text' : 'mixed';
}

/** `process.env.REPORTER ?? 'list'` */
function shapeOfFallback(node: ts.BinaryExpression, depth: number): Shape {
  const isFallback =
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  if (!isFallback || shapeOf(node.right, depth) !== 'text') return 'unknown';
  return /^process\.env\b/u.test(node.left.getText()) || shapeOf(node.left, depth) === 'text' ? 'text' : 'unknown';
}

function shapeOfName(name: ts.Identifier, depth: number): Shape {
  const declaration = declarationOf(name);
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !declaration.initializer ||
    !ts.isIdentifier(declaration.name)
  )
    return 'unknown';
  if (!(declaration.parent.flags & ts.NodeFlags.Const)) return 'unknown';
  const initializer = unwrapped(declaration.initializer);
  const shape = shapeOf(initializer, depth + 1);
  if (shape !== 'mixed') return shape;
  const branches = ts.isConditionalExpression(initializer)
    ? [shapeOf(initializer.whenTrue, depth + 1), shapeOf(initializer.whenFalse, depth + 1)]
    : [];
  return branches.length > 0 && branches.every((branch) => branch === 'list') ? 'list' : 'unknown';
}

function spreadable(value: ts.Expression): string {
  return ts.isIdentifier(value) ? value.text : `(${value.getText()})`;
}

function replaced(node: ts.Node, newText: string): ValueEdits {
  return { edits: [{ start: node.getStart(), end: node.getEnd(), newText }] };
}

function appended(list: ts.ArrayLiteralExpression, syntax: ReporterSyntax): ValueEdits {
  const last = list.elements.at(-1);
  if (!last) return { edits: [{ start: list.getStart() + 1, end: list.getStart() + 1, newText: syntax.entry }] };
  const isPlaywright = syntax.entry.startsWith('[');
  if (
    isPlaywright &&
    list.elements.some((element) => ts.isStringLiteralLike(element) || ts.isObjectLiteralExpression(element))
  ) {
    return {
      reason: `its reporters are \`${shortText(list)}\`, which Playwright does not take as a list of reporters`,
    };
  }
  return {
    edits: [{ start: last.getEnd(), end: last.getEnd(), newText: `,${separatorBefore(last, list)}${syntax.entry}` }],
  };
}

/** The white space that a new element takes: that of the last one, when it begins a line. */
export function separatorBefore(last: ts.Node, container: ts.Node): string {
  const text = container.getSourceFile().text;
  const before = /(\r?\n)([ \t]*)$/u.exec(text.slice(container.getStart() + 1, last.getStart()));
  const lead = /(\r?\n)([ \t]*)[^\r\n]*$/u.exec(text.slice(0, last.getStart()));
  if (before) return `${before[1]}${before[2]}`;
  // Several elements in the last line of a broken list: stay in that line.
  return lead &&
    ts.isObjectLiteralExpression(container) &&
    text.slice(container.getStart(), last.getStart()).includes('\n')
    ? `${lead[1]}${lead[2]}`
    : ' ';
}
