import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { controlsClock, isNow } from './clock-reading.ts';
import { expectationOf } from './expectation.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { initializerOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';

const SNAPSHOT = /^to(?:Match(?:Inline|File)?Snapshot|ThrowErrorMatching(?:Inline)?Snapshot)$/u;
const IDS = /^(?:uuid|nanoid|ulid|cuid|@paralleldrive\/cuid2|(?:node:)?crypto|@faker-js\/faker(?:\/.+)?)$/u;
const ID_CALLS = /^(?:randomUUID|randomBytes|randomInt|v1|v4|v7|nanoid|ulid|cuid|createId)$/u;
const SEEDS = /(?:spyOn|stubGlobal|mock|doMock|seed|setSystemTime|addSnapshotSerializer)$/u;
const MACHINE =
  /^(?:process\.(?:cwd|pid|ppid|uptime|memoryUsage|hrtime(?:\.bigint)?)|os\.(?:hostname|tmpdir|homedir|cpus|userInfo))$/u;

/** A snapshot of something that holds the time, randomness or the machine. Property matchers, fixed clocks and seeded sources are none. */
export const volatileSnapshot: FlakyPattern = {
  name: 'volatile-snapshot',
  severity: 'error',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = expectationOf(call);
      if (!expectation?.actual || !SNAPSHOT.test(expectation.matcher.text)) return [];
      const first = expectation.expected[0];
      if (first && ts.isObjectLiteralExpression(first)) return [];
      const part = volatileIn(context, expectation.actual, 0);
      if (part === undefined) return [];
      return [
        {
          node: call,
          why: `The snapshot holds \`${part}\`, which is another value in every run or on every machine.`,
          advice:
            'Give property matchers (`toMatchSnapshot({ id: expect.any(String) })`), fix the clock or the seed, or leave the part out.',
        },
      ];
    }),
};

/** The text of the volatile part of an expression, looked for in variables and in project functions that it calls. */
function volatileIn(context: PatternContext, node: ts.Node, depth: number): string | undefined {
  let found: string | undefined;
  walk(node, (inner) => {
    if (found !== undefined) return false;
    if (isShapeOnly(inner)) return false;
    if (isVolatile(context, inner)) found = inner.getText().replaceAll(/\s+/gu, ' ').slice(0, 60);
    else if (ts.isIdentifier(inner) && depth < 2) found = heldVolatile(context, inner, node, depth);
    if (found === undefined && depth < 2 && ts.isCallExpression(inner)) {
      const target = functionOf(context.tree, inner.expression);
      if (target?.body && target.body !== node) found = volatileIn(context, target.body, depth + 1);
    }
    return found === undefined && !(isFunctionNode(inner) && inner !== node);
  });
  return found;
}

function heldVolatile(
  context: PatternContext,
  name: ts.Identifier,
  around: ts.Node,
  depth: number,
): string | undefined {
  if (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) return undefined;
  const held = initializerOf(name);
  return held && held !== around && !isFunctionNode(held) ? volatileIn(context, held, depth + 1) : undefined;
}

/** `typeof x`, `expect.any(Date)` and comparisons do not show the value. */
function isShapeOnly(node: ts.Node): boolean {
  if (ts.isTypeOfExpression(node)) return true;
  return ts.isBinaryExpression(node) && /^(?:[<>]=?|[!=]==?|instanceof)$/u.test(node.operatorToken.getText());
}

function isVolatile(context: PatternContext, node: ts.Node): boolean {
  if (isNow(context, node)) return !controlsClock(context);
  if (!ts.isCallExpression(node)) return false;
  const name = dottedName(node.expression).join('.');
  if (MACHINE.test(name)) return !isReplacedIn(context);
  const callee = unwrapped(node.expression);
  if (ts.isPropertyAccessExpression(callee) && isGlobalRandom(callee)) return !isReplacedIn(context);
  const origin = packageOf(context, node.expression);
  if (!origin || !IDS.test(origin.module) || isReplacedIn(context)) return false;
  return origin.module.startsWith('@faker-js')
    ? calledName(node) !== 'seed'
    : ID_CALLS.test(origin.name) || ID_CALLS.test(calledName(node));
}

function isGlobalRandom(callee: ts.PropertyAccessExpression): boolean {
  const name = callee.name.text;
  return (
    (name === 'random' && isGlobal(callee.expression, 'Math')) ||
    (/^(?:randomUUID|getRandomValues)$/u.test(name) && isGlobal(callee.expression, 'crypto'))
  );
}

/** Whether the file replaces or seeds anything; which one is seldom said plainly. */
function isReplacedIn(context: PatternContext): boolean {
  return [...context.called].some((name) => SEEDS.test(name));
}
