import { ts } from 'ts-morph';

import { valueAt } from '../playwright/assignments.ts';
import { READ_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf } from '../playwright/playwright-calls.ts';
import type { WebExpectation } from '../playwright/web-expectation.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { PatternContext } from './pattern-context.ts';

const ASKED = new Set([...READ_METHODS, 'url']);
/** Lists of which an assertion can wait for the number. */
const LISTS = new Set(['all', 'allTextContents', 'allInnerTexts']);
const NO_MATCHER = new Set(['boundingBox', 'content', 'innerHTML', 'ariaSnapshot']);

/** The awaited look at the page that an expectation is about, directly or through one variable. */
export function readOf(context: PatternContext, actual: ts.Expression): PlaywrightCall | undefined {
  const held = ts.isIdentifier(actual) ? valueAt(actual) : undefined;
  const node = held ?? actual;
  const counted = lengthOwner(node);
  if (counted) return listOf(context, counted);
  const looked = ts.isAwaitExpression(node) ? unwrapped(node.expression) : node;
  if (!ts.isCallExpression(looked)) return undefined;
  const one = playwrightCallOf(context, looked);
  if (one?.method === 'all' && one.kind === 'locator' && ts.isAwaitExpression(node)) return one;
  if (!one || !ASKED.has(one.method) || NO_MATCHER.has(one.method)) return undefined;
  const isOfPage = one.method === 'url' || one.method === 'title';
  const owns = isOfPage ? one.kind === 'page' : ['locator', 'page', 'frame', 'element-handle'].includes(one.kind);
  return owns && (one.method === 'url') !== ts.isAwaitExpression(node) ? one : undefined;
}

/** `await rows.all()` of `(await rows.all()).length`. */
function lengthOwner(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length' ? unwrapped(node.expression) : undefined;
}

/** The awaited list of which only the number is asked. */
function listOf(context: PatternContext, node: ts.Expression): PlaywrightCall | undefined {
  const held = ts.isIdentifier(node) ? (valueAt(node) ?? node) : node;
  const looked = ts.isAwaitExpression(held) ? unwrapped(held.expression) : undefined;
  const one = looked && ts.isCallExpression(looked) ? playwrightCallOf(context, looked) : undefined;
  return one?.kind === 'locator' && LISTS.has(one.method) ? one : undefined;
}

/** Of the locators in a list only the number is known. */
export function isListItself({ matcher, actual }: WebExpectation, { method }: PlaywrightCall): boolean {
  return method === 'all' && matcher.text !== 'toHaveLength' && !(actual && lengthOwner(actual));
}

/** Whether only the number of what was read is asked for. */
export function isNumberOf({ matcher, actual }: Pick<WebExpectation, 'matcher' | 'actual'>): boolean {
  return matcher.text === 'toHaveLength' || (actual !== undefined && lengthOwner(actual) !== undefined);
}
