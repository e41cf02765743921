import type { RememberedElement } from '@millwright/core';
import { ts } from 'ts-morph';

import { inferValue } from '../playwright/infer-value.ts';
import { dottedName, memberAccessOf } from '../syntax/call.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { actionSelectorOf, type UnwrittenLocator, type WrittenLocator, writtenLocatorOf } from './written-locator.ts';

/** The step of a test that used a locator, in the source. */
export interface WrittenStep {
  readonly call: ts.CallExpression;
  readonly locator: WrittenLocator;
}

/** Finds the call at a place (its column is that of the method's name) and the locator that it uses. */
export function findStep(
  tree: SourceTree,
  place: RememberedElement['place'],
  action: string,
): WrittenStep | UnwrittenLocator {
  const call = findCall(tree, place, action);
  if ('reason' in call) return call;
  const locator = locatorUsedBy(tree, call);
  return 'reason' in locator ? locator : { call, locator };
}

/** Finds the call at a place. */
export function findCall(
  tree: SourceTree,
  place: RememberedElement['place'],
  action: string,
): ts.CallExpression | UnwrittenLocator {
  const source = tree.source(place.file);
  const where = `${place.file}:${place.line}`;
  if (!source) return { reason: `${place.file} cannot be read` };
  if (place.file.includes('node_modules/')) return { reason: `${where} belongs to a package` };
  const calls = callsOfLine(source, place.line);
  const call = calls.find((one) => columnOf(one) === place.column) ?? onlyOne(calls, action);
  return call ?? { reason: `${where} has no call that uses one locator; the file may have changed` };
}

function nameNodeOf(call: ts.CallExpression): ts.Node {
  return memberAccessOf(call.expression)?.nameNode ?? call.expression;
}

function columnOf(call: ts.CallExpression): number {
  const source = call.getSourceFile();
  return source.getLineAndCharacterOfPosition(nameNodeOf(call).getStart(source)).character + 1;
}

/** Calls whose method's name stands on a line. */
function callsOfLine(source: ts.SourceFile, line: number): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node)) return;
    if (source.getLineAndCharacterOfPosition(nameNodeOf(node).getStart(source)).line === line - 1) calls.push(node);
  });
  return calls;
}

/** The one call of a line that does what was done there. */
function onlyOne(calls: readonly ts.CallExpression[], action: string): ts.CallExpression | undefined {
  const fitting = calls.filter((call) => {
    const name = memberAccessOf(call.expression)?.name ?? '';
    return action === 'expect' ? /^to[A-Z]/u.test(name) && expectOf(call) !== undefined : name === action;
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The call of `expect` that an assertion begins at. */
export function expectOf(call: ts.CallExpression): ts.CallExpression | undefined {
  let current: ts.Expression = unwrapped(call.expression);
  while (ts.isPropertyAccessExpression(current)) current = unwrapped(current.expression);
  const isExpect = ts.isCallExpression(current) && dottedName(current.expression)[0]?.startsWith('expect') === true;
  return isExpect && ts.isCallExpression(current) ? current : undefined;
}

function locatorUsedBy(tree: SourceTree, call: ts.CallExpression): WrittenLocator | UnwrittenLocator {
  const subject = expectOf(call)?.arguments[0];
  if (subject) return writtenLocatorOf(tree, subject);
  const owner = memberAccessOf(call.expression)?.owner;
  if (!owner) return { reason: 'The call uses no locator' };
  const value = inferValue(tree, owner);
  const isOnPage = value?.is === 'playwright' && (value.kind === 'page' || value.kind === 'frame');
  return isOnPage ? actionSelectorOf(tree, call) : writtenLocatorOf(tree, owner);
}
