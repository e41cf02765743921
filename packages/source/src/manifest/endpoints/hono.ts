import { ts } from 'ts-morph';

import { propertyOf } from '../../syntax/call.ts';
import { stringsIn } from '../../syntax/static-text.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { valueNodeOf } from '../../tree/values.ts';
import {
  comesFrom,
  HTTP_METHODS,
  pathsOf,
  type RouterDialect,
  type RouterStatement,
  textProperty,
} from './router-dialect.ts';
import { routerFramework } from './router-endpoints.ts';

const MODULES = /^(?:hono|hono\/.+|@hono\/zod-openapi)$/u;

const dialect: RouterDialect = {
  name: 'hono',
  modules: MODULES,
  routerType: /\b(?:Hono|OpenAPIHono)\b/u,
  created: (tree, node) =>
    ts.isNewExpression(node) && comesFrom(tree, node, MODULES, /^(?:Hono|OpenAPIHono)$/u) ? { prefix: '' } : undefined,
  derived: (tree, call, method) => (method === 'basePath' ? (pathsOf(tree, call.arguments[0])?.[0] ?? '') : undefined),
  read(tree, call, method): RouterStatement | undefined {
    if (method === 'use' || method === 'route') return mountOf(tree, call);
    if (method === 'openapi') return openApiRoute(tree, call);
    if (method !== 'on') return HTTP_METHODS.has(method) ? routeOf(tree, call, method) : undefined;
    const paths = pathsOf(tree, call.arguments[1]);
    return paths && { kind: 'route', methods: stringsIn(call.arguments[0]), paths, chain: call.arguments.slice(2) };
  },
};

function mountOf(tree: SourceTree, call: ts.CallExpression): RouterStatement {
  const [first] = call.arguments;
  const paths = first && ts.isStringLiteralLike(first) ? pathsOf(tree, first) : undefined;
  const prefix = (paths?.[0] ?? '').replace(/\/?\*$/u, '');
  return { kind: 'mount', prefix, parts: paths ? call.arguments.slice(1) : call.arguments };
}

/** `app.get('/x', handler)`; `app.basePath('/users').get(handler)` answers at the base itself. */
function routeOf(tree: SourceTree, call: ts.CallExpression, method: string): RouterStatement | undefined {
  const paths = pathsOf(tree, call.arguments[0]);
  if (!paths)
    return call.arguments.length > 0
      ? { kind: 'route', methods: [method], paths: [''], chain: call.arguments }
      : undefined;
  return call.arguments.length > 1
    ? { kind: 'route', methods: [method], paths, chain: call.arguments.slice(1) }
    : undefined;
}

/** `app.openapi(createRoute({ method, path, request }), handler)`. */
function openApiRoute(tree: SourceTree, call: ts.CallExpression): RouterStatement | undefined {
  const declared = call.arguments[0] && valueNodeOf(tree, call.arguments[0]);
  const route = declared && ts.isCallExpression(declared) ? declared.arguments[0] : declared;
  if (!route || !ts.isObjectLiteralExpression(route)) return undefined;
  const method = textProperty(tree, route, ['method']);
  const path = textProperty(tree, route, ['path']);
  if (method === undefined || path === undefined) return undefined;
  const request = propertyOf(route, 'request');
  const schema = request && ts.isObjectLiteralExpression(request) ? { schema: request } : {};
  return {
    kind: 'route',
    methods: [method],
    paths: [path.replaceAll(/\{(\w+)\}/gu, ':$1')],
    chain: call.arguments.slice(1),
    ...schema,
  };
}

/** Hono: chained calls, `route`, `basePath`, `on`, and routes declared for OpenAPI. */
export const hono = routerFramework(dialect);
