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
  if (!source) return { tests: [], modules: new Set() };
  const reader = new TestReader(tree, file, source);
  reader.visitChildren(source, { titles: [], dynamic: false, modifiers: [], tags: [], depth: 0, shownAt: undefined });
  return { tests: reader.tests, modules: reader.modules };
}

class TestReader {
  readonly tests: FoundTest[] = [];
  readonly modules = new Set<string | undefined>();
  private readonly tree: SourceTree;
  private readonly file: string;
  private readonly source: ts.SourceFile;

  constructor(tree: SourceTree, file: string, source: ts.SourceFile) {
    this.tree = tree;
    this.file = file;
    this.source = source;
  }

  visitChildren(node: ts.Node, context: Context): void {
    const inner =
      ts.isSourceFile(node) || ts.isBlock(node)
        ? { ...context, modifiers: [...context.modifiers, ...describeModifiersOf(node)] }
        : context;
    ts.forEachChild(node, (child) => this.visit(child, inner));
  }

  private visit(node: ts.Node, context: Context): void {
    if (ts.isCallExpression(node)) this.visitCall(node, context);
    else if (!isFunctionNode(node) && !ts.isClassLike(node)) this.visitChildren(node, context);
  }

  private visitCall(call: ts.CallExpression, context: Context): void {
    const callee = testCalleeOf(this.tree, call);
    if (callee?.role === 'describe') this.visitDescribe(call, callee, context);
    else if (callee) this.addTest(call, callee, context);
    else this.visitPlainCall(call, context);
  }

  private visitDescribe(call: ts.CallExpression, callee: TestCallee, context: Context): void {
    const title = this.titleOf(call, callee);
    const body = this.bodyOf(call);
    if (!body?.body) return;
    this.modules.add(callee.module);
    const details = detailsOf(call, callee.module);
    this.visitChildren(body.body, {
      ...context,
      titles: title && title.text !== '' ? [...context.titles, title.text] : context.titles,
      dynamic: context.dynamic || (title?.dynamic ?? false),
      modifiers: [...context.modifiers, ...modifiersOf(callee), ...details.modifiers],
      tags: [...context.tags, ...titleTags(title?.text, callee), ...details.tags],
    });
  }

  private addTest(call: ts.CallExpression, callee: TestCallee, context: Context): void {
    const title = this.titleOf(call, callee);
    const body = this.bodyOf(call);
    // `test.skip()` and `test.skip(condition, reason)` inside a body or a group are annotations, not tests.
    if (
      !title ||
      (!body && !callee.modifiers.some((one) => one === 'todo' || one === 'skip' || one === 'fixme')) ||
      isAnnotation(call, body)
    )
      return;
    this.modules.add(callee.module);
    const details = detailsOf(call, callee.module);
    const { line, column } = locationOf(this.file, context.shownAt ?? call);
    const modifiers = [
      ...context.modifiers,
      ...modifiersOf(callee),
      ...details.modifiers,
      ...bodyModifiersOf(this.tree, body),
    ];
    this.tests.push({
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
  private visitPlainCall(call: ts.CallExpression, context: Context): void {
    this.visit(call.expression, context);
    for (const argument of call.arguments) {
      const node = unwrapped(argument);
      if (isFunctionNode(node)) {
        if (node.body && runsAtLoad(call)) this.visitChildren(node.body, context);
      } else this.visit(argument, context);
    }
    const immediate = unwrapped(call.expression);
    if (isFunctionNode(immediate) && immediate.body) this.visitChildren(immediate.body, context);
    else if (ts.isIdentifier(immediate)) this.followFunction(call, immediate, context);
  }

  private followFunction(call: ts.CallExpression, name: ts.Identifier, context: Context): void {
    if (context.depth >= MOST_DEPTH || bindingOf(this.tree, name)?.kind !== 'node') return;
    const target = functionOf(this.tree, name);
    if (
      !target?.body ||
      (target.getSourceFile() !== this.source && !/\b(?:test|it|describe|suite)\b/u.test(target.getText()))
    )
      return;
    const elsewhere = target.getSourceFile() !== this.source;
    this.visitChildren(target.body, {
      ...context,
      depth: context.depth + 1,
      shownAt: elsewhere ? (context.shownAt ?? call) : context.shownAt,
    });
  }

  /** The function that a call registers. A name in the first place is a title, even when it names a function. */
  private bodyOf(call: ts.CallExpression): FunctionNode | undefined {
    const candidates = call.arguments.filter((argument, index) => index > 0 || isFunctionNode(unwrapped(argument)));
    return candidates.map((argument) => this.functionArgument(argument)).find((one) => one !== undefined);
  }

  private functionArgument(argument: ts.Expression): FunctionNode | undefined {
    const node = unwrapped(argument);
    if (isFunctionNode(node)) return node;
    if (ts.isIdentifier(node)) return functionOf(this.tree, node);
    return ts.isCallExpression(node)
      ? node.arguments.map((inner): ts.Node => unwrapped(inner)).find(isFunctionNode)
      : undefined;
  }

  private titleOf(call: ts.CallExpression, callee: TestCallee): { text: string; dynamic: boolean } | undefined {
    const first = call.arguments[0];
    if (!first || isFunctionNode(unwrapped(first)))
      return callee.role === 'describe' && first ? { text: '', dynamic: false } : undefined;
    const node = unwrapped(first);
    const named = ts.isIdentifier(node) ? this.nameOfFunction(node) : undefined;
    const title = named ?? staticTextOf(first, (name) => this.constantElsewhere(name));
    return callee.each ? tableTitle(title.text) : title;
  }

  /** Vitest and Jest name a group after a function or class given in place of a title. */
  private nameOfFunction(node: ts.Identifier): { text: string; dynamic: boolean } | undefined {
    const binding = bindingOf(this.tree, node);
    const declared = binding?.kind === 'node' ? binding.node : undefined;
    if (!declared) return undefined;
    const isNamed = ts.isFunctionDeclaration(declared) || ts.isClassDeclaration(declared);
    return isNamed && declared.name ? { text: declared.name.text, dynamic: false } : undefined;
  }

  private constantElsewhere(node: ts.Identifier): ts.Expression | undefined {
    const binding = bindingOf(this.tree, node);
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
