import { ts } from 'ts-morph';

import { nameText, rootIdentifier } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../../syntax/functions.ts';
import { ancestorOf, unwrapped, walk } from '../../syntax/walk.ts';
import { bindingOf } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';

/** Methods by name, where a name that two classes share means none. */
export type MethodIndex = ReadonlyMap<string, FunctionNode | 'several'>;

/** What is known of receivers whose declaration does not tell their class. */
export interface KnownReceivers {
  readonly methods: MethodIndex;
  /** The class that a fixture gives, by the fixture's name. */
  readonly fixtureClasses: ReadonlyMap<string, ts.ClassLikeDeclaration>;
}

/** What the runner itself gives: their methods are not the project's. */
const RUNNER_FIXTURES = /^(?:page|context|browser|request|playwright|testInfo|expect|task|onTestFinished)$/u;
/** Methods that arrays, maps, responses and locators have too, so that a name alone tells nothing. */
const COMMON_METHODS =
  /^(?:json|text|status|ok|headers|body|then|catch|finally|map|filter|forEach|find|reduce|some|every|push|pop|get|set|has|delete|add|clear|includes|keys|values|entries|click|fill|check|press|goto|count|toString)$/u;

/** The methods of the classes in some files. */
export function methodIndexOf(tree: SourceTree, files: readonly string[]): MethodIndex {
  const index = new Map<string, FunctionNode | 'several'>();
  for (const file of files) {
    const source = tree.source(file);
    for (const [name, method] of source ? methodsIn(source) : []) index.set(name, index.has(name) ? 'several' : method);
  }
  return index;
}

const methodsOfFile = new WeakMap<ts.SourceFile, readonly (readonly [string, FunctionNode])[]>();

function methodsIn(source: ts.SourceFile): readonly (readonly [string, FunctionNode])[] {
  const known = methodsOfFile.get(source);
  if (known) return known;
  const methods: [string, FunctionNode][] = [];
  if (/\bclass\b/u.test(source.text))
    walk(source, (node) => {
      if (!ts.isClassLike(node)) return;
      for (const member of node.members) {
        const name = nameText(member.name);
        const method = functionOfMember(member);
        if (name !== undefined && method) methods.push([name, method]);
      }
    });
  methodsOfFile.set(source, methods);
  return methods;
}

function functionOfMember(member: ts.ClassElement): FunctionNode | undefined {
  if (ts.isMethodDeclaration(member)) return isFunctionNode(member) ? member : undefined;
  if (!ts.isPropertyDeclaration(member) || !member.initializer) return undefined;
  const value = unwrapped(member.initializer);
  return isFunctionNode(value) ? value : undefined;
}

/** The project's function that a call runs: by its binding, or by a method name that only one class has. */
export function calledFunctionOf(
  tree: SourceTree,
  call: ts.CallExpression,
  known: KnownReceivers,
): FunctionNode | undefined {
  const callee = unwrapped(call.expression);
  if (ts.isIdentifier(callee)) return functionOf(tree, callee);
  if (!ts.isPropertyAccessExpression(callee) || RUNNER_FIXTURES.test(rootIdentifier(callee)?.text ?? ''))
    return undefined;
  return (
    ownMethodOf(callee) ??
    functionOf(tree, callee) ??
    fixtureMethodOf(tree, callee, known) ??
    methodByName(tree, callee, known.methods)
  );
}

/** `this.send()` and `this.#send()` of the class around the call. */
function ownMethodOf(callee: ts.PropertyAccessExpression): FunctionNode | undefined {
  if (unwrapped(callee.expression).kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const members = ancestorOf(callee, ts.isClassLike)?.members ?? [];
  return methodNamed(members, callee.name.text);
}

function methodNamed(members: readonly ts.ClassElement[], name: string): FunctionNode | undefined {
  const own = members.find((member) => nameText(member.name) === name && functionOfMember(member));
  return own && functionOfMember(own);
}

/** `guest.register()` where the function takes the fixture `guest` from its first parameter. */
function fixtureMethodOf(
  tree: SourceTree,
  callee: ts.PropertyAccessExpression,
  { fixtureClasses }: KnownReceivers,
): FunctionNode | undefined {
  const receiver = unwrapped(callee.expression);
  const binding = ts.isIdentifier(receiver) && fixtureClasses.size > 0 ? bindingOf(tree, receiver) : undefined;
  const element = binding?.kind === 'node' ? binding.node : undefined;
  if (!element || !ts.isBindingElement(element) || !ts.isParameter(element.parent.parent)) return undefined;
  const name = nameText(element.propertyName ?? element.name);
  const container = name === undefined ? undefined : fixtureClasses.get(name);
  return container && methodNamed(container.members, callee.name.text);
}

function methodByName(
  tree: SourceTree,
  callee: ts.PropertyAccessExpression,
  methods: MethodIndex,
): FunctionNode | undefined {
  const method = methods.get(callee.name.text);
  if (!method || method === 'several' || COMMON_METHODS.test(callee.name.text)) return undefined;
  const root = rootIdentifier(callee);
  // Globals and what packages export have methods of their own.
  return (root ? bindingOf(tree, root)?.kind === 'node' : rootIsThis(callee)) ? method : undefined;
}

function rootIsThis(callee: ts.PropertyAccessExpression): boolean {
  let current: ts.Expression = callee;
  while (ts.isPropertyAccessExpression(current)) current = unwrapped(current.expression);
  return current.kind === ts.SyntaxKind.ThisKeyword;
}
