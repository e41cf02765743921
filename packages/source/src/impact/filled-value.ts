import { ts } from 'ts-morph';

import { isPureValue } from './pure-value.ts';

/** Methods of built-in containers that change nothing but the container. */
const FILLING: ReadonlySet<string> = new Set(['set', 'add', 'push', 'unshift']);

/**
 * The name of the local value that a statement fills, and whose users alone can notice it: `routes.set('a', a)` of a Map that is made here,
 * `Button.displayName = 'Button'`. Undefined for every other statement.
 */
export function filledNameOf(
  statement: ts.Node,
  declarations: ReadonlyMap<string, readonly ts.Node[]>,
): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return assignedName(expression, declarations);
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return undefined;
  const { expression: owner, name } = expression.expression;
  if (!ts.isIdentifier(owner) || !FILLING.has(name.text)) return undefined;
  const isContainer = declarations.get(owner.text)?.some(makesContainer) === true;
  return isContainer && expression.arguments.every((one) => isPureValue(one)) ? owner.text : undefined;
}

function assignedName(
  { left, right, operatorToken }: ts.BinaryExpression,
  declarations: ReadonlyMap<string, readonly ts.Node[]>,
): string | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return undefined;
  const { expression: owner } = left;
  if (!ts.isIdentifier(owner) || !isPureValue(right)) return undefined;
  const isOwn = declarations.get(owner.text)?.some((node) => ts.isFunctionDeclaration(node) || makesFunction(node));
  return isOwn === true ? owner.text : undefined;
}

function makesFunction(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isFunctionLike(node.initializer);
}

function makesContainer(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return false;
  const made = node.initializer;
  return (
    ts.isArrayLiteralExpression(made) || (ts.isNewExpression(made) && /^(?:Map|Set)$/u.test(made.expression.getText()))
  );
}
