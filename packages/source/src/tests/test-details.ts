import type { StaticTest } from '@millwright/core';
import { ts } from 'ts-morph';

import { dottedName, propertyOf } from '../syntax/call.ts';
import type { FunctionNode } from '../syntax/functions.ts';
import { stringsIn } from '../syntax/static-text.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { type TestCallee, testCalleeOf } from './test-callee.ts';

export type TestModifier = StaticTest['modifiers'][number];

const MODIFIERS: Readonly<Record<string, TestModifier>> = {
  only: 'only',
  skip: 'skip',
  fixme: 'fixme',
  fail: 'fail',
  fails: 'fail',
  failing: 'fail',
  todo: 'todo',
  each: 'each',
  for: 'each',
  slow: 'slow',
  serial: 'serial',
  concurrent: 'concurrent',
};

/** The modifiers that stand in the call's own name: `it.skip.each`. */
export function modifiersOf(callee: TestCallee): TestModifier[] {
  return callee.modifiers.flatMap((member) => (Object.hasOwn(MODIFIERS, member) ? (MODIFIERS[member] ?? []) : []));
}

/** Tags and modifiers of the options object: `{ tag: '@smoke' }` of Playwright, `{ tags: ['slow'], concurrent: true }` of Vitest. */
export function detailsOf(
  call: ts.CallExpression,
  module: string | undefined,
): { readonly tags: readonly string[]; readonly modifiers: readonly TestModifier[] } {
  const tags: string[] = [];
  const modifiers: TestModifier[] = [];
  for (const argument of call.arguments.slice(1)) {
    const node = unwrapped(argument);
    if (!ts.isObjectLiteralExpression(node)) continue;
    for (const name of module === 'vitest' ? ['tags'] : ['tag', 'tags']) {
      const value = propertyOf(node, name);
      if (value && !ts.isMethodDeclaration(value)) tags.push(...stringsIn(value));
    }
    for (const [name, modifier] of Object.entries(MODIFIERS)) {
      const value = propertyOf(node, name);
      if (value?.kind === ts.SyntaxKind.TrueKeyword) modifiers.push(modifier);
    }
  }
  return { tags, modifiers };
}

/** `test.describe.configure({ mode: 'serial' })` among the statements of a group or file. */
export function describeModifiersOf(block: ts.SourceFile | ts.Block): TestModifier[] {
  for (const statement of block.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) continue;
    const call = statement.expression;
    const options = call.arguments[0];
    if (
      dottedName(call.expression).slice(-2).join('.') !== 'describe.configure' ||
      !options ||
      !ts.isObjectLiteralExpression(options)
    )
      continue;
    const mode = propertyOf(options, 'mode');
    if (mode && ts.isStringLiteralLike(mode) && mode.text === 'serial') return ['serial'];
  }
  return [];
}

/** Unconditional `test.skip()`, `test.fixme()`, `test.fail()`, `test.slow()` at the top of a body. */
export function bodyModifiersOf(tree: SourceTree, body: FunctionNode | undefined): TestModifier[] {
  if (!body?.body || !ts.isBlock(body.body)) return [];
  return body.body.statements.flatMap((statement) => {
    const call =
      ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)
        ? statement.expression
        : undefined;
    return call && call.arguments.length === 0 ? annotationModifiers(tree, call) : [];
  });
}

function annotationModifiers(tree: SourceTree, call: ts.CallExpression): TestModifier[] {
  const names = dottedName(call.expression);
  const member = names.at(-1) ?? '';
  if (member === 'slow') return names[0] === 'test' ? ['slow'] : [];
  const callee = ['skip', 'fixme', 'fail'].includes(member) ? testCalleeOf(tree, call) : undefined;
  return callee ? modifiersOf(callee) : [];
}
