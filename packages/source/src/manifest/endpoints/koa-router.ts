import { ts } from 'ts-morph';

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
    if (method === 'use') {
      const paths = first && ts.isStringLiteralLike(first) ? pathsOf(tree, first) : undefined;
      return { kind: 'mount', prefix: paths?.[0] ?? '', parts: paths ? call.arguments.slice(1) : call.arguments };
    }
    if (!HTTP_METHODS.has(method) || call.arguments.length < 2) return undefined;
    // A route may have a name before its path.
    const named = call.arguments.length > 2 && ts.isStringLiteralLike(call.arguments[1] ?? call);
    const paths = pathsOf(tree, call.arguments[named ? 1 : 0]);
    return paths && { kind: 'route', methods: [method], paths, chain: call.arguments.slice(named ? 2 : 1) };
  },
};

/** Koa with `@koa/router` or `koa-router`: prefixes, named routes, nested `use(other.routes())`. */
export const koaRouter = routerFramework(dialect);
