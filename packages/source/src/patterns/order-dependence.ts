import { ts } from 'ts-morph';

import type { FoundTest } from '../tests/static-tests.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { isReplaced, sharedVariablesOf, type SharedVariable, testOf } from './test-structure.ts';

/** A test that reads a variable which only another test fills. Variables filled by a hook, at their declaration or by the test itself are none. */
export const orderDependence: FlakyPattern = {
  name: 'order-dependence',
  severity: 'error',
  find: (context) => sharedVariablesOf(context).flatMap((variable) => hitsOf(context, variable)),
};

function hitsOf(context: PatternContext, variable: SharedVariable): PatternHit[] {
  if (variable.isConst || !isEmpty(variable.declaration.initializer)) return [];
  const writes = variable.references.filter((one) => isReplaced(one));
  const writers = new Set(writes.map((one) => testOf(context, one)));
  // A write outside of tests may run before each of them.
  if (writers.size === 0 || writers.has(undefined)) return [];
  const hits = new Map<FoundTest, PatternHit>();
  for (const read of variable.references) {
    const reader = testOf(context, read);
    if (isReplaced(read) || !reader || writers.has(reader) || hits.has(reader) || isOrdered(reader)) continue;
    const writer = [...writers].find((one) => one !== undefined);
    hits.set(reader, {
      node: read,
      why: `\`${variable.name}\` is given its value by another test only ("${writer?.titlePath.at(-1) ?? ''}"), so this test fails when it runs alone, first, on another worker or after that test failed.`,
      advice: 'Make the value in `beforeEach` or in the test itself, or put what belongs together into one test.',
    });
  }
  return [...hits.values()];
}

function isEmpty(initializer: ts.Expression | undefined): boolean {
  return (
    !initializer ||
    initializer.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(initializer) && initializer.text === 'undefined') ||
    (ts.isStringLiteralLike(initializer) && initializer.text === '')
  );
}

/** Tests declared to run one after the other in one worker say what they do. */
function isOrdered(test: FoundTest): boolean {
  return test.modifiers.includes('serial') || isSequential(test.call);
}

function isSequential(call: ts.Node): boolean {
  for (let current: ts.Node | undefined = call; current; current = current.parent)
    if (ts.isCallExpression(current) && /\.(?:sequential|serial)\b/u.test(current.expression.getText())) return true;
  return false;
}
