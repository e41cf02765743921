import type { Endpoint } from '@millwright/core';
import { ts } from 'ts-morph';

import { staticTextOf } from '../../syntax/static-text.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { bindingOf, externalOf, requiredModule } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';

/** A route as one call declares it. */
export interface RouteStatement {
  readonly kind: 'route';
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  /** Middleware first, the handler last. */
  readonly chain: readonly ts.Expression[];
  /** A schema given beside the handler (Fastify, Hono OpenAPI). */
  readonly schema?: ts.ObjectLiteralExpression;
}

/** A router put into another. */
interface MountStatement {
  readonly kind: 'mount';
  readonly prefix: string;
  /** Routers, or plugin functions that get a router as their first parameter. What is neither is a guard. */
  readonly parts: readonly ts.Expression[];
}

/** A prefix that a router gives itself. */
interface PrefixStatement {
  readonly kind: 'prefix';
  readonly prefix: string;
}

export type RouterStatement = RouteStatement | MountStatement | PrefixStatement;

/** What is particular to a framework whose routes are calls on a router object. */
export interface RouterDialect {
  readonly name: Endpoint['framework'];
  /** Matches the module names whose import makes a project use it. */
  readonly modules: RegExp;
  /** Matches the name of a type that is a router. */
  readonly routerType: RegExp;
  /** Whether the call or `new` makes a router, with the prefix it gives itself. */
  created(tree: SourceTree, node: ts.CallExpression | ts.NewExpression): { readonly prefix: string } | undefined;
  /** What a call on a router says. */
  read(tree: SourceTree, call: ts.CallExpression, method: string): RouterStatement | undefined;
  /** A call on a router whose result is another router below it, with the prefix between (Hono's `basePath`). */
  derived?(tree: SourceTree, call: ts.CallExpression, method: string): string | undefined;
}

export const HTTP_METHODS: ReadonlySet<string> = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'all',
  'trace',
]);

/** The method as an endpoint writes it. */
export function methodName(method: string): string {
  return method === 'del' ? 'DELETE' : method.toUpperCase();
}

/** Whether the callee of a call comes from a package of the framework, under one of these exported names. */
export function comesFrom(
  tree: SourceTree,
  node: ts.CallExpression | ts.NewExpression,
  modules: RegExp,
  names: RegExp,
): boolean {
  const callee = unwrapped(node.expression);
  const owner = ts.isPropertyAccessExpression(callee) ? unwrapped(callee.expression) : callee;
  const external = ts.isIdentifier(owner) ? externalOf(tree, owner) : undefined;
  if (external && owner === callee)
    return modules.test(external.module) && (names.test(external.name) || ['default', '*'].includes(external.name));
  if (!ts.isPropertyAccessExpression(callee)) return false;
  // `express.Router()`, `require('express').Router()`
  const module = external?.module ?? requiredModule(owner)?.specifier;
  return module !== undefined && modules.test(module) && names.test(callee.name.text);
}

/** The paths that an argument gives: a text, an array of texts, a regular expression. `undefined` when it is something else. */
export function pathsOf(tree: SourceTree, argument: ts.Expression | undefined): string[] | undefined {
  if (!argument) return undefined;
  const node = unwrapped(argument);
  if (ts.isArrayLiteralExpression(node)) {
    const all = node.elements.map((element) => pathsOf(tree, element));
    return all.length > 0 && all.every((one) => one !== undefined) ? all.flat() : undefined;
  }
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) return [node.getText()];
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
  const text = staticTextOf(node, (name) => initializerOf(tree, name));
  return isText || !text.dynamic ? [text.text] : undefined;
}

function initializerOf(tree: SourceTree, name: ts.Identifier): ts.Expression | undefined {
  const binding = bindingOf(tree, name);
  return binding?.kind === 'node' && ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
}

/** The text of a property that holds a path. */
export function textProperty(
  tree: SourceTree,
  object: ts.Expression | undefined,
  names: readonly string[],
): string | undefined {
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && names.includes(property.name.getText()))
      return pathsOf(tree, property.initializer)?.[0];
  }
  return undefined;
}
