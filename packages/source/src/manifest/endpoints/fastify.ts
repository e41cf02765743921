import { ts } from 'ts-morph';

import { propertyOf } from '../../syntax/call.ts';
import { stringsIn } from '../../syntax/static-text.ts';
import { unwrapped } from '../../syntax/walk.ts';
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

const MODULES = /^fastify$/u;
const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

const dialect: RouterDialect = {
  name: 'fastify',
  modules: /^(?:fastify|fastify-plugin)$/u,
  routerType: /\bFastify(?:Instance|Plugin\w*)\b/u,
  created: (tree, node) =>
    comesFrom(tree, node, MODULES, /^(?:default|fastify|Fastify|\*)$/u) ? { prefix: '' } : undefined,
  read(tree, call, method): RouterStatement | undefined {
    const args = call.arguments;
    if (method === 'register')
      return { kind: 'mount', prefix: textProperty(tree, args[1], ['prefix']) ?? '', parts: args.slice(0, 1) };
    if (method === 'addHook') return { kind: 'mount', prefix: '', parts: args.slice(1) };
    if (method === 'route') return fullRoute(tree, args[0]);
    if (!HTTP_METHODS.has(method)) return undefined;
    const paths = pathsOf(tree, args[0]);
    if (!paths || args.length < 2) return undefined;
    const options = optionsOf(tree, args.length > 2 ? args[1] : undefined) ?? optionsOf(tree, args[1]);
    const handler = args.length > 2 ? args.slice(2) : options ? handlerIn(options) : args.slice(1);
    return {
      kind: 'route',
      methods: [method],
      paths,
      chain: [...hooksIn(options), ...handler],
      ...schemaIn(tree, options),
    };
  },
};

function fullRoute(tree: SourceTree, argument: ts.Expression | undefined): RouterStatement | undefined {
  const options = optionsOf(tree, argument);
  const path = textProperty(tree, options, ['url', 'path']);
  const method = options && propertyOf(options, 'method');
  if (!options || path === undefined || !method || ts.isMethodDeclaration(method)) return undefined;
  return {
    kind: 'route',
    methods: stringsIn(method),
    paths: [path],
    chain: [...hooksIn(options), ...handlerIn(options)],
    ...schemaIn(tree, options),
  };
}

function optionsOf(tree: SourceTree, argument: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  const value =
    argument && (ts.isObjectLiteralExpression(unwrapped(argument)) ? unwrapped(argument) : valueNodeOf(tree, argument));
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** A handler written as a method is wrapped into nothing: the property's own expression is enough to find it. */
function handlerIn(options: ts.ObjectLiteralExpression): ts.Expression[] {
  const handler = propertyOf(options, 'handler');
  return handler && !ts.isMethodDeclaration(handler) ? [handler] : handler ? [handler as unknown as ts.Expression] : [];
}

function hooksIn(options: ts.ObjectLiteralExpression | undefined): ts.Expression[] {
  return HOOKS.flatMap((name) => {
    const value = options && propertyOf(options, name);
    return value && !ts.isMethodDeclaration(value) ? [value] : [];
  });
}

function schemaIn(
  tree: SourceTree,
  options: ts.ObjectLiteralExpression | undefined,
): { schema?: ts.ObjectLiteralExpression } {
  const value = options && propertyOf(options, 'schema');
  const schema = value && !ts.isMethodDeclaration(value) ? optionsOf(tree, value) : undefined;
  return schema ? { schema } : {};
}

/** Fastify: shorthand methods, `route({ … })`, plugins with a prefix, hooks, schemas. */
export const fastify = routerFramework(dialect);
