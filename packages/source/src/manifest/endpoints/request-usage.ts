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
  if (!ts.isCallExpression(node)) return undefined;
  const names = dottedName(node.expression);
  const last = names.at(-1) ?? '';
  if (
    (last === 'json' || last === 'parseBody' || last === 'formData') &&
    node.arguments.length === 0 &&
    isRequest(names.slice(0, -1))
  )
    return 'body';
  const target = node.arguments[0];
  if (last !== 'valid' || !target || !ts.isStringLiteralLike(target) || !isRequest(names.slice(0, -1)))
    return undefined;
  return { json: 'body', form: 'body', query: 'query', header: 'header', param: 'path' }[target.text] as
    | Place
    | undefined;
}

function isRequest(names: readonly string[]): boolean {
  const last = names.at(-1) ?? '';
  return /^(?:req|request|_req|ctx|context|nextUrl)$/u.test(last) || (last === 'c' && names.length === 1);
}

function readerOf(node: ts.Node): { readonly place: Place; readonly name: string } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const first = node.arguments[0];
  if (!first || !ts.isStringLiteralLike(first)) return undefined;
  const names = dottedName(node.expression);
  const last = names.at(-1) ?? '';
  const owner = names.slice(0, -1);
  if (last === 'get' || last === 'has') {
    if (owner.at(-1) === 'searchParams') return { place: 'query', name: first.text };
    if (owner.at(-1) === 'headers' || isRequest(owner)) return { place: 'header', name: first.text };
  }
  return Object.hasOwn(READERS, last) && isRequest(owner)
    ? { place: READERS[last] ?? 'query', name: first.text }
    : undefined;
}

/** What is done with a part of the request: which of its properties are read, and as which type. */
function useOf(
  tree: SourceTree,
  node: ts.Expression,
  place: Place,
): { readonly properties: readonly ShapeProperty[]; readonly type?: string } {
  const direct = node.parent;
  if (ts.isAsExpression(direct) || ts.isTypeAssertionExpression(direct)) return typed(tree, direct.type, place);
  let parent = unwrappedParent(node);
  if (ts.isAwaitExpression(parent)) {
    if (ts.isAsExpression(parent.parent)) return typed(tree, parent.parent.type, place);
    parent = unwrappedParent(parent);
  }
  if (ts.isAsExpression(parent)) return typed(tree, parent.type, place);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return { properties: [named(parent.name.text, place)] };
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression))
    return { properties: [named(parent.argumentExpression.text, place)] };
  if (ts.isVariableDeclaration(parent)) return declared(tree, parent, place);
  if (ts.isBinaryExpression(parent) && ts.isVariableDeclaration(unwrappedParent(parent)))
    return declared(tree, unwrappedParent(parent) as ts.VariableDeclaration, place);
  if (ts.isCallExpression(parent) && parent.arguments.includes(node)) return validated(tree, parent, node, place);
  return { properties: [] };
}

function named(name: string, place: Place): ShapeProperty {
  return { name, ...(place !== 'body' && { type: 'string' }), required: false };
}

function typed(
  tree: SourceTree,
  type: ts.TypeNode,
  place: Place,
): { readonly properties: readonly ShapeProperty[]; readonly type?: string } {
  const text = typeText(type);
  if (/^(?:any|unknown|never|object|Record<.*)$/u.test(text)) return { properties: [] };
  return { properties: propertiesOfType(tree, type), ...(place === 'body' && { type: text }) };
}

function declared(
  tree: SourceTree,
  declaration: ts.VariableDeclaration,
  place: Place,
): { readonly properties: readonly ShapeProperty[]; readonly type?: string } {
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
function validated(
  tree: SourceTree,
  call: ts.CallExpression,
  node: ts.Expression,
  place: Place,
): { readonly properties: readonly ShapeProperty[]; readonly type?: string } {
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !VALIDATORS.has(calledName(call)))
    return readBy(tree, call, node, place);
  const schema = callee.expression;
  return { properties: propertiesOfSchema(tree, schema), ...(ts.isIdentifier(schema) && { type: schema.text }) };
}

/** A project function that takes the part: as the type of its parameter says, or of what it reads it into (`readOrder(req.body)`). */
function readBy(
  tree: SourceTree,
  call: ts.CallExpression,
  node: ts.Expression,
  place: Place,
): { readonly properties: readonly ShapeProperty[]; readonly type?: string } {
  const target = functionOf(tree, call.expression);
  const parameter = target?.parameters[call.arguments.indexOf(node)];
  if (!target || !parameter) return { properties: [] };
  const told = parameter.type ? typed(tree, parameter.type, place) : { properties: [] };
  if (told.type !== undefined || told.properties.length > 0) return told;
  return target.type && /read|parse|valid|decode|assert|check|from|^to[A-Z]/iu.test(calledName(call))
    ? typed(tree, target.type, place)
    : told;
}
