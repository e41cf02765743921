import type { Endpoint } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode, returnedExpressions } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf, valueNodeOf } from '../../tree/values.ts';
import { authOfMiddleware } from './auth.ts';
import { HTTP_METHODS, type RouterDialect, type RouteStatement } from './router-dialect.ts';
import { joinPath } from './route-path.ts';

type Auth = Endpoint['auth'];

/** A router is named by the node that made it, or by the parameter that brings it into a function. */
type RouterKey = ts.Node;

interface Mount {
  readonly parent: RouterKey;
  readonly prefix: string;
  readonly guards: readonly Auth[];
  readonly at: ts.Node;
}

interface Guard {
  readonly prefix: string;
  readonly auth: Auth;
  readonly at: ts.Node;
}

/** A route with everything that its routers put before it. */
export interface MountedRoute {
  readonly statement: RouteStatement;
  readonly call: ts.CallExpression;
  readonly prefix: string;
  readonly guards: readonly Auth[];
}

const STATEMENT_METHODS = new Set([
  ...HTTP_METHODS,
  'use',
  'route',
  'on',
  'register',
  'addHook',
  'prefix',
  'openapi',
  'basePath',
]);

/** Follows routers of one framework through the files of a project: where each is made, mounted, guarded, and what it serves. */
export function findMountedRoutes(tree: SourceTree, files: readonly string[], dialect: RouterDialect): MountedRoute[] {
  const routes: { key: RouterKey; statement: RouteStatement; call: ts.CallExpression }[] = [];
  const mounts = new Map<RouterKey, Mount[]>();
  const guards = new Map<RouterKey, Guard[]>();
  const ownPrefix = new Map<RouterKey, string>();
  const resolved = new Map<ts.Node, RouterKey | undefined>();

  for (const file of files) {
    const source = tree.source(file);
    if (source) walk(source, (node) => (ts.isCallExpression(node) ? readCall(node) : undefined));
  }
  return routes.flatMap(({ key, statement, call }) =>
    placesOf(key, new Set()).map((place) => ({
      statement,
      call,
      prefix: joinPath(place.prefix, ownPrefix.get(key) ?? ''),
      guards: [...place.guards, ...guardsBefore(key, call, statement.paths[0] ?? '')],
    })),
  );

  function readCall(call: ts.CallExpression): void {
    const method = calledName(call);
    const receiver = receiverOf(call);
    if (receiver && STATEMENT_METHODS.has(method)) {
      const key = routerOf(receiver, 0);
      if (key) readStatement(key, call, method);
    }
    if (ts.isExpressionStatement(call.parent) || ts.isAwaitExpression(call.parent) || ts.isReturnStatement(call.parent))
      bindArguments(call);
  }

  function readStatement(key: RouterKey, call: ts.CallExpression, method: string): void {
    const statement = dialect.read(tree, call, method);
    if (statement?.kind === 'route') routes.push({ key, statement, call });
    else if (statement?.kind === 'prefix') ownPrefix.set(key, joinPath(ownPrefix.get(key) ?? '', statement.prefix));
    else if (statement?.kind === 'mount') readMount(key, call, statement.prefix, statement.parts);
  }

  function readMount(
    parent: RouterKey,
    call: ts.CallExpression,
    prefix: string,
    parts: readonly ts.Expression[],
  ): void {
    const children: RouterKey[] = [];
    const auths: Auth[] = [];
    for (const part of parts) {
      const child = routerOf(part, 0) ?? pluginParameter(part);
      const auth = child ? undefined : authOfMiddleware(tree, part);
      if (child) children.push(child);
      else if (auth) auths.push(auth);
    }
    for (const child of children) push(mounts, child, { parent, prefix, guards: auths, at: call });
    if (children.length === 0) for (const auth of auths) push(guards, parent, { prefix, auth, at: call });
  }

  /** The first parameter of a plugin: `register(async (instance) => …)`, also behind `fp(plugin)`. */
  function pluginParameter(part: ts.Expression): RouterKey | undefined {
    if (dialect.name !== 'fastify') return undefined;
    const node = unwrapped(part);
    const first = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    const target = functionOf(
      tree,
      first &&
        ts.isCallExpression(node) &&
        node.expression.kind !== ts.SyntaxKind.ImportKeyword &&
        calledName(node) !== 'require'
        ? first
        : node,
    );
    return target?.parameters[0];
  }

  /** A router handed to a project function is that function's parameter: `registerUsers(app)`. */
  function bindArguments(call: ts.CallExpression): void {
    const keys = call.arguments.map((argument) =>
      ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument) ? routerOf(argument, 0) : undefined,
    );
    if (!keys.some(Boolean)) return;
    const target = functionOf(tree, call.expression);
    for (const [index, key] of keys.entries()) {
      const parameter = target?.parameters[index];
      if (key && parameter) push(mounts, parameter, { parent: key, prefix: '', guards: [], at: call });
    }
  }

  function routerOf(expression: ts.Expression, depth: number): RouterKey | undefined {
    const node = unwrapped(expression);
    if (depth > 12) return undefined;
    if (resolved.has(node)) return resolved.get(node);
    resolved.set(node, undefined);
    const key = resolveRouter(node, depth);
    resolved.set(node, key);
    return key;
  }

  function resolveRouter(node: ts.Expression, depth: number): RouterKey | undefined {
    if (ts.isAwaitExpression(node)) return routerOf(node.expression, depth + 1);
    if (ts.isNewExpression(node)) return made(node);
    if (ts.isCallExpression(node))
      return made(node) ?? chained(node, depth) ?? returnedRouter(functionOf(tree, node.expression), depth);
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
    const value = valueNodeOf(tree, node);
    if (!value || value === node) return undefined;
    if (ts.isParameter(value)) return value;
    return ts.isExpression(value) ? routerOf(value, depth + 1) : undefined;
  }

  function made(node: ts.CallExpression | ts.NewExpression): RouterKey | undefined {
    const created = dialect.created(tree, node);
    if (created?.prefix) ownPrefix.set(node, created.prefix);
    return created && node;
  }

  function chained(call: ts.CallExpression, depth: number): RouterKey | undefined {
    const receiver = receiverOf(call);
    const parent = receiver && routerOf(receiver, depth + 1);
    if (!parent) return undefined;
    const prefix = dialect.derived?.(tree, call, calledName(call));
    if (prefix === undefined) return parent;
    push(mounts, call, { parent, prefix, guards: [], at: call });
    return call;
  }

  function returnedRouter(target: FunctionNode | undefined, depth: number): RouterKey | undefined {
    for (const value of target ? returnedExpressions(target) : []) {
      const key = isFunctionNode(value) ? undefined : routerOf(value, depth + 1);
      if (key && !ts.isParameter(key)) return key;
    }
    return undefined;
  }

  /** Every place a router ends up at. A router made and never mounted stands at the top; an untyped parameter that no router reaches, nowhere. */
  function placesOf(
    key: RouterKey,
    seen: Set<RouterKey>,
  ): { readonly prefix: string; readonly guards: readonly Auth[] }[] {
    if (seen.has(key)) return [];
    const inner = new Set([...seen, key]);
    const found = mounts.get(key) ?? [];
    if (found.length === 0) return !ts.isParameter(key) || isTyped(key) ? [{ prefix: '', guards: [] }] : [];
    const places = found.flatMap((mount) =>
      placesOf(mount.parent, inner).map((place) => ({
        prefix: joinPath(place.prefix, ownPrefix.get(mount.parent) ?? '', mount.prefix),
        guards: [...place.guards, ...guardsBefore(mount.parent, mount.at, mount.prefix), ...mount.guards],
      })),
    );
    return [...new Map(places.map((place) => [place.prefix, place])).values()];
  }

  function isTyped(parameter: ts.ParameterDeclaration): boolean {
    if (parameter.type) return dialect.routerType.test(parameter.type.getText());
    // `const plugin: FastifyPluginAsync = async (app) => …`
    const owner = parameter.parent.parent;
    return ts.isVariableDeclaration(owner) && owner.type !== undefined && dialect.routerType.test(owner.type.getText());
  }

  function guardsBefore(key: RouterKey, at: ts.Node, path: string): Auth[] {
    return (guards.get(key) ?? [])
      .filter((guard) => comesBefore(guard.at, at) && covers(guard.prefix, path))
      .map((guard) => guard.auth);
  }
}

/** In one file order decides; across files a guard is taken to be set up first, as wiring files do. In a chain the inner call is earlier. */
function comesBefore(guard: ts.Node, at: ts.Node): boolean {
  return guard.getSourceFile() !== at.getSourceFile() || guard.getEnd() <= at.getEnd();
}

function covers(prefix: string, path: string): boolean {
  const plain = joinPath(prefix.replace(/\/?\*.*$/u, ''));
  return plain === '/' || joinPath(path) === plain || joinPath(path).startsWith(`${plain}/`);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
