import { ts } from 'ts-morph';

import { nameText, propertyOf, rootIdentifier } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import { bindingOf } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf, valueNodeOf } from '../../tree/values.ts';

/** One definition of a fixture; a later one of the same name builds on it. */
export interface TestFixture {
  readonly name: string;
  readonly body: FunctionNode;
  /** Runs for every test, asked for or not. */
  readonly auto: boolean;
}

/** The fixtures behind the `test` function of a call: every `extend` on the way to the runner's own. */
export function fixturesOf(tree: SourceTree, call: ts.CallExpression): readonly TestFixture[] {
  const root = rootIdentifier(call.expression);
  return root ? fixturesBehind(tree, root, 0) : [];
}

/** Names of the fixtures that a function asks for in its first parameter. */
export function wantedFixtures(body: FunctionNode): readonly string[] {
  const pattern = body.parameters[0]?.name;
  if (!pattern || !ts.isObjectBindingPattern(pattern)) return [];
  return pattern.elements.flatMap((element) => nameText(element.propertyName ?? element.name) ?? []);
}

/** The class of the object that each fixture gives, where it is made in place: `use(new ShopApi(request))`. */
export function fixtureClassesOf(
  tree: SourceTree,
  fixtures: Iterable<TestFixture>,
): ReadonlyMap<string, ts.ClassLikeDeclaration> {
  const classes = new Map<string, ts.ClassLikeDeclaration>();
  const several = new Set<string>();
  for (const { name, body } of fixtures) {
    const given = givenClassOf(tree, body);
    if (!given || (classes.has(name) && classes.get(name) !== given)) several.add(name);
    else classes.set(name, given);
  }
  for (const name of several) classes.delete(name);
  return classes;
}

function givenClassOf(tree: SourceTree, body: FunctionNode): ts.ClassLikeDeclaration | undefined {
  const use = nameText(body.parameters[1]?.name);
  let given: ts.ClassLikeDeclaration | undefined;
  walk(body.body ?? body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== use) return;
    const argument = node.arguments[0];
    const made = argument && valueNodeOf(tree, argument);
    const container = made && ts.isNewExpression(made) ? valueNodeOf(tree, made.expression) : undefined;
    if (container && ts.isClassLike(container)) given = container;
  });
  return given;
}

function fixturesBehind(tree: SourceTree, expression: ts.Expression, depth: number): readonly TestFixture[] {
  const node = unwrapped(expression);
  if (depth > 8) return [];
  if (ts.isIdentifier(node)) {
    const binding = bindingOf(tree, node);
    if (binding?.kind !== 'node') return [];
    const value = ts.isVariableDeclaration(binding.node) ? binding.node.initializer : binding.node;
    return value && ts.isExpression(value) ? fixturesBehind(tree, value, depth + 1) : [];
  }
  if (ts.isPropertyAccessExpression(node)) return fixturesBehind(tree, node.expression, depth + 1);
  return ts.isCallExpression(node) ? fixturesOfCall(tree, node, depth) : [];
}

const fixturesOfCalls = new WeakMap<ts.CallExpression, readonly TestFixture[]>();

/** `base.extend({ … })`, `base.extend('name', …)` and `mergeTests(a, b)` */
function fixturesOfCall(tree: SourceTree, call: ts.CallExpression, depth: number): readonly TestFixture[] {
  const known = fixturesOfCalls.get(call);
  if (known) return known;
  const callee = unwrapped(call.expression);
  const found = ts.isIdentifier(callee)
    ? callee.text === 'mergeTests'
      ? call.arguments.flatMap((argument) => fixturesBehind(tree, argument, depth + 1))
      : []
    : ts.isPropertyAccessExpression(callee) && ['extend', 'override', 'scoped'].includes(callee.name.text)
      ? [...fixturesBehind(tree, callee.expression, depth + 1), ...extensionOf(tree, call)]
      : [];
  fixturesOfCalls.set(call, found);
  return found;
}

function extensionOf(tree: SourceTree, call: ts.CallExpression): readonly TestFixture[] {
  const [first, ...rest] = call.arguments;
  if (!first) return [];
  const node = unwrapped(first);
  if (ts.isStringLiteralLike(node)) return fixtureOf(tree, node.text, rest.at(-1), rest[0]);
  const object = valueNodeOf(tree, first);
  return object && ts.isObjectLiteralExpression(object) ? fixturesIn(tree, object) : [];
}

function fixturesIn(tree: SourceTree, object: ts.ObjectLiteralExpression): readonly TestFixture[] {
  return object.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) {
      const spread = valueNodeOf(tree, property.expression);
      return spread && spread !== object && ts.isObjectLiteralExpression(spread) ? fixturesIn(tree, spread) : [];
    }
    const name = nameText(property.name);
    const value = name === undefined ? undefined : propertyOf(object, name);
    if (name === undefined || !value) return [];
    if (ts.isMethodDeclaration(value)) return isFunctionNode(value) ? [{ name, body: value, auto: false }] : [];
    // `[async ({ page }, use) => …, { auto: true }]`
    return ts.isArrayLiteralExpression(value)
      ? fixtureOf(tree, name, value.elements[0], value.elements[1])
      : fixtureOf(tree, name, value, undefined);
  });
}

function fixtureOf(
  tree: SourceTree,
  name: string,
  value: ts.Expression | undefined,
  options: ts.Expression | undefined,
): readonly TestFixture[] {
  const node = value && unwrapped(value);
  const body = node && (isFunctionNode(node) ? node : functionOf(tree, node));
  if (!body) return [];
  const details = options && unwrapped(options);
  const auto = details && ts.isObjectLiteralExpression(details) ? propertyOf(details, 'auto') : undefined;
  return [{ name, body, auto: auto?.kind === ts.SyntaxKind.TrueKeyword }];
}
