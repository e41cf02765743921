import type { StaticTest } from '@millwright/core';
import { ts } from 'ts-morph';

import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { locationOf } from '../syntax/location.ts';
import { staticTextOf, UNKNOWN_PART } from '../syntax/static-text.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { functionOf } from '../tree/values.ts';
import { testBodyHashOf } from './test-body-hash.ts';
import { type TestCallee, testCalleeOf } from './test-callee.ts';
import { bodyModifiersOf, describeModifiersOf, detailsOf, modifiersOf, type TestModifier } from './test-details.ts';

/** A test of the source with the nodes it was read from. */
export interface FoundTest extends StaticTest {
  readonly call: ts.CallExpression;
  readonly body: FunctionNode | undefined;
}

/** The tests of one file, and the modules that its test functions come from (`undefined` for the runner's globals). */
export interface FoundTests {
  readonly tests: readonly FoundTest[];
  readonly modules: ReadonlySet<string | undefined>;
}

interface Context {
  readonly titles: readonly string[];
  readonly dynamic: boolean;
  readonly modifiers: readonly TestModifier[];
  readonly tags: readonly string[];
  /** How many project functions the walk went into; a call in a function of another file is shown where it was called. */
  readonly depth: number;
  readonly shownAt: ts.Node | undefined;
}

const MOST_DEPTH = 4;

/** Finds the tests that loading a file registers: at its top level, in `describe` callbacks, loops, and the project functions it calls. */
export function findTests(tree: SourceTree, file: string): FoundTests {
  const source = tree.source(file);
  const tests: FoundTest[] = [];
  const modules = new Set<string | undefined>();
  if (!source) return { tests, modules };
  visitChildren(source, { titles: [], dynamic: false, modifiers: [], tags: [], depth: 0, shownAt: undefined });
  return { tests, modules };

  function visitChildren(node: ts.Node, context: Context): void {
    const inner =
      ts.isSourceFile(node) || ts.isBlock(node)
        ? { ...context, modifiers: [...context.modifiers, ...describeModifiersOf(node)] }
        : context;
    ts.forEachChild(node, (child) => visit(child, inner));
  }

  function visit(node: ts.Node, context: Context): void {
    if (ts.isCallExpression(node)) visitCall(node, context);
    else if (!isFunctionNode(node) && !ts.isClassLike(node)) visitChildren(node, context);
  }

  function visitCall(call: ts.CallExpression, context: Context): void {
    const callee = testCalleeOf(tree, call);
    if (callee?.role === 'describe') visitDescribe(call, callee, context);
    else if (callee) addTest(call, callee, context);
    else visitPlainCall(call, context);
  }

  function visitDescribe(call: ts.CallExpression, callee: TestCallee, context: Context): void {
    const title = titleOf(call, callee);
    const body = call.arguments.map((argument) => functionArgument(argument)).find((one) => one !== undefined);
    if (!body?.body) return;
    modules.add(callee.module);
    const details = detailsOf(call, callee.module);
    visitChildren(body.body, {
      ...context,
      titles: title && title.text !== '' ? [...context.titles, title.text] : context.titles,
      dynamic: context.dynamic || (title?.dynamic ?? false),
      modifiers: [...context.modifiers, ...modifiersOf(callee), ...details.modifiers],
      tags: [...context.tags, ...titleTags(title?.text, callee), ...details.tags],
    });
  }

  function addTest(call: ts.CallExpression, callee: TestCallee, context: Context): void {
    const title = titleOf(call, callee);
    const body = call.arguments.map((argument) => functionArgument(argument)).find((one) => one !== undefined);
    // `test.skip()` and `test.skip(condition, reason)` inside a body or a group are annotations, not tests.
    if (
      !title ||
      (!body && !callee.modifiers.some((one) => one === 'todo' || one === 'skip' || one === 'fixme')) ||
      isAnnotation(call, body)
    )
      return;
    modules.add(callee.module);
    const details = detailsOf(call, callee.module);
    const { line, column } = locationOf(file, context.shownAt ?? call);
    const modifiers = [
      ...context.modifiers,
      ...modifiersOf(callee),
      ...details.modifiers,
      ...bodyModifiersOf(tree, body),
    ];
    tests.push({
      titlePath: [...context.titles, title.text],
      dynamicTitle: context.dynamic || title.dynamic,
      line,
      column,
      modifiers: [...new Set(modifiers)],
      tags: [...new Set([...context.tags, ...titleTags(title.text, callee), ...details.tags])],
      bodyHash: testBodyHashOf(call),
      call,
      body,
    });
  }

  /** Callbacks of ordinary calls run at load time when they are iterated or wrapped; project functions are followed. */
  function visitPlainCall(call: ts.CallExpression, context: Context): void {
    visit(call.expression, context);
    for (const argument of call.arguments) {
      const node = unwrapped(argument);
      if (isFunctionNode(node)) {
        if (node.body && runsAtLoad(call)) visitChildren(node.body, context);
      } else visit(argument, context);
    }
    const immediate = unwrapped(call.expression);
    if (isFunctionNode(immediate) && immediate.body) visitChildren(immediate.body, context);
    else if (ts.isIdentifier(immediate)) followFunction(call, immediate, context);
  }

  function followFunction(call: ts.CallExpression, name: ts.Identifier, context: Context): void {
    if (context.depth >= MOST_DEPTH || bindingOf(tree, name)?.kind !== 'node') return;
    const target = functionOf(tree, name);
    if (
      !target?.body ||
      (target.getSourceFile() !== source && !/\b(?:test|it|describe|suite)\b/u.test(target.getText()))
    )
      return;
    const elsewhere = target.getSourceFile() !== source;
    visitChildren(target.body, {
      ...context,
      depth: context.depth + 1,
      shownAt: elsewhere ? (context.shownAt ?? call) : context.shownAt,
    });
  }

  function functionArgument(argument: ts.Expression): FunctionNode | undefined {
    const node = unwrapped(argument);
    if (isFunctionNode(node)) return node;
    if (ts.isIdentifier(node)) return functionOf(tree, node);
    return ts.isCallExpression(node)
      ? node.arguments.map((inner): ts.Node => unwrapped(inner)).find(isFunctionNode)
      : undefined;
  }

  function titleOf(call: ts.CallExpression, callee: TestCallee): { text: string; dynamic: boolean } | undefined {
    const first = call.arguments[0];
    if (!first || isFunctionNode(unwrapped(first)))
      return callee.role === 'describe' && first ? { text: '', dynamic: false } : undefined;
    const node = unwrapped(first);
    const named = ts.isIdentifier(node) ? nameOfFunction(node) : undefined;
    const title = named ?? staticTextOf(first, constantElsewhere);
    return callee.each ? tableTitle(title.text) : title;
  }

  /** Vitest and Jest name a group after a function or class given in place of a title. */
  function nameOfFunction(node: ts.Identifier): { text: string; dynamic: boolean } | undefined {
    const binding = bindingOf(tree, node);
    const declared = binding?.kind === 'node' ? binding.node : undefined;
    if (!declared) return undefined;
    const isNamed = ts.isFunctionDeclaration(declared) || ts.isClassDeclaration(declared);
    return isNamed && declared.name ? { text: declared.name.text, dynamic: false } : undefined;
  }

  function constantElsewhere(node: ts.Identifier): ts.Expression | undefined {
    const binding = bindingOf(tree, node);
    if (binding?.kind !== 'node' || !ts.isVariableDeclaration(binding.node)) return undefined;
    return binding.node.parent.flags & ts.NodeFlags.Const ? binding.node.initializer : undefined;
  }
}

const LOAD_TIME_CALLS = new Set(['forEach', 'map', 'flatMap', 'filter', 'entries', 'then']);

function runsAtLoad(call: ts.CallExpression): boolean {
  const callee = unwrapped(call.expression);
  return ts.isPropertyAccessExpression(callee) && LOAD_TIME_CALLS.has(callee.name.text);
}

/** `test.skip(({ browserName }) => …, 'why')` and `test.fixme(condition, 'why')`: the first argument is not a title. */
function isAnnotation(call: ts.CallExpression, body: FunctionNode | undefined): boolean {
  const first = call.arguments[0];
  if (!first || body) return false;
  const node = unwrapped(first);
  const isTitle = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  return !isTitle;
}

function titleTags(title: string | undefined, callee: TestCallee): string[] {
  if (!title || callee.module === 'vitest') return [];
  return title.match(/@\S+/gu) ?? [];
}

/** A table title with its placeholders (`%s`, `$name`, `$a.b`) written as unknown parts. */
function tableTitle(title: string): { text: string; dynamic: boolean } {
  const known = title.split(UNKNOWN_PART);
  const text = known
    .map((part) => part.replaceAll(/%[sdifjoOpct#$]|\$#|\$[A-Za-z_][\w.]*/gu, () => UNKNOWN_PART).replaceAll('%%', '%'))
    .join(UNKNOWN_PART);
  return { text, dynamic: text.includes(UNKNOWN_PART) };
}
