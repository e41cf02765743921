import { ts } from 'ts-morph';

import { dottedName, propertyOf, receiverOf } from '../../syntax/call.ts';
import { isFunctionNode } from '../../syntax/functions.ts';
import { UNKNOWN_PART } from '../../syntax/static-text.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { requestPathOf } from './request-path.ts';

/** What a call asks a server for. */
export interface CalledRequest {
  readonly method?: string;
  readonly path: string;
}

/** What the reader of a call knows beyond the call itself. */
export interface CallReader {
  /** The text of an expression, unknown parts written `${…}`. */
  textOf(expression: ts.Expression): string;
  /** The object literal behind an expression. */
  objectOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined;
  /** True in the product's own code, where `router.get('/x', handler)` declares a route and asks for none. */
  readonly inProduct: boolean;
}

const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const VERB_NAME = /^(get|post|put|patch|delete|del|head|options)(?:Json|JSON|Form)?$/u;
/** Functions that send GET unless told otherwise. */
const FETCH_NAME = /^(?:\$?fetch|ofetch|axios|ky|got|Request)$/u;
/** Objects whose whole purpose is HTTP. */
const HTTP_CLIENT = /^(?:axios|ky|got|superagent)$/u;
/** Words that make a call with a path and no verb a request rather than a file name or a page. */
const SENDS = /request|fetch|call|send|api|http|client|query|inject/iu;
/** Assertions, stubs, paths of files, and calls that only mention an address. */
const NO_REQUEST_ROOT = /^(?:expect|assert|nock|vi|jest|sinon|path|fs|cy|console)$/u;
const NO_REQUEST_NAME =
  /^(?:to[A-Z]\w*|on[A-Z]?\w*|goto|visit|navigate|push|replace|redirect|waitFor\w*|route|unroute|routeFromHAR|intercept|use|mount|register|all|basePath|locator|getBy\w+|startsWith|endsWith|includes|match|join|resolve|addInitScript|stub\w*|mock\w*)$/u;
/** Things that have a `get` and a `delete` of their own. */
const CONTAINER = /map|cache|headers|params|cookies|storage|registry|config|settings|env$/iu;
const ROUTER = /^(?:app|router|server|fastify|hono|routes?)$|Router$/u;

/** The request that a call makes by its own words: a path among its arguments, and a sign that it is sent to a server. */
export function requestOfCall(
  call: ts.CallExpression | ts.NewExpression,
  reader: CallReader,
): CalledRequest | undefined {
  const names = dottedName(call.expression);
  const name = names.at(-1) ?? '';
  const values = (call.arguments ?? []).map(unwrapped);
  if (NO_REQUEST_NAME.test(name) || names.slice(0, -1).some((one) => NO_REQUEST_ROOT.test(one))) return undefined;
  // A function among the arguments handles a request: a route, a stub, an interceptor.
  if (values.some(isFunctionNode) || declaresRoute(call, name)) return undefined;
  const target = targetOf(values, reader);
  if (!target) return undefined;
  const verb = verbOf(call, values, target.index, reader);
  return verb && { ...verb, path: target.path };
}

function declaresRoute(call: ts.CallExpression | ts.NewExpression, name: string): boolean {
  const receiver = ts.isCallExpression(call) ? receiverOf(call) : undefined;
  if (!receiver || !VERB_NAME.test(name)) return false;
  const owner = ts.isCallExpression(receiver) ? '' : (dottedName(receiver).at(-1) ?? '');
  return ROUTER.test(owner) || CONTAINER.test(owner);
}

/** The path among the arguments: a text, or the `url` of an options object. */
function targetOf(values: readonly ts.Expression[], reader: CallReader): { path: string; index: number } | undefined {
  for (const [index, value] of values.entries()) {
    if (!mayBeText(value)) continue;
    const path = requestPathOf(textOfTarget(value, reader));
    if (path !== undefined) return { path, index };
  }
  const options = values.flatMap((value, index) => {
    const object = ts.isObjectLiteralExpression(value) ? value : undefined;
    const url = object && (propertyOf(object, 'url') ?? propertyOf(object, 'uri'));
    return url && ts.isExpression(url) ? [{ url, index }] : [];
  })[0];
  const path = options && requestPathOf(textOfTarget(options.url, reader));
  return options && path !== undefined ? { path, index: options.index } : undefined;
}

function mayBeText(value: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(value) ||
    ts.isTemplateExpression(value) ||
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isBinaryExpression(value) ||
    ts.isNewExpression(value) ||
    ts.isCallExpression(value)
  );
}

/** `new URL('/x', base)` is read like `'/x'`. */
function textOfTarget(value: ts.Expression, reader: CallReader): string {
  const address = ts.isCallExpression(value) && dottedName(value.expression).at(-1) === 'toString' && receiverOf(value);
  const inner = address || value;
  const first = ts.isNewExpression(inner) && inner.expression.getText() === 'URL' ? inner.arguments?.[0] : undefined;
  return reader.textOf(first ?? inner);
}

/** The verb, which some requests do not tell; `undefined` when nothing says that the call sends a request. */
function verbOf(
  call: ts.CallExpression | ts.NewExpression,
  values: readonly ts.Expression[],
  pathIndex: number,
  reader: CallReader,
): { readonly method?: string } | undefined {
  const others = values.filter((value, index) => index !== pathIndex || ts.isObjectLiteralExpression(value));
  const spoken = others
    .filter((value) => !ts.isObjectLiteralExpression(value))
    .map((value) => reader.textOf(value).toUpperCase())
    .find((text) => VERBS.has(text));
  if (spoken !== undefined) return { method: spoken };
  const option = others.map((value) => optionMethodOf(value, reader)).find((text) => text !== undefined);
  if (option !== undefined && VERBS.has(option)) return { method: option };
  const names = dottedName(call.expression);
  const name = names.at(-1) ?? '';
  const verb = pathIndex === 0 ? VERB_NAME.exec(name)?.[1] : undefined;
  if (verb !== undefined) return verbOfName(verb, names[0] ?? '', reader);
  if (FETCH_NAME.test(name)) return option === undefined ? { method: 'GET' } : {};
  return pathIndex === 0 && !reader.inProduct && names.some((one) => SENDS.test(one)) ? {} : undefined;
}

function verbOfName(verb: string, root: string, reader: CallReader): { readonly method: string } | undefined {
  if (reader.inProduct && !HTTP_CLIENT.test(root)) return undefined;
  return { method: verb === 'del' ? 'DELETE' : verb.toUpperCase() };
}

/** The `method` that an options object names; an unknown text when it may name one that is not to be seen. */
function optionMethodOf(value: ts.Expression, reader: CallReader): string | undefined {
  const object = reader.objectOf(value);
  if (!object) return reader.textOf(value);
  const method = propertyOf(object, 'method');
  if (method && !ts.isMethodDeclaration(method)) return reader.textOf(method).toUpperCase();
  return object.properties.some(ts.isSpreadAssignment) ? UNKNOWN_PART : undefined;
}
