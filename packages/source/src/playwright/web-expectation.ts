import { ts } from 'ts-morph';

import { rootIdentifier } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { isPlaywrightModule } from './known-type.ts';
import type { Expectation } from '../patterns/expectation.ts';
import type { PatternContext } from '../patterns/pattern-context.ts';

const MOST_DEPTH = 6;

/** An expectation, and the call `expect(actual)` in it. */
export interface WebExpectation extends Expectation {
  readonly expectCall: ts.CallExpression;
}

/** Reads a call as an expectation, also through renamed, configured and extended `expect` functions and `expect.soft`. */
export function webExpectationOf(context: PatternContext, call: ts.CallExpression): WebExpectation | undefined {
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const modifiers: string[] = [];
  let current = unwrapped(callee.expression);
  while (ts.isPropertyAccessExpression(current)) {
    modifiers.push(current.name.text);
    current = unwrapped(current.expression);
  }
  if (!ts.isCallExpression(current)) return undefined;
  const variant = expectVariant(context, current.expression);
  if (variant === undefined) return undefined;
  return {
    call,
    expectCall: current,
    matcher: callee.name,
    actual: current.arguments[0] && unwrapped(current.arguments[0]),
    expected: call.arguments.map((argument) => unwrapped(argument)),
    negated: modifiers.includes('not'),
    modifiers: variant === '' ? modifiers : [...modifiers, variant],
  };
}

/** `soft` of `expect.soft`, an empty text for `expect` itself, `undefined` for anything else. */
function expectVariant(context: PatternContext, expression: ts.Expression): string | undefined {
  const node = unwrapped(expression);
  if (isExpect(context, node, 0)) return '';
  if (!ts.isPropertyAccessExpression(node) || !isExpect(context, node.expression, 0)) return undefined;
  return /^(?:soft|poll)$/u.test(node.name.text) ? node.name.text : undefined;
}

/** Whether an expectation is made with Playwright's own `expect`, whose web-first assertions always return a promise. */
export function isPlaywrightExpect(context: PatternContext, expectation: WebExpectation): boolean {
  const root = rootIdentifier(expectation.expectCall.expression);
  const binding = root && bindingOf(context.tree, root);
  return binding?.kind === 'external' && isPlaywrightModule(binding.module);
}

function isExpect(context: PatternContext, expression: ts.Expression, depth: number): boolean {
  const node = unwrapped(expression);
  if (depth > MOST_DEPTH) return false;
  if (ts.isPropertyAccessExpression(node))
    return (
      node.name.text === 'expect' && ts.isIdentifier(node.expression) && /^(?:test|it)$/u.test(node.expression.text)
    );
  if (ts.isCallExpression(node)) {
    const callee = unwrapped(node.expression);
    return (
      ts.isPropertyAccessExpression(callee) &&
      /^(?:configure|extend)$/u.test(callee.name.text) &&
      isExpect(context, callee.expression, depth + 1)
    );
  }
  if (!ts.isIdentifier(node)) return false;
  const binding = bindingOf(context.tree, node);
  if (!binding) return node.text === 'expect';
  if (binding.kind === 'external') return binding.name === 'expect';
  if (binding.kind !== 'node') return false;
  const held = ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
  return held ? isExpect(context, held, depth + 1) : node.text === 'expect';
}
