import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import type { PlaywrightCall } from '../../playwright/playwright-calls.ts';
import { enclosingFunction } from '../../syntax/functions.ts';
import { declarationOf } from '../../syntax/scope.ts';
import { ancestorOf, unwrapped, unwrappedParent, walk } from '../../syntax/walk.ts';
import type { Fix } from './fix.ts';

/** Methods that a handle and a locator share, with the same arguments, and that wait for the element on a locator. */
const SHARED = new Set(
  'click dblclick tap fill press type check uncheck setChecked selectOption focus selectText setInputFiles hover dispatchEvent scrollIntoViewIfNeeded screenshot evaluate textContent innerText innerHTML inputValue getAttribute'.split(
    ' ',
  ),
);

/**
 * A handle that is kept in a `const` and only acted on, as a locator: `const pay = page.locator('#pay')`. The locator looks
 * the element up at every use, waits for it, and minds when there are several: a suggestion.
 */
export function locatorFixOf(one: PlaywrightCall): Fix | undefined {
  const declaration = holderOf(one.call);
  const uses = declaration && usesOf(declaration);
  const locator = locatorOf(one);
  if (!declaration?.initializer || locator === undefined || !uses || uses.length === 0) return undefined;
  const links = uses.map(linkOf);
  if (links.some((link) => link === undefined)) return undefined;
  const value = declaration.initializer;
  return {
    edits: [
      { start: value.getStart(), end: value.getEnd(), newText: locator },
      ...links.flatMap((link) => (link && link.newText !== '' ? [link] : [])),
    ],
    summary: 'Use a locator, which looks the element up at every use.',
    safety: 'suggestion',
  };
}

/** `page.$eval(selector, read)` as `page.locator(selector).evaluate(read)`, which waits for the element: a suggestion. */
export function evaluateFixOf({ call, kind }: PlaywrightCall): Fix | undefined {
  const callee = unwrapped(call.expression);
  const [selector, read] = call.arguments;
  if (!selector || !read || !ts.isPropertyAccessExpression(callee) || kind === 'element-handle') return undefined;
  return {
    edits: [
      { start: callee.name.getStart(), end: callee.name.getEnd(), newText: 'locator' },
      { start: selector.getEnd(), end: read.getStart(), newText: ').evaluate(' },
    ],
    summary: 'Evaluate on a locator, which waits for the element.',
    safety: 'suggestion',
  };
}

/** What the locator is: `page.locator(selector)` for a search, the locator itself for its handle. */
function locatorOf({ call, receiver, kind, method }: PlaywrightCall): string | undefined {
  if (kind === 'locator') return receiver.getText();
  const [selector] = call.arguments;
  const isSearch = method === '$' || method === 'waitForSelector';
  return isSearch && selector && kind !== 'element-handle'
    ? `${receiver.getText()}.locator(${selector.getText()})`
    : undefined;
}

/** The `const` whose whole value is the awaited call. */
function holderOf(call: ts.CallExpression): ts.VariableDeclaration | undefined {
  const awaited = unwrappedParent(call);
  const declaration = ts.isAwaitExpression(awaited) ? unwrappedParent(awaited) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConst && !declaration.type && declaration.initializer && unwrapped(declaration.initializer) === awaited
    ? declaration
    : undefined;
}

function usesOf(declaration: ts.VariableDeclaration): readonly ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  walk(enclosingFunction(declaration) ?? declaration.getSourceFile(), (node) => {
    if (ts.isIdentifier(node) && node !== declaration.name && declarationOf(node) === declaration) uses.push(node);
  });
  return uses;
}

/** The edit that turns `?.` and `!.` after a handle into `.`; without text where nothing need change, `undefined` for any other use. */
function linkOf(use: ts.Identifier): TextEdit | undefined {
  const access = unwrappedParent(use);
  if (!ts.isPropertyAccessExpression(access) || !SHARED.has(access.name.text)) return undefined;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access || !ts.isAwaitExpression(call.parent)) return undefined;
  // An assertion on what it reads asks for a web-first assertion, not for another read.
  if (isExpected(call) || ancestorOf(use, ts.isParenthesizedExpression) === access.expression) return undefined;
  const [start, end] = [use.getEnd(), access.name.getStart()];
  const isPlain = use.getSourceFile().text.slice(start, end) === '.';
  return { start, end, newText: isPlain ? '' : '.' };
}

function isExpected(call: ts.CallExpression): boolean {
  const owner = unwrappedParent(call.parent);
  return ts.isCallExpression(owner) && /^expect\b/u.test(owner.expression.getText());
}
