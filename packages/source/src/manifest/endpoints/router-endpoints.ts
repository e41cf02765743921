import type { Endpoint, EndpointParameter } from '@millwright/core';
import { ts } from 'ts-morph';

import { propertyOf } from '../../syntax/call.ts';
import type { FunctionNode } from '../../syntax/functions.ts';
import { unwrapped } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { importedSpecifiers } from '../../tree/import-graph.ts';
import { valueNodeOf } from '../../tree/values.ts';
import { authOfBody, authOfMiddleware, mergeAuth, NO_AUTH } from './auth.ts';
import type { EndpointFramework, FoundEndpoint } from './endpoint-framework.ts';
import { handlerComplexity, handlerFunctionOf, handlerLocation, mergeParameters } from './handler.ts';
import { requestUsageOf } from './request-usage.ts';
import { answeredType } from './answered-type.ts';
import { joinPath, pathParametersOf, plainPath } from './route-path.ts';
import { methodName, type RouterDialect } from './router-dialect.ts';
import { findMountedRoutes, type MountedRoute } from './router-graph.ts';
import { parametersFrom, propertiesOfSchema, propertiesOfType, typeText } from './type-shape.ts';

/** A framework whose routes are calls on a router object. */
export function routerFramework(dialect: RouterDialect): EndpointFramework {
  return {
    name: dialect.name,
    find(tree, files) {
      const uses = files.some((file) => {
        const source = tree.source(file);
        return source !== undefined && importedOrTyped(source).some((specifier) => dialect.modules.test(specifier));
      });
      if (!uses) return [];
      return findMountedRoutes(tree, files, dialect).flatMap((route) => endpointsOf(tree, dialect, route));
    },
  };
}

/** Module names a file loads, and those it only takes types from. */
function importedOrTyped(source: ts.SourceFile): string[] {
  const typed = source.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [],
  );
  return [...typed, ...(source.text.includes('require') ? importedSpecifiers(source) : [])];
}

function endpointsOf(tree: SourceTree, dialect: RouterDialect, route: MountedRoute): FoundEndpoint[] {
  const { chain, methods, paths, schema } = route.statement;
  const last = chain.at(-1);
  const handler = last && handlerFunctionOf(tree, last);
  const usage = handler ? requestUsageOf(tree, handler) : { parameters: [] };
  const types = typesOf(tree, route.call, handler);
  const schemaParameters = schema ? parametersOfSchema(tree, schema) : [];
  const wrappers =
    last && ts.isCallExpression(unwrapped(last))
      ? [authOfMiddleware(tree, (unwrapped(last) as ts.CallExpression).expression)]
      : [];
  const auth =
    mergeAuth([
      ...route.guards,
      ...chain.slice(0, -1).map((one) => authOfMiddleware(tree, one)),
      ...wrappers,
      handler && authOfBody(tree, handler),
    ]) ?? NO_AUTH;
  const requestType = types.requestType ?? usage.requestType;
  const responseType = types.responseType ?? (handler && answeredType(tree, handler));
  return paths.flatMap((path) =>
    methods.map((method) => {
      const full = plainPath(joinPath(route.prefix, path));
      return {
        id: `${methodName(method)} ${full}`,
        framework: dialect.name,
        method: methodName(method),
        path: full,
        parameters: mergeParameters([
          ...pathParametersOf(full),
          ...schemaParameters,
          ...types.parameters,
          ...validatorParameters(tree, chain),
          ...usage.parameters,
        ]),
        auth,
        ...(requestType !== undefined && { requestType }),
        ...(responseType !== undefined && { responseType }),
        handler: handlerLocation(tree, handler, last ?? route.call),
        complexity: handlerComplexity(tree, handler),
      };
    }),
  );
}

const SCHEMA_PARTS: Readonly<Record<string, EndpointParameter['in']>> = {
  body: 'body',
  querystring: 'query',
  query: 'query',
  headers: 'header',
  params: 'path',
};

function parametersOfSchema(tree: SourceTree, schema: ts.ObjectLiteralExpression): EndpointParameter[] {
  return Object.entries(SCHEMA_PARTS).flatMap(([name, place]) => {
    const part = propertyOf(schema, name);
    return part && !ts.isMethodDeclaration(part) ? parametersFrom(propertiesOfSchema(tree, part), place) : [];
  });
}

/** Validators among the middleware: `validate(createOrderSchema)`, `zValidator('json', schema)`, `validateBody(schema)`. */
function validatorParameters(tree: SourceTree, chain: readonly ts.Expression[]): EndpointParameter[] {
  return chain.slice(0, -1).flatMap((expression) => {
    const node = unwrapped(expression);
    if (!ts.isCallExpression(node) || !/valid|parse/iu.test(node.expression.getText())) return [];
    const target = node.arguments.find((argument) => ts.isStringLiteralLike(argument));
    const place = /query/iu.test(target?.getText() ?? node.expression.getText())
      ? 'query'
      : /header/iu.test(target?.getText() ?? '')
        ? 'header'
        : 'body';
    return node.arguments.flatMap((argument) => {
      const value = valueNodeOf(tree, argument);
      return value && ts.isObjectLiteralExpression(value)
        ? parametersOfSchema(tree, value)
        : parametersFrom(propertiesOfSchema(tree, argument), place);
    });
  });
}

interface RouteTypes {
  readonly requestType?: string;
  readonly responseType?: Endpoint['responseType'];
  readonly parameters: readonly EndpointParameter[];
}

/** Types written on the route: `Request<P, Res, Body, Query>`, `Response<T>`, Fastify's `<{ Body: …; Reply: … }>`. */
function typesOf(tree: SourceTree, call: ts.CallExpression, handler: FunctionNode | undefined): RouteTypes {
  const { body, query, headers, reply } = typeNodesOf(call, handler);
  return {
    ...(body && isTold(body) && { requestType: typeText(body) }),
    ...(reply && isTold(reply) && { responseType: typeText(reply) }),
    parameters: [
      ...parametersFrom(propertiesOfType(tree, body), 'body'),
      ...parametersFrom(propertiesOfType(tree, query), 'query'),
      ...parametersFrom(propertiesOfType(tree, headers), 'header'),
    ],
  };
}

type TypeName = 'body' | 'query' | 'headers' | 'reply';

function typeNodesOf(
  call: ts.CallExpression,
  handler: FunctionNode | undefined,
): Partial<Record<TypeName, ts.TypeNode | undefined>> {
  const [request, response] = handler?.parameters ?? [];
  const inRequest = typeArgumentsOf(request?.type);
  const generics = call.typeArguments?.[0] ?? (inRequest.length === 1 ? inRequest[0] : undefined);
  if (generics && ts.isTypeLiteralNode(generics)) {
    const named = namedTypes(generics);
    return {
      body: named.get('Body'),
      query: named.get('Querystring'),
      headers: named.get('Headers'),
      reply: named.get('Reply'),
    };
  }
  const answered = /Response\b/u.test(response?.type?.getText() ?? '') ? typeArgumentsOf(response?.type)[0] : undefined;
  // Express: `Request<Params, ResBody, ReqBody, Query>`.
  return inRequest.length > 1
    ? { body: inRequest[2], query: inRequest[3], reply: answered ?? inRequest[1] }
    : { reply: answered };
}

function typeArgumentsOf(type: ts.TypeNode | undefined): readonly ts.TypeNode[] {
  return type && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
}

function namedTypes(literal: ts.TypeLiteralNode): Map<string, ts.TypeNode> {
  return new Map(
    literal.members.flatMap((member) =>
      ts.isPropertySignature(member) && member.type ? [[member.name.getText(), member.type] as const] : [],
    ),
  );
}

function isTold(type: ts.TypeNode): boolean {
  return !/^(?:any|unknown|never|object|\{\s*\}|Record<string, (?:any|never|unknown)>)$/u.test(type.getText());
}
