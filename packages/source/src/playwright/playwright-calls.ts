import { ts } from 'ts-morph';

import { dottedName, nameText, receiverOf } from '../syntax/call.ts';
import { ancestorOf, unwrapped } from '../syntax/walk.ts';
import { type PatternContext, initializerOf, isGlobal } from '../patterns/pattern-context.ts';
import { isOtherRunner, isPlaywrightModule } from '../tree/runner-modules.ts';
import { kindByUse } from './by-use.ts';
import { inferValue } from './infer-value.ts';
import type { Known } from './known-value.ts';
import { KNOWN_METHODS, type PlaywrightKind } from './members.ts';
import { worksWithPlaywright } from './playwright-file.ts';
import { testObjectOf } from './test-object.ts';

/** A call of a method of Playwright. */
export interface PlaywrightCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  readonly kind: PlaywrightKind;
  readonly method: string;
}

const remembered = new WeakMap<PatternContext, readonly PlaywrightCall[]>();

/** Every call in a file that is known to be one of Playwright's, in the order of the source. */
export function playwrightCallsOf(context: PatternContext): readonly PlaywrightCall[] {
  const found = remembered.get(context) ?? context.calls.flatMap((call) => playwrightCallOf(context, call) ?? []);
  remembered.set(context, found);
  return found;
}

/** Reads one call as a call of Playwright; `undefined` when it is none or that is not sure. */
export function playwrightCallOf(context: PatternContext, call: ts.CallExpression): PlaywrightCall | undefined {
  const receiver = receiverOf(call);
  const method = dottedName(call.expression).at(-1) ?? '';
  if (!receiver || !KNOWN_METHODS.has(method)) return undefined;
  const value = inferValue(context.tree, receiver);
  const kind = value ? kindOfValue(value) : kindByUse(receiver, method);
  return kind && { call, receiver, kind, method };
}

/** What of Playwright an expression is (not a promise of it, not a list). */
export function kindOf(context: PatternContext, expression: ts.Expression): PlaywrightKind | undefined {
  return kindOfValue(inferValue(context.tree, expression));
}

function kindOfValue(value: Known | undefined): PlaywrightKind | undefined {
  return value?.is === 'playwright' && !value.promised && !value.list ? value.kind : undefined;
}

/** The value that a `const` holds, or the expression itself; a variable that changes is left as it is. */
export function constantOf(expression: ts.Expression): ts.Expression {
  const node = unwrapped(expression);
  const held = initializerOf(node);
  const list = held && ancestorOf(held, ts.isVariableDeclarationList);
  return held && list && (list.flags & ts.NodeFlags.Const) !== 0 ? held : node;
}

/** Whether a file works with Playwright at all. */
export function isPlaywrightFile(context: PatternContext): boolean {
  return context.usesPlaywright || worksWithPlaywright(context.source) || playwrightCallsOf(context).length > 0;
}

/** The value of a property in the options that a call is given, also through a constant. */
export function optionOf(call: ts.CallExpression, name: string): ts.Expression | undefined {
  for (const argument of call.arguments) {
    const node = initializerOf(argument) ?? unwrapped(argument);
    if (!ts.isObjectLiteralExpression(node)) continue;
    for (const property of node.properties) {
      if (nameText(property.name) !== name) continue;
      const value = ts.isPropertyAssignment(property)
        ? unwrapped(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined;
      return value && (initializerOf(value) ?? value);
    }
  }
  return undefined;
}

/** Whether a name is Playwright's `test` (also extended or renamed), as in `test.step(…)`. */
export function isPlaywrightTest(context: PatternContext, expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  const test = testObjectOf(context.tree, node);
  // A `test` that nothing declares is the global of a runner.
  const isGlobalTest = ts.isIdentifier(node) && /^(?:test|it)$/u.test(node.text) && isGlobal(node, node.text);
  if (test?.module === undefined) return isGlobalTest && isPlaywrightFile(context);
  return isPlaywrightModule(test.module) || (!isOtherRunner(test.module) && context.usesPlaywright);
}
