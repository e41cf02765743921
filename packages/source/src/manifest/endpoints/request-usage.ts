import type { EndpointParameter } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, dottedName, nameText } from '../../syntax/call.ts';
import type { FunctionNode } from '../../syntax/functions.ts';
import { unwrapped, unwrappedParent, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';
import { parametersFrom, propertiesOfSchema, propertiesOfType, type ShapeProperty, typeText } from './type-shape.ts';

/** What a handler reads from its request. */
export interface RequestUsage {
  readonly parameters: readonly EndpointParameter[];
  readonly requestType?: string;
}

type Place = EndpointParameter['in'];

/** Which properties of a part of the request are used, and as which type. */
interface Use {
  readonly properties: readonly ShapeProperty[];
  readonly type?: string;
}

/** The part of a request that a dotted name reads, whatever the framework calls it. */
const PLACES: Readonly<Record<string, Place>> = {
  body: 'body',
  query: 'query',
  querystring: 'query',
  params: 'path',
  headers: 'header',
  searchParams: 'query',
};

/** Methods that read one named value: `req.get('X')`, `c.req.query('page')`, `searchParams.get('q')`. */
const READERS: Readonly<Record<string, Place>> = { query: 'query', param: 'path', header: 'header', queries: 'query' };

const VALIDATORS = new Set([
  'parse',
  'safeParse',
  'parseAsync',
  'safeParseAsync',
  'validate',
  'validateSync',
  'validateAsync',
  'assert',
]);

/** Reads the parameters that a handler uses: member access, destructuring, readers, casts and validation schemas. */
export function requestUsageOf(tree: SourceTree, handler: FunctionNode): RequestUsage {
  const parameters: EndpointParameter[] = [];
  let requestType: string | undefined;
  const add = (place: Place, properties: readonly ShapeProperty[]): void => {
    // Path parameters come from the path itself, which knows more.
    if (place !== 'path') parameters.push(...parametersFrom(properties, place));
  };
  walk(handler, (node) => {
    const reader = readerOf(node);
    if (reader) add(reader.place, [{ name: reader.name, type: 'string', required: false }]);
    const place = placeOf(node);
    if (!place || !ts.isExpression(node)) return;
    const use = useOf(tree, node, place);
    add(place, use.properties);
    if (place === 'body') requestType ??= use.type;
  });
  return { parameters, ...(requestType !== undefined && { requestType }) };
}

/** Whether an expression is a whole part of the request: `req.body`, `ctx.request.body`, `await c.req.json()`. */
function placeOf(node: ts.Node): Place | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const place = Object.hasOwn(PLACES, node.name.text) ? PLACES[node.name.text] : undefined;
    return place && isRequest(dottedName(node.expression)) ? place : undefined;
  }
  return ts.isCallExpression(node) ? calledPlace(node) : undefined;
}

const BODY_READERS = new Set(['json', 'parseBody', 'formData']);
const VALIDATED: Readonly<Record<string, Place>> = {
  json: 'body',
  form: 'body',
  query: 'query',
  header: 'header',
  param: 'path',
};

/** `await c.req.json()`, `await request.formData()`, `c.req.valid('json')`. */
function calledPlace(call: ts.CallExpression): Place | undefined {
  const names = dottedName(call.expression);
  const last = names.at(-1) ?? '';
  if (!isRequest(names.slice(0, -1))) return undefined;
  const [target] = call.arguments;
  if (!target) return BODY_READERS.has(last) ? 'body' : undefined;
  return last === 'valid' && ts.isStringLiteralLike(target) && Object.hasOwn(VALIDATED, target.text)
    ? VALIDATED[target.text]
    : undefined;
}

function isRequest(names: readonly string[]): boolean {
  const last = names.at(-1) ?? '';
  return /^(?:req|request|_req|ctx|context|nextUrl)$/u.test(last) || (last === 'c' && names.length === 1);
}

function readerOf(node: ts.Node): { readonly place: Place; readonly name: string } | undefined {
  const first = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  if (!first || !ts.isStringLiteralLike(first) || !ts.isCallExpression(node)) return undefined;
  const names = dottedName(node.expression);
  const place = readPlace(names.at(-1) ?? '', names.slice(0, -1));
  return place && { place, name: first.text };
}

function readPlace(method: string, owner: readonly string[]): Place | undefined {
  if (method === 'get' || method === 'has') {
    if (owner.at(-1) === 'searchParams') return 'query';
    if (owner.at(-1) === 'headers' || isRequest(owner)) return 'header';
  }
  return Object.hasOwn(READERS, method) && isRequest(owner) ? READERS[method] : undefined;
}

/** What is done with a part of the request: which of its properties are read, and as which type. */
function useOf(tree: SourceTree, node: ts.Expression, place: Place): Use {
  const type = castOf(node);
  if (type) return typed(tree, type, place);
  let parent = unwrappedParent(node);
  if (ts.isAwaitExpression(parent)) parent = unwrappedParent(parent);
  if (ts.isBinaryExpression(parent)) parent = unwrappedParent(parent);
  if (ts.isVariableDeclaration(parent)) return declared(tree, parent, place);
  if (ts.isCallExpression(parent) && parent.arguments.includes(node)) return validated(tree, parent, node, place);
  const member = memberRead(parent, node);
  return { properties: member === undefined ? [] : [named(member, place)] };
}

/** The type of `req.body as T` and `(await c.req.json()) as T`. */
function castOf(node: ts.Expression): ts.TypeNode | undefined {
  for (let current: ts.Node = node.parent; ; current = current.parent) {
    if (ts.isAsExpression(current) || ts.isTypeAssertionExpression(current)) return current.type;
    if (!ts.isAwaitExpression(current) && !ts.isParenthesizedExpression(current)) return undefined;
  }
}

function memberRead(parent: ts.Node, node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  return ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression)
    ? parent.argumentExpression.text
    : undefined;
}

function named(name: string, place: Place): ShapeProperty {
  return { name, ...(place !== 'body' && { type: 'string' }), required: false };
}

function typed(tree: SourceTree, type: ts.TypeNode, place: Place): Use {
  const text = typeText(type);
  if (/^(?:any|unknown|never|object|Record<.*)$/u.test(text)) return { properties: [] };
  return { properties: propertiesOfType(tree, type), ...(place === 'body' && { type: text }) };
}

function declared(tree: SourceTree, declaration: ts.VariableDeclaration, place: Place): Use {
  const fromType = declaration.type ? typed(tree, declaration.type, place) : { properties: [] };
  if (!ts.isObjectBindingPattern(declaration.name)) return fromType;
  const names = declaration.name.elements.flatMap((element) =>
    element.dotDotDotToken
      ? []
      : (nameText(element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined)) ?? []),
  );
  return { ...fromType, properties: [...fromType.properties, ...names.map((name) => named(name, place))] };
}

/** `createOrderSchema.parse(req.body)` and `validate(schema, req.body)`. */
function validated(tree: SourceTree, call: ts.CallExpression, node: ts.Expression, place: Place): Use {
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !VALIDATORS.has(calledName(call)))
    return readBy(tree, call, node, place);
  const schema = callee.expression;
  return { properties: propertiesOfSchema(tree, schema), ...(ts.isIdentifier(schema) && { type: schema.text }) };
}

/** A project function that takes the part: as the type of its parameter says, or of what it reads it into (`readOrder(req.body)`). */
function readBy(tree: SourceTree, call: ts.CallExpression, node: ts.Expression, place: Place): Use {
  const target = functionOf(tree, call.expression);
  const parameter = target?.parameters[call.arguments.indexOf(node)];
  if (!target || !parameter) return { properties: [] };
  const told = parameter.type ? typed(tree, parameter.type, place) : { properties: [] };
  if (told.type !== undefined || told.properties.length > 0) return told;
  return target.type && /read|parse|valid|decode|assert|check|from|^to[A-Z]/iu.test(calledName(call))
    ? typed(tree, target.type, place)
    : told;
}
