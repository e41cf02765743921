import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../../syntax/call.ts';
import { comesFrom, HTTP_METHODS, pathsOf, type RouterDialect, type RouterStatement } from './router-dialect.ts';
import { routerFramework } from './router-endpoints.ts';
import type { SourceTree } from '../../tree/source-tree.ts';

const MODULES = /^(?:express|express-promise-router)$/u;

const dialect: RouterDialect = {
  name: 'express',
  modules: MODULES,
  routerType: /\b(?:Express|Application|Router|IRouter)\b/u,
  created: (tree, node) =>
    comesFrom(tree, node, MODULES, /^(?:default|express|Router|\*)$/u) ? { prefix: '' } : undefined,
  read(tree, call, method): RouterStatement | undefined {
    if (method === 'use') return mountOf(tree, call);
    if (!HTTP_METHODS.has(method)) return undefined;
    const shared = routeCallOf(call);
    if (shared) {
      const paths = pathsOf(tree, shared.arguments[0]);
      return paths && { kind: 'route', methods: [method], paths, chain: call.arguments };
    }
    // `app.get('setting')` reads a setting.
    const paths = call.arguments.length > 1 ? pathsOf(tree, call.arguments[0]) : undefined;
    return paths && { kind: 'route', methods: [method], paths, chain: call.arguments.slice(1) };
  },
};

function mountOf(tree: SourceTree, call: ts.CallExpression): RouterStatement {
  const first = call.arguments[0];
  const paths =
    first && (ts.isStringLiteralLike(first) || call.arguments.length > 1) ? pathsOf(tree, first) : undefined;
  return { kind: 'mount', prefix: paths?.[0] ?? '', parts: paths ? call.arguments.slice(1) : call.arguments };
}

/** The `.route('/path')` that a call is chained to. */
function routeCallOf(call: ts.CallExpression): ts.CallExpression | undefined {
  for (let node = receiverOf(call); node && ts.isCallExpression(node); node = receiverOf(node))
    if (calledName(node) === 'route') return node;
  return undefined;
}

/** Express 4 and 5: `app.get(…)`, routers, `router.route(…)`, nested `use`. */
export const express = routerFramework(dialect);
