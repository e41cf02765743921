import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { declarationOf, type Declaration } from '../syntax/scope.ts';
import { isWithin, unwrapped, walk } from '../syntax/walk.ts';
import type { FoundTest } from '../tests/static-tests.ts';
import { testCalleeOf } from '../tests/test-callee.ts';
import type { PatternContext } from './pattern-context.ts';

const HOOKS: Readonly<Record<string, Hook['kind']>> = {
  beforeEach: 'beforeEach',
  afterEach: 'afterEach',
  beforeAll: 'beforeAll',
  before: 'beforeAll',
  afterAll: 'afterAll',
  after: 'afterAll',
  onTestFinished: 'afterEach',
};

/** A function that runs around tests: a hook of the file or a group, or what a test asks to run at its own end. */
export interface Hook {
  readonly kind: 'beforeEach' | 'afterEach' | 'beforeAll' | 'afterAll';
  readonly call: ts.CallExpression;
  readonly body: FunctionNode;
}

const hooks = new WeakMap<PatternContext, readonly Hook[]>();

/** The hooks of a file, those in groups included. */
function hooksOf(context: PatternContext): readonly Hook[] {
  const known = hooks.get(context);
  if (known) return known;
  const found = context.calls.flatMap((call): Hook[] => {
    const names = dottedName(call.expression);
    const kind = names.length <= 2 ? HOOKS[names.at(-1) ?? ''] : undefined;
    const body = call.arguments.map((argument): ts.Node => unwrapped(argument)).find(isFunctionNode);
    return kind && body ? [{ kind, call, body }] : [];
  });
  hooks.set(context, found);
  return found;
}

/** The calls of hooks that run after tests, also of those that are given a function by its name. */
export function teardownCallsOf(context: PatternContext): readonly ts.CallExpression[] {
  return context.calls.filter((call) => {
    const names = dottedName(call.expression);
    return names.length <= 2 && HOOKS[names.at(-1) ?? '']?.startsWith('after') === true;
  });
}

/** The hook that a node stands in. */
export function hookOf(context: PatternContext, node: ts.Node): Hook | undefined {
  return hooksOf(context).find((hook) => isWithin(node, hook.body));
}

/** The test that a node stands in. */
export function testOf(context: PatternContext, node: ts.Node): FoundTest | undefined {
  return context.tests.find((test) => test.body && isWithin(node, test.body));
}

/**
 * Whether a change made at a node is still there when a test runs that did not ask for it: after its own test, or outside
 * the group whose hook makes it. A file is taken as the border, since runners isolate files by default.
 */
export function leaksBeyond(context: PatternContext, node: ts.Node): boolean {
  const scope = testOf(context, node)?.body ?? hookScopeOf(context, node);
  if (!scope) return false;
  return context.tests.some((test) => test.body && test.body !== scope && !isWithin(test.call, scope));
}

/** The group around the hook that a node stands in; `undefined` for hooks of the whole file and other places. */
function hookScopeOf(context: PatternContext, node: ts.Node): ts.Node | undefined {
  const hook = hookOf(context, node);
  for (let current: ts.Node | undefined = hook?.call.parent; current; current = current.parent)
    if (ts.isCallExpression(current) && testCalleeOf(context.tree, current)?.role === 'describe') return current;
  return undefined;
}

/** A variable that tests of a file share, with every place that names it. */
export interface SharedVariable {
  readonly name: string;
  readonly declaration: ts.VariableDeclaration;
  readonly isConst: boolean;
  /** Without the declaration itself. */
  readonly references: readonly ts.Identifier[];
}

const shared = new WeakMap<PatternContext, readonly SharedVariable[]>();

/** The variables declared outside tests and functions (groups are looked into), in order of declaration. */
export function sharedVariablesOf(context: PatternContext): readonly SharedVariable[] {
  const known = shared.get(context);
  if (known) return known;
  const found = readSharedVariables(context);
  shared.set(context, found);
  return found;
}

function readSharedVariables(context: PatternContext): readonly SharedVariable[] {
  const declared = new Map<Declaration, ts.Identifier[]>();
  const names = new Set<string>();
  walk(context.source, (node) => {
    if (isFunctionNode(node)) return isGroupBody(context, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      declared.set(node, []);
      names.add(node.name.text);
    }
    return true;
  });
  if (declared.size === 0) return [];
  walk(context.source, (node) => {
    if (!ts.isIdentifier(node) || !names.has(node.text) || isNameOnly(node)) return;
    const declaration = declarationOf(node);
    if (declaration) declared.get(declaration)?.push(node);
  });
  return [...declared].map(([declaration, references]) => ({
    name: references[0]?.text ?? '',
    declaration: declaration as ts.VariableDeclaration,
    isConst: (declaration.parent.flags & ts.NodeFlags.Const) !== 0,
    references,
  }));
}

function isGroupBody(context: PatternContext, node: FunctionNode): boolean {
  return ts.isCallExpression(node.parent) && testCalleeOf(context.tree, node.parent)?.role === 'describe';
}

/** A member's or property's name, and the name in a declaration, are no references. */
function isNameOnly(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isVariableDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && (parent.name === node || parent.propertyName === node)) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isTypeQueryNode(parent)
  );
}

const ASSIGNMENTS = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** Whether an expression is what an assignment, `++`, `--` or `delete` writes to. */
export function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && ASSIGNMENTS.has(parent.operatorToken.kind);
  if (ts.isDeleteExpression(parent)) return true;
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** Whether a name is replaced as a whole by what stands right of `=`. */
export function isReplaced(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `using x = …` and `await using x = …`. */
export function isUsingList(list: ts.VariableDeclarationList): boolean {
  const using: number = ts.NodeFlags.Using;
  return (list.flags & using) !== 0;
}
