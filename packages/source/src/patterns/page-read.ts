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

/** Steps on a text that leave only white space out, and those that make something else of it. */
const TRIMS = /^trim(?:Start|End)?$/u;
const STEPS =
  /^(?:trim(?:Start|End)?|toLowerCase|toUpperCase|replace|replaceAll|slice|split|toString|normalize|match)$/u;
const CONVERTERS = /^(?:Number|parseInt|parseFloat|String|Boolean)$/u;

/** What an expectation makes of the text that it reads: `none`, `trimmed`, or something `else`. */
export function stepsOn(actual: ts.Expression): 'none' | 'trimmed' | 'else' {
  const names = peeled(valueOf(actual)).steps;
  if (names.length === 0) return 'none';
  return names.every((name) => TRIMS.test(name) || name === '??') ? 'trimmed' : 'else';
}

function valueOf(actual: ts.Expression): ts.Expression {
  return (ts.isIdentifier(actual) ? valueAt(actual) : undefined) ?? actual;
}

/** The look at the bottom of `(await x.textContent())?.trim() ?? ''` and `Number(await x.textContent())`, and the steps on it. */
function peeled(value: ts.Expression): { readonly node: ts.Expression; readonly steps: readonly string[] } {
  const steps: string[] = [];
  let node = value;
  for (let inner = stepBelow(node); inner; inner = stepBelow(node)) {
    steps.push(inner.name);
    node = unwrapped(inner.below);
  }
  return ts.isAwaitExpression(node) ? { node, steps } : { node: value, steps: [] };
}

function stepBelow(node: ts.Expression): { readonly name: string; readonly below: ts.Expression } | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isFallback = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return isFallback && ts.isStringLiteralLike(node.right) && node.right.text === ''
      ? { name: '??', below: node.left }
      : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression);
  const [first] = node.arguments;
  if (ts.isPropertyAccessExpression(callee))
    return STEPS.test(callee.name.text) ? { name: callee.name.text, below: callee.expression } : undefined;
  return ts.isIdentifier(callee) && CONVERTERS.test(callee.text) && first
    ? { name: callee.text, below: first }
    : undefined;
}

/** The awaited look at the page that an expectation is about, directly, through one variable, or below steps on its text. */
export function readOf(context: PatternContext, actual: ts.Expression): PlaywrightCall | undefined {
  const { node } = peeled(valueOf(actual));
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
