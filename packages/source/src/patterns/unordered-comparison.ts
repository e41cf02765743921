import { ts } from 'ts-morph';

import { calledName, dottedName, propertyOf } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { initializerOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';
import { returnedExpressionOf } from './returned-value.ts';

const EXACT = new Set(['toEqual', 'toStrictEqual', 'toBe', 'toMatchInlineSnapshot', 'toMatchSnapshot']);
const GLOBS = /^(?:glob|fast-glob|tinyglobby|globby|node:fs(?:\/promises)?|fs(?:\/promises)?)$/u;
const FS = /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs)$/u;
const ORDERS =
  /^(?:sort|toSorted|sortBy|orderBy|sorted|size|length|has|includes|some|every|toHaveLength|fromEntries)$/u;

interface Source {
  readonly name: string;
  readonly why: string;
  readonly severity?: 'info';
}

/** An exact order expected of what comes in none: globs, directory listings, the winner of `Promise.race`, rows without `ORDER BY`. Sorted or compared as a set is none. */
export const unorderedComparison: FlakyPattern = {
  name: 'unordered-comparison',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = expectationOf(call);
      if (!expectation?.actual || !EXACT.has(expectation.matcher.text) || !isOrdered(expectation)) return [];
      const source = sourceOf(context, expectation.actual, 0);
      return source ? [hitOf(call, source)] : [];
    }),
};

function hitOf(node: ts.Node, source: Source): PatternHit {
  return {
    node,
    ...(source.severity && { severity: source.severity }),
    why: source.why,
    advice: 'Sort both sides (`toSorted()`), compare as sets, or use `expect.arrayContaining` with `toHaveLength`.',
  };
}

/** A list of at least two, one element picked by place, or a snapshot. */
function isOrdered({ actual, expected, matcher }: Expectation): boolean {
  if (matcher.text.endsWith('Snapshot')) return true;
  const first = expected[0] && (initializerOf(expected[0]) ?? expected[0]);
  if (!first) return false;
  if (ts.isArrayLiteralExpression(first)) return first.elements.length > 1;
  return ts.isStringLiteralLike(first) && actual !== undefined && (isPick(actual) || isWinner(actual));
}

/** `rows[0]`, and a member of it. */
function isPick(node: ts.Expression): boolean {
  const picked = ts.isPropertyAccessExpression(node) ? unwrapped(node.expression) : node;
  return ts.isElementAccessExpression(picked) && ts.isNumericLiteral(picked.argumentExpression);
}

function isWinner(node: ts.Expression): boolean {
  const held = initializerOf(node) ?? node;
  return /^await Promise\.(?:race|any)\(/u.test(held.getText());
}

/** Where a value got its order from; `undefined` when it was sorted or has one. */
function sourceOf(context: PatternContext, expression: ts.Expression, depth: number): Source | undefined {
  if (depth > 3) return undefined;
  let found: Source | undefined;
  let isSorted = false;
  walk(expression, (node) => {
    if (isSorted || isFunctionNode(node)) return false;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && isOrdering(node)) isSorted = true;
    else if (ts.isPropertyAccessExpression(node) && ORDERS.test(node.name.text)) isSorted = true;
    else if (ts.isCallExpression(node)) found ??= sourceOfCall(context, node) ?? sourceOfHelper(context, node, depth);
    else if (ts.isIdentifier(node) && !isSortedLater(node)) {
      const held = initializerOf(node);
      if (held && held !== expression) found ??= sourceOf(context, held, depth + 1);
    }
    return true;
  });
  return isSorted ? undefined : found;
}

/** What a project function gives on as it got it. */
function sourceOfHelper(context: PatternContext, call: ts.CallExpression, depth: number): Source | undefined {
  const target = functionOf(context.tree, call.expression);
  const given = target && !sorts(target) ? returnedExpressionOf(target) : undefined;
  return given && sourceOf(context, given, depth + 1);
}

function sorts(target: FunctionNode): boolean {
  return /\b(?:sort|toSorted|sortBy|orderBy)\(/u.test(target.getText());
}

function isOrdering(node: ts.CallExpression | ts.NewExpression): boolean {
  return ORDERS.test(calledName(node)) || (ts.isNewExpression(node) && node.expression.getText() === 'Set');
}

/** `files.sort();` between the making and the comparison. */
function isSortedLater(name: ts.Identifier): boolean {
  const text = name.getSourceFile().text;
  return new RegExp(String.raw`\b${name.text.replaceAll('$', String.raw`\$`)}\s*\.\s*sort\(`, 'u').test(text);
}

function sourceOfCall(context: PatternContext, call: ts.CallExpression): Source | undefined {
  const name = calledName(call);
  if (/^(?:race|any)$/u.test(name) && isGlobal(receiver(call), 'Promise'))
    return { name, why: `Which promise wins \`Promise.${name}\` depends on timing.` };
  const origin = packageOf(context, call.expression);
  const exported = origin && (origin.name === 'default' || origin.name === '*' ? name : origin.name);
  if (origin && exported !== undefined) return sourceOfPackage(origin.module, exported);
  return sourceOfRows(call, name);
}

function sourceOfPackage(module: string, name: string): Source | undefined {
  if (FS.test(module) && /^readdir(?:Sync)?$/u.test(name))
    return {
      name,
      severity: 'info',
      why: `The order of \`${name}\` is not promised: it differs between file systems and runtimes.`,
    };
  if (GLOBS.test(module) && /^(?:glob|globSync|sync|fg|fastGlob|globby|globbySync)$/u.test(name))
    return { name, why: `\`${name}\` reads folders at the same time and gives its results in the order they arrive.` };
  return undefined;
}

/** Rows of a database come in any order unless it is asked for. */
function sourceOfRows(call: ts.CallExpression, name: string): Source | undefined {
  const first = call.arguments[0] && unwrapped(call.arguments[0]);
  const why = 'A database gives rows in any order unless the query asks for one.';
  if (name === 'findMany' && dottedName(call.expression).length > 2)
    return first && ts.isObjectLiteralExpression(first) && propertyOf(first, 'orderBy') ? undefined : { name, why };
  if (!first || !/^(?:query|all|execute|raw|prepare|unsafe)$/u.test(name)) return undefined;
  const text = staticTextOf(first, () => undefined).text;
  return /^\s*select\b/iu.test(text) && !/\border\s+by\b|\bcount\s*\(|\blimit\s+1\b/iu.test(text)
    ? { name, why }
    : undefined;
}

function receiver(call: ts.CallExpression): ts.Expression {
  const callee = unwrapped(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
}
