import type { ts } from 'ts-morph';

import { rootIdentifier } from '../../syntax/call.ts';
import { type PatternContext } from '../pattern-context.ts';
import { hookOf, testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { hookEditsFor, isVitestFile, topLevelEdit } from './test-runner.ts';

/** Any numbers would do; they only have to stay. A small one would start the sequence near 0. */
const SEED = 1;
const START = '123_456_789';

/** The generator of Park and Miller, whose numbers lie between 0 and 1 and repeat from the same seed. */
const SEQUENCE = [
  `let seed = ${START};`,
  "vi.spyOn(Math, 'random').mockImplementation(() => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);",
];

/**
 * Makes the source of random data repeat itself: a seed for faker before each test, a fixed sequence for `Math.random`. The
 * one sequence may never meet the case that failed, so these are suggestions.
 */
export function seedFixOf(context: PatternContext, call: ts.CallExpression, source: string): Fix | undefined {
  if (source === 'faker') return fakerFixOf(context, call);
  if (source !== 'Math.random' || !isVitestFile(context) || !isPerTest(context, call)) return undefined;
  const edits = hookEditsFor(context, [
    { kind: 'beforeEach', lines: SEQUENCE, uses: ['vi'] },
    { kind: 'afterEach', lines: ['vi.restoreAllMocks();'] },
  ]);
  return edits && { edits, summary: 'Let `Math.random` give the same sequence in every test.', safety: 'suggestion' };
}

function fakerFixOf(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const root = rootIdentifier(call.expression)?.text;
  if (root !== 'faker') return undefined;
  const line = `faker.seed(${SEED});`;
  const edits = isPerTest(context, call)
    ? hookEditsFor(context, [{ kind: 'beforeEach', lines: [line] }])
    : [topLevelEdit(context, [line])];
  return edits && { edits, summary: `Seed the data: \`${line}\``, safety: 'suggestion' };
}

/** Whether it runs for each test, and not while the file loads or once before all. */
function isPerTest(context: PatternContext, call: ts.CallExpression): boolean {
  return testOf(context, call) !== undefined || hookOf(context, call)?.kind === 'beforeEach' || isInFunction(call);
}

function isInFunction(call: ts.CallExpression): boolean {
  let node: ts.Node = call;
  while (node.parent.parent !== undefined) node = node.parent;
  return /^(?:export\s+)?(?:async\s+)?function\b|=>/u.test(node.getText());
}
