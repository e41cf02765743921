import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { enclosingFunction, type FunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { externalOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { findTests, type FoundTest } from '../tests/static-tests.ts';
import { testCalleeOf } from '../tests/test-callee.ts';

/** One file as the patterns see it: parsed once, its calls collected once. */
export interface PatternContext {
  readonly tree: SourceTree;
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly tests: readonly FoundTest[];
  readonly calls: readonly ts.CallExpression[];
  readonly news: readonly ts.NewExpression[];
  /** Everything with `=`, in the order of the text. */
  readonly assignments: readonly ts.BinaryExpression[];
  readonly deletions: readonly ts.DeleteExpression[];
  /** Dotted names of everything that is called: `vi.useFakeTimers`, `page.clock.install`. */
  readonly called: ReadonlySet<string>;
  readonly usesPlaywright: boolean;
}

/** Reads a file for the patterns; `undefined` when it does not exist. */
export function patternContextOf(tree: SourceTree, file: string): PatternContext | undefined {
  const source = tree.source(file);
  if (!source) return undefined;
  const calls: ts.CallExpression[] = [];
  const news: ts.NewExpression[] = [];
  const assignments: ts.BinaryExpression[] = [];
  const deletions: ts.DeleteExpression[] = [];
  walk(source, (node) => {
    if (ts.isCallExpression(node)) calls.push(node);
    else if (ts.isNewExpression(node)) news.push(node);
    else if (ts.isDeleteExpression(node)) deletions.push(node);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      assignments.push(node);
  });
  const { tests, modules } = findTests(tree, file);
  const usesPlaywright =
    [...modules].some((module) => module?.includes('playwright')) ||
    /from\s+['"](?:@playwright\/test|@millwright\/playwright|playwright)['"]/u.test(source.text);
  return {
    tree,
    file,
    source,
    tests,
    calls,
    news,
    assignments,
    deletions,
    called: new Set(calls.map((call) => dottedName(call.expression).join('.'))),
    usesPlaywright,
  };
}

/** Where a node runs: in a test's own course (hooks and steps too), in a named function, in somebody else's callback, while the file loads, or in a retry. */
export type Flow = 'test' | 'helper' | 'callback' | 'top' | 'retry';

const TRANSPARENT = new Set([
  'step',
  'forEach',
  'map',
  'flatMap',
  'all',
  'allSettled',
  'extend',
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
  'before',
  'after',
  'beforeAllWorkers',
  'setup',
  'teardown',
  'describe',
]);
const RETRYING = /retr(?:y|ies)|poll|toPass|waitFor|waitUntil|eventually|backoff|until/iu;

/** Classifies the functions around a node, from the inside out. */
export function flowOf(context: PatternContext, node: ts.Node): Flow {
  const owner = enclosingFunction(node);
  if (!owner) return 'top';
  const known = flows.get(owner);
  if (known) return known;
  const flow = flowInside(context, owner);
  flows.set(owner, flow);
  return flow;
}

/** By the nearest function around a node. */
const flows = new WeakMap<FunctionNode, Flow>();

function flowInside(context: PatternContext, start: FunctionNode): Flow {
  let flow: Flow = 'top';
  for (let inner: FunctionNode | undefined = start; inner; inner = enclosingFunction(inner)) {
    const owner = callWith(inner);
    if (!owner) return isImmediate(inner) ? flow : isFixture(inner) ? 'test' : 'helper';
    const names = dottedName(owner.expression);
    if (names.some((name) => RETRYING.test(name)) || isRetriedExpect(owner)) return 'retry';
    const callee = testCalleeOf(context.tree, owner);
    if (callee?.role === 'test') return 'test';
    if (!callee && !TRANSPARENT.has(names.at(-1) ?? '')) return 'callback';
    flow = 'test';
  }
  return flow;
}

/** The call that a function is handed to as an argument. */
function callWith(node: FunctionNode): ts.CallExpression | undefined {
  const parent = unwrappedParent(node);
  return ts.isCallExpression(parent) && parent.arguments.some((argument) => unwrapped(argument) === node)
    ? parent
    : undefined;
}

function isImmediate(node: FunctionNode): boolean {
  const parent = unwrappedParent(node);
  return ts.isCallExpression(parent) && unwrapped(parent.expression) === node;
}

/** A fixture: a function in the object given to `test.extend({ … })`. */
function isFixture(node: FunctionNode): boolean {
  const call = ancestorOf(node, ts.isCallExpression);
  return call !== undefined && dottedName(call.expression).at(-1) === 'extend';
}

/** `expect(async () => …).toPass()`. */
function isRetriedExpect(call: ts.CallExpression): boolean {
  if (dottedName(call.expression).join('.') !== 'expect') return false;
  const parent = call.parent;
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'toPass';
}

/** Whether a name is the runtime's own global, not something that the file or an import declares. */
export function isGlobal(expression: ts.Expression, name: string): boolean {
  const node = unwrapped(expression);
  if (ts.isPropertyAccessExpression(node) && ['globalThis', 'window', 'global'].includes(node.expression.getText()))
    return node.name.text === name;
  return ts.isIdentifier(node) && node.text === name && declarationOf(node) === undefined;
}

/** The package and exported name behind the root of a call: `{ module: 'axios', name: 'default' }` for `axios.get()`. */
export function packageOf(
  context: PatternContext,
  expression: ts.Expression,
): { readonly module: string; readonly name: string } | undefined {
  let node = unwrapped(expression);
  while (ts.isPropertyAccessExpression(node)) node = unwrapped(node.expression);
  return ts.isIdentifier(node) ? externalOf(context.tree, node) : undefined;
}

/** Whether a node stands in a loop of its own function. */
export function isInLoop(node: ts.Node): boolean {
  const boundary = enclosingFunction(node);
  for (let current = node.parent; current && current !== boundary; current = current.parent) {
    if (ts.isWhileStatement(current) || ts.isDoStatement(current)) return true;
    // A `for` that can leave early waits for something; one that cannot only repeats.
    if ((ts.isForStatement(current) || ts.isForOfStatement(current)) && leavesEarly(current.statement)) return true;
  }
  return false;
}

function leavesEarly(body: ts.Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (ts.isBreakStatement(node) || ts.isReturnStatement(node)) found = true;
  });
  return found;
}

/** The `const` or `let` that holds a value, when it is held by one. */
export function initializerOf(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = declarationOf(node);
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? unwrapped(declaration.initializer)
    : undefined;
}
