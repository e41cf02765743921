import { ts } from 'ts-morph';

import { memberAccessOf, rootIdentifier } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { declaredBinding, declaredBindingOf } from '../tree/declared.ts';
import { isOtherRunner, isPlaywrightModule } from '../tree/runner-modules.ts';
import { playwrightTypeOf } from './known-type.ts';
import type { Expectation } from '../patterns/expectation.ts';
import { initializerOf, type PatternContext } from '../patterns/pattern-context.ts';

const MOST_DEPTH = 6;

/** An expectation, and the call `expect(actual)` in it. The matcher may also be named in brackets. */
export interface WebExpectation extends Omit<Expectation, 'matcher'> {
  readonly expectCall: ts.CallExpression;
  readonly matcher: ts.MemberName | ts.StringLiteralLike;
}

/** Reads a call as an expectation, also through renamed, configured and extended `expect` functions and `expect.soft`. */
export function webExpectationOf(context: PatternContext, call: ts.CallExpression): WebExpectation | undefined {
  const callee = memberAccessOf(call.expression);
  if (!callee) return undefined;
  const modifiers: string[] = [];
  let current = callee.owner;
  for (let member = memberAccessOf(current); member; member = memberAccessOf(current)) {
    modifiers.push(member.name);
    current = member.owner;
  }
  if (!ts.isCallExpression(current)) return undefined;
  const variant = expectVariant(context, current.expression);
  if (variant === undefined) return undefined;
  return {
    call,
    expectCall: current,
    matcher: callee.nameNode,
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
  const held = ts.isIdentifier(node) ? initializerOf(node) : undefined;
  const member = memberAccessOf(held ?? node);
  if (!member || !isExpect(context, member.owner, 0)) return undefined;
  return /^(?:soft|poll)$/u.test(member.name) ? member.name : undefined;
}

/** Whether an expectation is made with Playwright's own `expect`, whose web-first assertions always return a promise. */
export function isPlaywrightExpect(context: PatternContext, expectation: WebExpectation): boolean {
  return isMadeByPlaywright(context, expectation.expectCall.expression, 0);
}

/**
 * Who makes an expectation: `playwright`, `other` for an `expect` of another runner or a global (Playwright has none), or
 * `unknown` when the file that it comes from is not here.
 */
export function expectMakerOf(
  context: PatternContext,
  expectation: WebExpectation,
): 'playwright' | 'other' | 'unknown' {
  if (isPlaywrightExpect(context, expectation)) return 'playwright';
  const root = rootIdentifier(expectation.expectCall.expression);
  const binding = root && declaredBindingOf(context.tree, root);
  if (!binding) return 'other';
  return binding.kind === 'external' && isOtherRunner(binding.module) ? 'other' : 'unknown';
}

/** Follows `expect`, `expect.soft`, `expect.configure(…)` and variables that hold them to their import. */
function isMadeByPlaywright(context: PatternContext, expression: ts.Expression, depth: number): boolean {
  const root = depth > MOST_DEPTH ? undefined : rootIdentifier(expression);
  const binding = root && declaredBindingOf(context.tree, root);
  if (!binding || binding.kind === 'module') return false;
  if (binding.kind === 'external') return isPlaywrightModule(binding.module);
  if (isTypedExpect(context, binding.node)) return true;
  const held = ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
  return held !== undefined && isMadeByPlaywright(context, held, depth + 1);
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
  if (binding.kind === 'external') {
    const declared = declaredBinding(context.tree, binding);
    return binding.name === 'expect' || (declared.kind === 'node' && isTypedExpect(context, declared.node));
  }
  if (binding.kind !== 'node') return false;
  if (isTypedExpect(context, binding.node)) return true;
  const held = ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
  return held ? isExpect(context, held, depth + 1) : node.text === 'expect';
}

/** `export declare const expect: Expect<Matchers>`, as packages declare an `expect` that they extended. */
function isTypedExpect(context: PatternContext, node: ts.Node): boolean {
  const type = ts.isVariableDeclaration(node) ? node.type : undefined;
  return type !== undefined && playwrightTypeOf(context.tree, type)?.name === 'Expect';
}
