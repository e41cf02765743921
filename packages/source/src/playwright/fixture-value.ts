import { ts } from 'ts-morph';

import { rootIdentifier } from '../syntax/call.ts';
import { ancestorOf, unwrappedParent } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { isOtherRunner } from '../tree/runner-modules.ts';
import { knownOfType } from './known-type.ts';
import { FOREIGN, type Known, playwright } from './known-value.ts';
import { FIXTURE_KINDS } from './members.ts';
import { worksWithPlaywright } from './playwright-file.ts';
import { fixtureExpression, type TestObject, testObjectOf } from './test-object.ts';

/** What a test, hook or fixture is handed under a name: what the project's fixture gives, else Playwright's own. */
export function fixtureValue(
  tree: SourceTree,
  parameter: ts.ParameterDeclaration,
  name: string,
): Known | ts.Expression | undefined {
  const test = testAround(tree, parameter);
  if (!test) return byConvention(parameter, name);
  const typed = typedFixture(tree, test, name);
  if (typed) return typed;
  const given = fixtureExpression(test, name);
  if (given && !isOverride(given, name)) return given;
  const kind = FIXTURE_KINDS[name];
  if (!kind) return undefined;
  return test.module !== undefined && isOtherRunner(test.module) ? FOREIGN : playwright(kind);
}

/** `page: async ({ page }, use) => { await use(page) }` hands on the fixture of the same name. */
function isOverride(given: ts.Expression, name: string): boolean {
  return ts.isIdentifier(given) && given.text === name;
}

function typedFixture(tree: SourceTree, test: TestObject, name: string): Known | undefined {
  for (const type of test.types) {
    const shape = knownOfType(tree, type);
    const member = shape?.is === 'shape' ? shape.members.find((one) => one.name?.getText() === name) : undefined;
    if (member && ts.isPropertySignature(member) && member.type) return knownOfType(tree, member.type);
  }
  return undefined;
}

/** The test function whose callback, hook or fixture has the parameter. */
function testAround(tree: SourceTree, parameter: ts.ParameterDeclaration): TestObject | undefined {
  const owner = unwrappedParent(parameter.parent);
  const call = ts.isCallExpression(owner) ? owner : extensionAround(parameter.parent);
  const root = call && rootIdentifier(call.expression);
  return call && (testObjectOf(tree, call.expression) ?? (root && testObjectOf(tree, root)));
}

/** `base.extend({ name: async ({ page }, use) => … })`. */
function extensionAround(node: ts.Node): ts.CallExpression | undefined {
  const call = ancestorOf(node, ts.isCallExpression);
  const callee = call?.expression;
  return callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'extend' ? call : undefined;
}

/** `async function login({ page })` in a file that works with Playwright. */
function byConvention(parameter: ts.ParameterDeclaration, name: string): Known | undefined {
  const kind = FIXTURE_KINDS[name];
  return kind && worksWithPlaywright(parameter.getSourceFile()) ? playwright(kind) : undefined;
}
