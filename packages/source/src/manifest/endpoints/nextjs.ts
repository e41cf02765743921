import { ts } from 'ts-morph';

import { dottedName } from '../../syntax/call.ts';
import { type FunctionNode } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import { exportOf } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { authOfBody, authOfMiddleware, mergeAuth, NO_AUTH } from './auth.ts';
import type { EndpointFramework, FoundEndpoint } from './endpoint-framework.ts';
import { handlerComplexity, handlerFunctionOf, handlerLocation, mergeParameters } from './handler.ts';
import { requestUsageOf } from './request-usage.ts';
import { joinPath, pathParametersOf } from './route-path.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const APP_ROUTE = /^(?:.*\/)?app\/(.*\/)?route\.[jt]sx?$/u;
const PAGES_ROUTE = /^(?:.*\/)?pages\/(api\/.*)\.[jt]sx?$/u;

/** Next.js: `app/**` route handlers with dynamic segments, and `pages/api`. */
export const nextjs: EndpointFramework = {
  name: 'nextjs',
  find: (tree, files) => files.flatMap((file) => [...appEndpoints(tree, file), ...pagesEndpoints(tree, file)]),
};

function appEndpoints(tree: SourceTree, file: string): FoundEndpoint[] {
  const match = APP_ROUTE.exec(file);
  if (!match) return [];
  const path = routeOf((match[1] ?? '').split('/'));
  return METHODS.flatMap((method) => {
    const value = exportedValue(tree, file, method);
    return value ? [endpointOf(tree, method, path, value)] : [];
  });
}

function pagesEndpoints(tree: SourceTree, file: string): FoundEndpoint[] {
  const match = PAGES_ROUTE.exec(file);
  const value = match && exportedValue(tree, file, 'default');
  if (!match || !value) return [];
  const path = routeOf((match[1] ?? '').replace(/(?:^|\/)index$/u, '').split('/'));
  const handler = handlerOf(tree, value);
  const methods = handler ? methodsIn(handler) : [];
  return (methods.length > 0 ? methods : ['ALL']).map((method) => endpointOf(tree, method, path, value));
}

/** The address of a folder: groups `(shop)` and slots `@modal` vanish, `[id]` is `:id`, `[...rest]` is `:rest*`, `[[...rest]]` likewise. */
function routeOf(segments: readonly string[]): string {
  const parts = segments.filter((segment) => segment !== '' && !/^\(.*\)$|^@/u.test(segment));
  return joinPath(
    ...parts.map((segment) => segment.replace(/^\[{1,2}\.\.\.(\w+)\]{1,2}$/u, ':$1*').replace(/^\[(\w+)\]$/u, ':$1')),
  );
}

function exportedValue(tree: SourceTree, file: string, name: string): ts.Node | undefined {
  const binding = exportOf(tree, file, name);
  if (binding?.kind !== 'node') return undefined;
  return ts.isVariableDeclaration(binding.node) ? (binding.node.initializer ?? binding.node) : binding.node;
}

function handlerOf(tree: SourceTree, value: ts.Node): FunctionNode | undefined {
  if (ts.isFunctionDeclaration(value)) return value;
  if (ts.isBindingElement(value)) return undefined;
  return ts.isExpression(value) ? handlerFunctionOf(tree, value) : undefined;
}

function endpointOf(tree: SourceTree, method: string, path: string, value: ts.Node): FoundEndpoint {
  const handler = handlerOf(tree, value);
  const usage = handler ? requestUsageOf(tree, handler) : { parameters: [] };
  const responseType = handler && responseTypeOf(handler);
  return {
    id: `${method} ${path}`,
    framework: 'nextjs',
    method,
    path,
    parameters: mergeParameters([...pathParametersOf(path), ...usage.parameters]),
    auth:
      mergeAuth([wrapperAuth(tree, value), handler && (authOfBody(tree, handler) ?? sessionCheck(handler))]) ?? NO_AUTH,
    ...(usage.requestType !== undefined && { requestType: usage.requestType }),
    ...(responseType !== undefined && { responseType }),
    handler: handlerLocation(tree, handler, value),
    complexity: handlerComplexity(tree, handler),
  };
}

/** `export const GET = withAuth(handler)` */
function wrapperAuth(tree: SourceTree, value: ts.Node): ReturnType<typeof authOfMiddleware> {
  const node = ts.isExpression(value) ? unwrapped(value) : undefined;
  return node && ts.isCallExpression(node) ? authOfMiddleware(tree, node.expression) : undefined;
}

function responseTypeOf(handler: FunctionNode): string | undefined {
  return handler.type && /(?:NextResponse|NextApiResponse)<(.+?)>+$/u.exec(handler.type.getText())?.[1];
}

/** `const session = await auth(); if (!session) return …401` of NextAuth and Clerk. */
function sessionCheck(handler: FunctionNode): { required: boolean; roles: string[]; evidence: string } | undefined {
  let found: string | undefined;
  walk(handler, (node) => {
    if (
      ts.isCallExpression(node) &&
      /^(?:auth|getToken|getSession|currentUser|getAuth|getUser)$/u.test(dottedName(node.expression).at(-1) ?? '')
    )
      found ??= node.getText();
  });
  return found !== undefined && /\b40[13]\b|redirect\(/u.test(handler.getText())
    ? { required: true, roles: [], evidence: found }
    : undefined;
}

/** The methods that a `pages/api` handler compares `req.method` with. */
function methodsIn(handler: FunctionNode): string[] {
  const found = new Set<string>();
  walk(handler, (node) => {
    if (
      ts.isBinaryExpression(node) &&
      /(?:^|\.)method$/u.test(node.left.getText()) &&
      ts.isStringLiteralLike(node.right)
    )
      found.add(node.right.text.toUpperCase());
    if (ts.isSwitchStatement(node) && /(?:^|\.)method$/u.test(node.expression.getText())) {
      for (const clause of node.caseBlock.clauses)
        if (ts.isCaseClause(clause) && ts.isStringLiteralLike(clause.expression))
          found.add(clause.expression.text.toUpperCase());
    }
  });
  return [...found].filter((method) => METHODS.includes(method));
}
