import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';

/** A value that an expression has in this environment; undefined when only running it would tell. */
export type KnownValue = { readonly value: string | number | boolean | undefined } | undefined;

/** The variables that a process is given. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What an expression of literals, constants and `process.env` (undefined: not known) comes to: `process.env.CI ? 1 : undefined`. */
export function environmentValueOf(expression: ts.Expression, env: Environment | undefined, depth = 0): KnownValue {
  const node = unwrapped(expression);
  if (depth > 8) return undefined;
  const inner = (part: ts.Expression): KnownValue => environmentValueOf(part, env, depth + 1);
  if (ts.isConditionalExpression(node)) {
    const condition = inner(node.condition);
    return condition && inner(condition.value ? node.whenTrue : node.whenFalse);
  }
  if (ts.isPrefixUnaryExpression(node)) return ofPrefix(node, inner(node.operand));
  if (ts.isBinaryExpression(node)) return ofBinary(node, inner);
  if (ts.isCallExpression(node)) return ofCall(node, inner);
  if (ts.isIdentifier(node)) return ofName(node, inner);
  return literalOf(node) ?? variableOf(node, env);
}

function literalOf(node: ts.Expression): KnownValue {
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  return node.kind === ts.SyntaxKind.FalseKeyword ? { value: false } : undefined;
}

/** `process.env.CI` */
function variableOf(node: ts.Expression, env: Environment | undefined): KnownValue {
  const [root, member, name, ...more] = dottedName(node);
  return env && root === 'process' && member === 'env' && name && more.length === 0 ? { value: env[name] } : undefined;
}

function ofPrefix({ operator }: ts.PrefixUnaryExpression, operand: KnownValue): KnownValue {
  if (operand === undefined) return undefined;
  if (operator === ts.SyntaxKind.ExclamationToken) return { value: !operand.value };
  return operator === ts.SyntaxKind.PlusToken ? { value: Number(operand.value) } : undefined;
}

function ofBinary(node: ts.BinaryExpression, inner: (part: ts.Expression) => KnownValue): KnownValue {
  const left = inner(node.left);
  if (left === undefined) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
      return left.value === undefined ? inner(node.right) : left;
    case ts.SyntaxKind.BarBarToken:
      return left.value ? left : inner(node.right);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return left.value ? inner(node.right) : left;
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken: {
      const right = inner(node.right);
      const isAsked = node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
      return right && { value: (left.value === right.value) === isAsked };
    }
    default:
      return undefined;
  }
}

/** `Number(…)`, `parseInt(…, 10)`, `Boolean(…)` */
function ofCall(node: ts.CallExpression, inner: (part: ts.Expression) => KnownValue): KnownValue {
  const [argument, radix] = node.arguments;
  const told = argument && inner(argument);
  if (told === undefined || (radix !== undefined && inner(radix)?.value !== 10)) return undefined;
  switch (dottedName(node.expression).join('.')) {
    case 'Number':
      return { value: Number(told.value) };
    case 'parseInt':
    case 'Number.parseInt':
      return { value: Number.parseInt(String(told.value), 10) };
    case 'Boolean':
      return { value: Boolean(told.value) };
    default:
      return undefined;
  }
}

function ofName(name: ts.Identifier, inner: (part: ts.Expression) => KnownValue): KnownValue {
  const declaration = declarationOf(name);
  if (declaration === undefined) return name.text === 'undefined' ? { value: undefined } : undefined;
  const isConst =
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConst && declaration.initializer ? inner(declaration.initializer) : undefined;
}
