import { ts } from 'ts-morph';

import { nameText, propertyOf } from '../../syntax/call.ts';
import { type FunctionNode } from '../../syntax/functions.ts';
import { type Declaration, declarationOf } from '../../syntax/scope.ts';
import { staticTextOf } from '../../syntax/static-text.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { bindingOf } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { valueNodeOf } from '../../tree/values.ts';
import { calledFunctionOf, type KnownReceivers } from './called-function.ts';
import { type CalledRequest, type CallReader, requestOfCall } from './request-call.ts';

/** A request that running a function makes. */
export interface FunctionRequest extends CalledRequest {
  /** True when the path stands in the function itself, false when in one that it calls. */
  readonly direct: boolean;
}

/** How many calls deep the project's functions are followed. */
const MOST_DEPTH = 2;

/** What parameters stand for in this call. */
type Arguments = ReadonlyMap<Declaration, ts.Expression>;
const NO_ARGUMENTS: Arguments = new Map();

/** Finds the requests that functions make. What a function does with the same arguments is read once. */
export class FunctionRequestFinder {
  readonly #tree: SourceTree;
  readonly #receivers: KnownReceivers;
  readonly #isProduct: (file: string) => boolean;
  readonly #known = new Map<FunctionNode, Map<string, readonly FunctionRequest[]>>();

  /** `isProduct` tells the files whose calls may declare routes. */
  constructor(tree: SourceTree, receivers: KnownReceivers, isProduct: (file: string) => boolean) {
    this.#tree = tree;
    this.#receivers = receivers;
    this.#isProduct = isProduct;
  }

  /** The requests of a function in the order of its text. */
  requestsOf(fn: FunctionNode): readonly FunctionRequest[] {
    return this.#read(fn, NO_ARGUMENTS, '', 0);
  }

  #read(fn: FunctionNode, given: Arguments, key: string, depth: number): readonly FunctionRequest[] {
    let byKey = this.#known.get(fn);
    if (!byKey) this.#known.set(fn, (byKey = new Map()));
    const fullKey = `${depth}\0${key}`;
    const known = byKey.get(fullKey);
    if (known) return known;
    byKey.set(fullKey, []);
    const found: FunctionRequest[] = [];
    const reader = this.#readerOf(given, this.#isProduct(this.#tree.fileOf(fn)));
    if (fn.body) this.#visit(fn.body, given, reader, depth, found);
    byKey.set(fullKey, found);
    return found;
  }

  /** Arguments are evaluated before the call they belong to. */
  #visit(node: ts.Node, given: Arguments, reader: CallReader, depth: number, found: FunctionRequest[]): void {
    ts.forEachChild(node, (child) => this.#visit(child, given, reader, depth, found));
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const own = requestOfCall(node, reader);
    const followed = ts.isCallExpression(node) && depth < MOST_DEPTH ? this.#follow(node, given, reader, depth) : [];
    if (!own) {
      found.push(...followed.map((one) => ({ ...one, direct: false })));
      return;
    }
    // The function that is called may put a base before the path or know the verb.
    const same = followed.find(({ path }) => path.endsWith(own.path));
    const method = own.method ?? same?.method;
    found.push(...followed.filter(({ path }) => !path.endsWith(own.path)).map((one) => ({ ...one, direct: false })), {
      ...(method === undefined ? {} : { method }),
      path: same?.path ?? own.path,
      direct: true,
    });
  }

  #follow(call: ts.CallExpression, given: Arguments, reader: CallReader, depth: number): readonly FunctionRequest[] {
    const target = calledFunctionOf(this.#tree, call, this.#receivers);
    if (!target) return [];
    const passed = new Map(given);
    for (const [index, parameter] of target.parameters.entries()) {
      const argument = call.arguments[index] ?? parameter.initializer;
      if (ts.isIdentifier(parameter.name)) {
        if (argument && !parameter.dotDotDotToken) passed.set(parameter, argument);
        else passed.delete(parameter);
      } else if (argument) passParts(parameter.name, unwrapped(argument), passed);
    }
    const key = target.parameters.length === 0 ? '' : call.arguments.map((one) => keyOf(one, reader)).join('\0');
    return this.#read(target, passed, key, depth + 1);
  }

  #readerOf(given: Arguments, inProduct: boolean): CallReader {
    const resolve = (identifier: ts.Identifier): ts.Expression | undefined => {
      const declaration = declarationOf(identifier);
      return (declaration && given.get(declaration)) ?? this.#constantElsewhere(identifier);
    };
    return {
      inProduct,
      textOf: (expression) => staticTextOf(this.#memberValue(expression) ?? expression, resolve).text,
      objectOf: (expression) => {
        const node = unwrapped(expression);
        if (ts.isObjectLiteralExpression(node)) return node;
        if (!ts.isIdentifier(node)) return undefined;
        const passed = resolve(node);
        const value = passed ? unwrapped(passed) : valueNodeOf(this.#tree, node);
        return value && ts.isObjectLiteralExpression(value) ? value : undefined;
      },
    };
  }

  /** `routes.orders` of a constant object. */
  #memberValue(expression: ts.Expression): ts.Expression | undefined {
    const node = unwrapped(expression);
    const value = ts.isPropertyAccessExpression(node) ? valueNodeOf(this.#tree, node) : undefined;
    return value && value !== node && ts.isExpression(value) ? value : undefined;
  }

  #constantElsewhere(identifier: ts.Identifier): ts.Expression | undefined {
    const binding = bindingOf(this.#tree, identifier);
    if (binding?.kind !== 'node' || !ts.isVariableDeclaration(binding.node)) return undefined;
    return binding.node.parent.flags & ts.NodeFlags.Const ? binding.node.initializer : undefined;
  }
}

/** `({ method, path }) => …` called with an object literal. */
function passParts(pattern: ts.BindingPattern, argument: ts.Expression, passed: Map<Declaration, ts.Expression>): void {
  if (!ts.isObjectBindingPattern(pattern) || !ts.isObjectLiteralExpression(argument)) return;
  for (const element of pattern.elements) {
    const name = nameText(element.propertyName ?? element.name);
    const value = name === undefined ? undefined : (propertyOf(argument, name) ?? element.initializer);
    if (value && !ts.isMethodDeclaration(value)) passed.set(element, value);
  }
}

/** What of an argument can change the requests of the function that gets it. */
function keyOf(argument: ts.Expression, reader: CallReader): string {
  const object = reader.objectOf(argument);
  if (!object) return reader.textOf(argument);
  const parts = object.properties.map((property) => {
    const name = nameText(property.name) ?? '';
    const value = propertyOf(object, name);
    return `${name}:${value && !ts.isMethodDeclaration(value) ? reader.textOf(value) : ''}`;
  });
  return `{${parts.join(',')}}`;
}
