import { ts } from 'ts-morph';

import type { SourceTree } from '../../tree/source-tree.ts';
import {
  comesFrom,
  HTTP_METHODS,
  pathsOf,
  type RouterDialect,
  type RouterStatement,
  textProperty,
} from './router-dialect.ts';
import { routerFramework } from './router-endpoints.ts';

const MODULES = /^(?:koa|@koa\/router|koa-router)$/u;

const dialect: RouterDialect = {
  name: 'koa-router',
  modules: /^(?:@koa\/router|koa-router)$/u,
  routerType: /\b(?:Router|Koa)\b/u,
  created: (tree, node) =>
    comesFrom(tree, node, MODULES, /^(?:default|Router|Koa|\*)$/u)
      ? { prefix: textProperty(tree, node.arguments?.[0], ['prefix']) ?? '' }
      : undefined,
  read(tree, call, method): RouterStatement | undefined {
    const first = call.arguments[0];
    if (method === 'prefix') return { kind: 'prefix', prefix: pathsOf(tree, first)?.[0] ?? '' };
    if (method === 'use') return mountOf(tree, call);
    return HTTP_METHODS.has(method) && call.arguments.length > 1 ? routeOf(tree, call, method) : undefined;
  },
};

function mountOf(tree: SourceTree, call: ts.CallExpression): RouterStatement {
  const [first] = call.arguments;
  const paths = first && ts.isStringLiteralLike(first) ? pathsOf(tree, first) : undefined;
  return { kind: 'mount', prefix: paths?.[0] ?? '', parts: paths ? call.arguments.slice(1) : call.arguments };
}

/** A route may have a name before its path. */
function routeOf(tree: SourceTree, call: ts.CallExpression, method: string): RouterStatement | undefined {
  const [, second, third] = call.arguments;
  const named = third !== undefined && second !== undefined && ts.isStringLiteralLike(second);
  const paths = pathsOf(tree, call.arguments[named ? 1 : 0]);
  return paths && { kind: 'route', methods: [method], paths, chain: call.arguments.slice(named ? 2 : 1) };
}

/** Koa with `@koa/router` or `koa-router`: prefixes, named routes, nested `use(other.routes())`. */
export const koaRouter = routerFramework(dialect);
