import { ts } from 'ts-morph';

import { type FunctionNode, isFunctionNode } from './functions.ts';
import { walk } from './walk.ts';

const DECISIONS = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CatchClause,
]);

const DECIDING_OPERATORS = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

function isDecision(node: ts.Node): boolean {
  return DECISIONS.has(node.kind) || (ts.isBinaryExpression(node) && DECIDING_OPERATORS.has(node.operatorToken.kind));
}

/**
 * Cyclomatic complexity of one function: 1 plus its decisions (McCabe 1976, with short-circuit operators counted).
 * Functions written inside it count with their decisions, because they are part of what a reader must follow.
 */
export function complexityOf(node: FunctionNode): number {
  let decisions = 0;
  walk(node, (inner) => {
    if (isDecision(inner)) decisions += 1;
  });
  return 1 + decisions;
}

/** Complexity of a file: one for each function, plus every decision in it. 0 for a file that only declares data or types. */
export function fileComplexityOf(file: ts.SourceFile): number {
  let total = 0;
  walk(file, (node) => {
    if (isDecision(node) || isFunctionNode(node)) total += 1;
  });
  return total;
}
