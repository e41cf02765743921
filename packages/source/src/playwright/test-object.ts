import { ts } from 'ts-morph';

import { nameText, propertyOf } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { declaredBinding } from '../tree/declared.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';
import { playwrightTypeOf } from './known-type.ts';

const PLAYWRIGHT = '@playwright/test';

/** A test function: the package it comes from, and the fixtures that the project gave it, the nearest first. */
export interface TestObject {
  readonly module: string | undefined;
  readonly fixtures: readonly ts.ObjectLiteralExpression[];
  readonly types: readonly ts.TypeNode[];
}

/** Follows a test function to where it was made, through imports, `extend` and `mergeTests`. */
export function testObjectOf(tree: SourceTree, expression: ts.Expression, depth = 0): TestObject | undefined {
  const node = unwrapped(expression);
  if (depth > 8) return undefined;
  if (ts.isCallExpression(node)) return madeTest(tree, node, depth);
  if (ts.isPropertyAccessExpression(node)) return testObjectOf(tree, node.expression, depth + 1);
  if (!ts.isIdentifier(node)) return undefined;
  const named = bindingOf(tree, node);
  if (!named || named.kind === 'module') return undefined;
  const binding = named.kind === 'external' ? declaredBinding(tree, named) : named;
  const typed = binding.kind === 'node' ? typedTest(tree, binding.node) : undefined;
  if (typed) return typed;
  if (named.kind === 'external')
    return { module: binding.kind === 'external' ? binding.module : named.module, fixtures: [], types: [] };
  if (binding.kind !== 'node') return undefined;
  const made = ts.isVariableDeclaration(binding.node) ? binding.node.initializer : binding.node;
  return made && ts.isExpression(made) ? testObjectOf(tree, made, depth + 1) : undefined;
}

/** `export declare const test: TestType<Fixtures, {}>`, as packages declare the test function that they extended. */
function typedTest(tree: SourceTree, node: ts.Node): TestObject | undefined {
  const type = ts.isVariableDeclaration(node) && !node.initializer ? node.type : undefined;
  const own = type && playwrightTypeOf(tree, type);
  return own?.name === 'TestType' ? { module: PLAYWRIGHT, fixtures: [], types: own.given } : undefined;
}

function madeTest(tree: SourceTree, call: ts.CallExpression, depth: number): TestObject | undefined {
  const callee = unwrapped(call.expression);
  if (ts.isIdentifier(callee) && callee.text === 'mergeTests') return mergedTests(tree, call, depth);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'extend') return undefined;
  const base = testObjectOf(tree, callee.expression, depth + 1);
  const given = call.arguments[0] && valueNodeOf(tree, call.arguments[0]);
  return {
    module: base?.module,
    fixtures: [...(given && ts.isObjectLiteralExpression(given) ? [given] : []), ...(base?.fixtures ?? [])],
    types: [...(call.typeArguments ?? []), ...(given ? typesOfFixtures(tree, given) : []), ...(base?.types ?? [])],
  };
}

/** `export declare const fixtures: Fixtures<Shop, {}, …>`, as packages declare fixtures to extend a test with. */
function typesOfFixtures(tree: SourceTree, given: ts.Node): readonly ts.TypeNode[] {
  const type = ts.isVariableDeclaration(given) ? given.type : undefined;
  const own = type && playwrightTypeOf(tree, type);
  return own?.name === 'Fixtures' ? own.given : [];
}

function mergedTests(tree: SourceTree, call: ts.CallExpression, depth: number): TestObject {
  const parts = call.arguments.flatMap((argument) => testObjectOf(tree, argument, depth + 1) ?? []);
  return {
    module: parts.find((part) => part.module !== undefined)?.module,
    fixtures: parts.flatMap((part) => part.fixtures),
    types: parts.flatMap((part) => part.types),
  };
}

/** What a fixture hands to the test: the argument of `use` (or the plain value of an option). */
export function fixtureExpression(test: TestObject, name: string): ts.Expression | undefined {
  for (const object of test.fixtures) {
    const held = propertyOf(object, name);
    if (!held) continue;
    const value = !ts.isMethodDeclaration(held) && ts.isArrayLiteralExpression(held) ? held.elements[0] : held;
    if (!value) return undefined;
    const node = ts.isMethodDeclaration(value) ? value : unwrapped(value);
    return isFunctionNode(node) ? usedValue(node) : node;
  }
  return undefined;
}

function usedValue(fixture: FunctionNode): ts.Expression | undefined {
  const use = nameText(fixture.parameters[1]?.name);
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === use)
      found ??= node.arguments[0];
    ts.forEachChild(node, visit);
  };
  if (fixture.body && use !== undefined) visit(fixture.body);
  return found;
}
