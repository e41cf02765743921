import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';

/** One `expect(actual).matcher(expected)`. */
export interface Expectation {
  readonly call: ts.CallExpression;
  readonly matcher: ts.Identifier | ts.MemberName;
  readonly actual: ts.Expression | undefined;
  readonly expected: readonly ts.Expression[];
  readonly negated: boolean;
  /** `expect.poll`, `.resolves`, `.rejects`. */
  readonly modifiers: readonly string[];
}

/** Reads a call as an expectation; `undefined` when it is none. */
export function expectationOf(call: ts.CallExpression): Expectation | undefined {
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const modifiers: string[] = [];
  let current = unwrapped(callee.expression);
  while (ts.isPropertyAccessExpression(current)) {
    modifiers.push(current.name.text);
    current = unwrapped(current.expression);
  }
  if (!ts.isCallExpression(current)) return undefined;
  const names = dottedName(current.expression);
  if (names[0] !== 'expect' || names.length > 2) return undefined;
  return {
    call,
    matcher: callee.name,
    actual: current.arguments[0] && unwrapped(current.arguments[0]),
    expected: call.arguments.map((argument) => unwrapped(argument)),
    negated: modifiers.includes('not'),
    modifiers: [...modifiers, ...names.slice(1)],
  };
}
