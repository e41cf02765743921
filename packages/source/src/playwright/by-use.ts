import { ts } from 'ts-morph';

import { calledName, memberAccessOf, rootIdentifier } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped } from '../syntax/walk.ts';
import { type Known, playwright } from './known-value.ts';
import { FINDER_METHODS, IN_PAGE_METHODS, isLocatorMethod, type PlaywrightKind } from './members.ts';
import { worksWithAnother, worksWithPlaywright } from './playwright-file.ts';

/** What is called so in a file that works with Playwright, and of which nothing else is known, is a page. */
const PAGE_NAME = /^(?:page\d*|popup|newPage)$/u;
/** `adminPage` may also be a page object, so it is a page only for what hardly any page object has. */
const PAGE_LIKE_NAME = /^(?:page\d*|popup|\w+Page)$/u;
const FRAME_NAME = /^(?:frame|\w+Frame)$/u;

/** Globals of Node, of the page, of runners and browser drivers, and what a build puts in. */
const RUNTIME =
  /^(?:globalThis|global|window|self|document|navigator|location|process|console|performance|crypto|Buffer|undefined|NaN|Infinity|require|module|exports|__dirname|__filename|expect|test|it|describe|jest|vi|fetch|setTimeout|structuredClone|\$|\$\$|browser|driver|element|by|device|cy|request|screen|history|localStorage|sessionStorage|indexedDB|caches|chrome|event|_\w*|[A-Z]\w*)$/u;

/** Methods that hardly anything but a page or frame has. */
const OF_PAGES =
  /^(?:waitFor(?:Timeout|Selector|Navigation|LoadState|URL|Event|Request|Response|Function)|frameLocator|getBy[A-Z]\w+|locator|\$eval|\$\$eval|\$|\$\$|setViewportSize|addInitScript|bringToFront|emulateMedia)$/u;
/** Methods that hardly anything but a locator has, when their answer is awaited. */
const OF_LOCATORS =
  /^(?:isVisible|isHidden|isEnabled|isDisabled|isChecked|isEditable|inputValue|innerText|textContent|allTextContents|allInnerTexts)$/u;

/** A page by its name alone. */
export function knownByName(node: ts.Node, { text }: { readonly text: string }): Known | undefined {
  if (!worksWithPlaywright(node.getSourceFile())) return undefined;
  if (PAGE_NAME.test(text)) return playwright('page');
  const isFree = /^(?:frame|context)$/u.test(text) && ts.isIdentifier(node) && declarationOf(node) === undefined;
  return isFree ? playwright(text === 'frame' ? 'frame' : 'context') : undefined;
}

/** What a call of which nothing is known gives: `shell.locator('a')` gives a locator whatever `shell` is. */
export function knownByFinder(call: ts.CallExpression, method: string): Known | undefined {
  const source = call.getSourceFile();
  const isLikely = worksWithPlaywright(source) || (method === 'locator' && !worksWithAnother(source));
  return isLikely && FINDER_METHODS.has(method) ? playwright('locator') : undefined;
}

/** What something must be that nothing is known of, by its name and the method that is called on it. */
export function kindByUse(receiver: ts.Expression, method: string): PlaywrightKind | undefined {
  const source = receiver.getSourceFile();
  if (worksWithAnother(source)) return undefined;
  const name = lastName(receiver);
  if (OF_PAGES.test(method) && PAGE_LIKE_NAME.test(name)) return 'page';
  if (OF_PAGES.test(method) && FRAME_NAME.test(name)) return 'frame';
  if (OF_LOCATORS.test(method) && isAwaited(receiver) && worksWithPlaywright(source)) return 'locator';
  return isUndeclared(receiver) && isLocatorMethod(method) && !isInPage(receiver) ? 'locator' : undefined;
}

/** Whether a node stands in a function that runs in the page, where other names exist. */
function isInPage(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isCallExpression(parent) && isFunctionNode(current) && IN_PAGE_METHODS.test(calledName(parent))) return true;
  }
  return false;
}

/** Whether a name looks like that of a page or frame. */
export function isNamedAsPage(receiver: ts.Expression): boolean {
  const name = lastName(receiver);
  return PAGE_LIKE_NAME.test(name) || FRAME_NAME.test(name);
}

/** Whether an expression starts at a name that nothing declares, or at a `this` outside of every class. */
export function isUndeclared(expression: ts.Expression): boolean {
  const root = rootIdentifier(expression);
  if (root) return declarationOf(root) === undefined && !RUNTIME.test(root.text);
  let current = unwrapped(expression);
  while (
    ts.isPropertyAccessExpression(current) ||
    ts.isElementAccessExpression(current) ||
    ts.isCallExpression(current)
  )
    current = unwrapped(current.expression);
  return current.kind === ts.SyntaxKind.ThisKeyword && !ancestorOf(current, ts.isClassLike);
}

/** `page` of `this.page`, of `shop.page()` and of `page`. */
function lastName(expression: ts.Expression): string {
  const node = unwrapped(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node) && node.arguments.length === 0) return lastName(node.expression);
  return memberAccessOf(node)?.name ?? '';
}

/** `await x.isVisible()`: what waits for the answer does not talk to an element of the document. */
function isAwaited(receiver: ts.Expression): boolean {
  const call = ancestorOf(receiver, ts.isCallExpression);
  return call !== undefined && ts.isAwaitExpression(call.parent);
}
