import type { Endpoint } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode, returnedExpressions } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import { exportOf, requiredModule } from '../../tree/binding.ts';
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
  const graph = new RouterGraph(tree, dialect);
  for (const file of files) {
    const source = tree.source(file);
    if (source) {
      walk(source, (node) => {
        if (ts.isCallExpression(node)) graph.readCall(node);
      });
    }
  }
  return graph.mountedRoutes();
}

class RouterGraph {
  private readonly tree: SourceTree;
  private readonly dialect: RouterDialect;
  private readonly routes: { key: RouterKey; statement: RouteStatement; call: ts.CallExpression }[] = [];
  private readonly mounts = new Map<RouterKey, Mount[]>();
  private readonly guards = new Map<RouterKey, Guard[]>();
  private readonly ownPrefix = new Map<RouterKey, string>();
  private readonly resolved = new Map<ts.Node, RouterKey | undefined>();

  constructor(tree: SourceTree, dialect: RouterDialect) {
    this.tree = tree;
    this.dialect = dialect;
  }

  mountedRoutes(): MountedRoute[] {
    return this.routes.flatMap(({ key, statement, call }) =>
      this.placesOf(key, new Set()).map((place) => ({
        statement,
        call,
        prefix: joinPath(place.prefix, this.ownPrefix.get(key) ?? ''),
        guards: [...place.guards, ...this.guardsBefore(key, call, statement.paths[0] ?? '')],
      })),
    );
  }

  readCall(call: ts.CallExpression): void {
    const method = calledName(call);
    const receiver = receiverOf(call);
    if (receiver && STATEMENT_METHODS.has(method)) {
      const key = this.routerOf(receiver, 0);
      if (key) this.readStatement(key, call, method);
    }
    if (ts.isExpressionStatement(call.parent) || ts.isAwaitExpression(call.parent) || ts.isReturnStatement(call.parent))
      this.bindArguments(call);
  }

  private readStatement(key: RouterKey, call: ts.CallExpression, method: string): void {
    const statement = this.dialect.read(this.tree, call, method);
    if (statement?.kind === 'route') this.routes.push({ key, statement, call });
    else if (statement?.kind === 'prefix')
      this.ownPrefix.set(key, joinPath(this.ownPrefix.get(key) ?? '', statement.prefix));
    else if (statement?.kind === 'mount') this.readMount(key, call, statement.prefix, statement.parts);
  }

  private readMount(parent: RouterKey, call: ts.CallExpression, prefix: string, parts: readonly ts.Expression[]): void {
    const children: RouterKey[] = [];
    const auths: Auth[] = [];
    for (const part of parts) {
      const child = this.routerOf(part, 0) ?? this.pluginParameter(part);
      const auth = child ? undefined : authOfMiddleware(this.tree, part);
      if (child) children.push(child);
      else if (auth) auths.push(auth);
    }
    for (const child of children) push(this.mounts, child, { parent, prefix, guards: auths, at: call });
    if (children.length === 0) for (const auth of auths) push(this.guards, parent, { prefix, auth, at: call });
  }

  /** The first parameter of a plugin: `register(async (instance) => …)`, also behind `fp(plugin)`. */
  private pluginParameter(part: ts.Expression): RouterKey | undefined {
    if (this.dialect.name !== 'fastify') return undefined;
    const value = valueNodeOf(this.tree, part);
    if (!value || isFunctionNode(value)) return value?.parameters[0];
    if (!ts.isCallExpression(value)) return undefined;
    const plugin = this.loadedPlugin(value) ?? (value.arguments[0] && functionOf(this.tree, value.arguments[0]));
    return plugin?.parameters[0];
  }

  /** `register(import('./plugin'))` */
  private loadedPlugin(call: ts.CallExpression): FunctionNode | undefined {
    const loaded = requiredModule(call);
    const file = loaded && this.tree.resolveModule(this.tree.fileOf(call), loaded.specifier);
    const exported = file === undefined ? undefined : exportOf(this.tree, file, 'default');
    return exported?.kind === 'node' && isFunctionNode(exported.node) ? exported.node : undefined;
  }

  /** A router handed to a project function is that function's parameter: `registerUsers(app)`. */
  private bindArguments(call: ts.CallExpression): void {
    const keys = call.arguments.map((argument) =>
      ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument) ? this.routerOf(argument, 0) : undefined,
    );
    if (!keys.some(Boolean)) return;
    const target = functionOf(this.tree, call.expression);
    for (const [index, key] of keys.entries()) {
      const parameter = target?.parameters[index];
      if (key && parameter) push(this.mounts, parameter, { parent: key, prefix: '', guards: [], at: call });
    }
  }

  private routerOf(expression: ts.Expression, depth: number): RouterKey | undefined {
    const node = unwrapped(expression);
    if (depth > 12) return undefined;
    if (this.resolved.has(node)) return this.resolved.get(node);
    this.resolved.set(node, undefined);
    const key = this.resolveRouter(node, depth);
    this.resolved.set(node, key);
    return key;
  }

  private resolveRouter(node: ts.Expression, depth: number): RouterKey | undefined {
    if (ts.isAwaitExpression(node)) return this.routerOf(node.expression, depth + 1);
    if (ts.isNewExpression(node)) return this.made(node);
    if (ts.isCallExpression(node)) {
      const made = this.made(node) ?? this.chained(node, depth);
      // A call may also be `require('./routes')`, whose value is what that file exports.
      return (
        made ?? this.returnedRouter(functionOf(this.tree, node.expression), depth) ?? this.declaredRouter(node, depth)
      );
    }
    return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? this.declaredRouter(node, depth) : undefined;
  }

  private declaredRouter(node: ts.Expression, depth: number): RouterKey | undefined {
    const value = valueNodeOf(this.tree, node);
    if (!value || value === node) return undefined;
    if (ts.isParameter(value)) return value;
    return ts.isExpression(value) ? this.routerOf(value, depth + 1) : undefined;
  }

  private made(node: ts.CallExpression | ts.NewExpression): RouterKey | undefined {
    const created = this.dialect.created(this.tree, node);
    if (created?.prefix) this.ownPrefix.set(node, created.prefix);
    return created && node;
  }

  private chained(call: ts.CallExpression, depth: number): RouterKey | undefined {
    const receiver = receiverOf(call);
    const parent = receiver && this.routerOf(receiver, depth + 1);
    if (!parent) return undefined;
    const prefix = this.dialect.derived?.(this.tree, call, calledName(call));
    if (prefix === undefined) return parent;
    push(this.mounts, call, { parent, prefix, guards: [], at: call });
    return call;
  }

  private returnedRouter(target: FunctionNode | undefined, depth: number): RouterKey | undefined {
    for (const value of target ? returnedExpressions(target) : []) {
      const key = isFunctionNode(value) ? undefined : this.routerOf(value, depth + 1);
      if (key && !ts.isParameter(key)) return key;
    }
    return undefined;
  }

  /** Every place a router ends up at. A router made and never mounted stands at the top; an untyped parameter that no router reaches, nowhere. */
  private placesOf(
    key: RouterKey,
    seen: Set<RouterKey>,
  ): { readonly prefix: string; readonly guards: readonly Auth[] }[] {
    if (seen.has(key)) return [];
    const inner = new Set([...seen, key]);
    const found = this.mounts.get(key) ?? [];
    if (found.length === 0) return !ts.isParameter(key) || this.isTyped(key) ? [{ prefix: '', guards: [] }] : [];
    const places = found.flatMap((mount) =>
      this.placesOf(mount.parent, inner).map((place) => ({
        prefix: joinPath(place.prefix, this.ownPrefix.get(mount.parent) ?? '', mount.prefix),
        guards: [...place.guards, ...this.guardsBefore(mount.parent, mount.at, mount.prefix), ...mount.guards],
      })),
    );
    return [...new Map(places.map((place) => [place.prefix, place])).values()];
  }

  private isTyped(parameter: ts.ParameterDeclaration): boolean {
    if (parameter.type) return this.dialect.routerType.test(parameter.type.getText());
    // `const plugin: FastifyPluginAsync = async (app) => …`
    const owner = parameter.parent.parent;
    return (
      ts.isVariableDeclaration(owner) && owner.type !== undefined && this.dialect.routerType.test(owner.type.getText())
    );
  }

  private guardsBefore(key: RouterKey, at: ts.Node, path: string): Auth[] {
    return (this.guards.get(key) ?? [])
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
