import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { isElapsed } from './clock-reading.ts';
import { expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';

const EXACT = new Set(['toBe', 'toEqual', 'toStrictEqual']);
const ARITHMETIC = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** Significant digits to which a number must still agree: binary fractions lose less, a wrong result is further off. */
const SIGNIFICANT_DIGITS = 10;
/** Digits after the point that are asked for however large the number is. */
const LEAST_DIGITS = 5;

/** `toBe(0.3)` on the result of floating-point arithmetic. Whole numbers, exact binary fractions and rounded results are none. */
export const exactAssertionOnComputedNumber: FlakyPattern = {
  name: 'exact-assertion-on-computed-number',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = expectationOf(call);
      const expected = expectation?.expected[0];
      if (
        !expectation?.actual ||
        !expected ||
        expectation.negated ||
        expectation.modifiers.length > 0 ||
        !EXACT.has(expectation.matcher.text)
      )
        return [];
      if (expectation.actual.getText() === expected.getText()) return [];
      return isInexact(context, expectation.actual, expected) ? [hitOf(call, expectation.matcher, expected)] : [];
    }),
};

function hitOf(call: ts.CallExpression, matcher: ts.Node, expected: ts.Expression): PatternHit {
  const value = numberOf(expected);
  const digits = digitsFor(value);
  return {
    node: call,
    why: 'Floating-point arithmetic is rounded, so an exact comparison breaks when the order of the additions, the input or the engine changes.',
    advice: `Use \`toBeCloseTo(expected, digits)\`, or compute in whole units (cents, milliseconds).`,
    fix: {
      edits: [
        { start: matcher.getStart(), end: matcher.getEnd(), newText: 'toBeCloseTo' },
        { start: expected.getEnd(), end: expected.getEnd(), newText: `, ${digits}` },
      ],
      summary: `Compare with \`toBeCloseTo\` to ${digits} digits.`,
      safety: value === undefined ? 'suggestion' : 'safe',
    },
  };
}

/**
 * Digits after the point for `toBeCloseTo`, which forgives half of the last one whatever the size of the number: as many as
 * the number needs for its significant ones, so that 0.0000012 does not pass for 0.
 */
function digitsFor(value: number | undefined): number {
  const size = value === undefined ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return Math.max(LEAST_DIGITS, SIGNIFICANT_DIGITS - 1 - size);
}

function isInexact(context: PatternContext, actual: ts.Expression, expected: ts.Expression): boolean {
  const value = numberOf(expected);
  if (value === undefined) return isFloatArithmetic(context, expected) && !isRounded(expected);
  const held = ts.isIdentifier(actual) ? initializerOf(actual) : actual;
  if (!held || isRounded(held)) return false;
  // A length of time is the business of `exact-duration`.
  if (isElapsed(context, actual)) return false;
  if (isBinaryExact(value)) return false;
  return isFloatArithmetic(context, held) || isComputedCall(context, held);
}

/** The value of a number literal, with its sign. */
function numberOf(expression: ts.Expression): number | undefined {
  const node = unwrapped(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (
    !ts.isPrefixUnaryExpression(node) ||
    node.operator !== ts.SyntaxKind.MinusToken ||
    !ts.isNumericLiteral(node.operand)
  )
    return undefined;
  return -Number(node.operand.text);
}

/** Whole numbers and sums of powers of two (0.5, 0.25) are exact in binary. */
function isBinaryExact(value: number): boolean {
  return Number.isInteger(value * 2 ** 20);
}

function isRounded(expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  if (ts.isCallExpression(node))
    return /^(?:round\w*|floor|ceil|trunc|toFixed|toPrecision|parseInt|Number|parseFloat|BigInt|fround)$/u.test(
      calledName(node),
    );
  // `Math.round(x * 100) / 100` gives the double that the literal is.
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.SlashToken &&
    isRounded(node.left) &&
    numberOf(node.right) !== undefined
  );
}

/** Arithmetic with a division or with a literal that binary cannot hold. */
function isFloatArithmetic(context: PatternContext, expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  if (!ts.isBinaryExpression(node) || !ARITHMETIC.has(node.operatorToken.kind)) return false;
  let inexact = false;
  walk(node, (inner) => {
    if (ts.isStringLiteralLike(inner) || isFunctionNode(inner)) return false;
    if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.SlashToken)
      inexact ||= !isExactDivision(inner);
    if (ts.isNumericLiteral(inner) && !isBinaryExact(Number(inner.text))) inexact = true;
    if (ts.isIdentifier(inner)) {
      const held = initializerOf(inner);
      const value = held && numberOf(held);
      if (value !== undefined && !isBinaryExact(value)) inexact = true;
    }
    return !inexact;
  });
  return inexact;
}

function isExactDivision(node: ts.BinaryExpression): boolean {
  const [left, right] = [numberOf(node.left), numberOf(node.right)];
  return left !== undefined && right !== undefined && isBinaryExact(left / right);
}

/** A project function that multiplies, divides or adds fractions and does not round, or any function given fractions. */
function isComputedCall(context: PatternContext, expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  if (!ts.isCallExpression(node)) return false;
  const target = functionOf(context.tree, node.expression);
  const fractions = node.arguments.some((argument) => hasFraction(argument));
  if (!target?.body) return false;
  const body = target.body.getText();
  if (/\b(?:round\w*|toFixed|floor|ceil|trunc)\s*\(/u.test(body)) return false;
  let computes = false;
  walk(target.body, (inner) => {
    if (!ts.isBinaryExpression(inner)) return;
    const kind = inner.operatorToken.kind;
    if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.AsteriskToken) computes = true;
    if (
      fractions &&
      (ARITHMETIC.has(kind) || kind === ts.SyntaxKind.PlusEqualsToken || kind === ts.SyntaxKind.MinusEqualsToken)
    )
      computes = true;
  });
  return computes;
}

function hasFraction(expression: ts.Expression): boolean {
  let found = false;
  walk(expression, (node) => {
    if (ts.isNumericLiteral(node) && !isBinaryExact(Number(node.text))) found = true;
    if (ts.isIdentifier(node)) {
      const held = initializerOf(node);
      if (
        held &&
        held !== expression &&
        !isFunctionNode(held) &&
        held.getText().length < 2000 &&
        /\d\.\d/u.test(held.getText())
      )
        found = true;
    }
  });
  return found;
}
