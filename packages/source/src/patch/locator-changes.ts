import { ts } from 'ts-morph';

import { FINDER_METHODS } from '../playwright/members.ts';
import { memberAccessOf } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { parsedSource } from './assertions.ts';

/**
 * What a change of a file touches beside locators, in sentences; empty when nothing. A locator may be another one of the same page;
 * a text or regular expression may be another one where it stands for itself or is what an element is found by. All else must be the
 * same, so assertions, matchers, expected values, limits, waits and what is run stay as they are.
 */
export function changesBesideLocators(before: string, after: string, file: string): readonly string[] {
  const [old, fresh] = [parsedSource(before, file), parsedSource(after, file)];
  const changed = firstChange(old, fresh);
  if (!changed) return [];
  const line = old.getLineAndCharacterOfPosition(changed.getStart(old)).line + 1;
  return [`Line ${line} would change in more than a locator.`];
}

const narrowing = new Set(['filter', 'first', 'last', 'nth', 'contentFrame', 'frameLocator', 'describe']);
const positions = new Set(['first', 'last', 'nth']);

/** The first node of the old tree that is not the same in the new one and is no part of a locator. */
function firstChange(old: ts.Node, fresh: ts.Node): ts.Node | undefined {
  if (isSameText(old, fresh)) return undefined;
  if (isLocatorCall(old) && isLocatorCall(fresh)) {
    if (isOtherLocator(old, fresh)) return undefined;
    if (addsPosition(chainOf(old).methods, chainOf(fresh).methods)) return old;
  }
  const action = actionChange(old, fresh);
  if (action) return action === 'same' ? undefined : old;
  if (isText(old) && isText(fresh)) return standsForItself(old) ? undefined : old;
  const [children, others] = [childrenOf(old), childrenOf(fresh)];
  if (old.kind !== fresh.kind || children.length !== others.length || children.length === 0) return old;
  for (const [index, child] of children.entries()) {
    const other = others[index];
    const change = other ? firstChange(child, other) : child;
    if (change) return change;
  }
  return undefined;
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  return node.getChildren();
}

function isSameText(one: ts.Node, other: ts.Node): boolean {
  return one.kind === other.kind && one.getText() === other.getText();
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node);
}

/** `const pay = '#pay'`, `{ pay: '#pay' }`, `pay = '#pay'` of a class: what a locator may ask for by its name. */
function standsForItself({ parent }: ts.Node): boolean {
  if (!ts.isVariableDeclaration(parent) && !ts.isPropertyAssignment(parent) && !ts.isPropertyDeclaration(parent))
    return false;
  for (let node: ts.Node = parent; node.parent; node = node.parent) {
    if (ts.isCallExpression(node)) return false;
    if (ts.isStatement(node) || ts.isPropertyDeclaration(node)) return true;
  }
  return true;
}

function isLocatorCall(node: ts.Node): node is ts.CallExpression {
  const method = ts.isCallExpression(node) ? memberAccessOf(node.expression)?.name : undefined;
  return method !== undefined && finds(method);
}

function finds(method: string): boolean {
  return FINDER_METHODS.has(method) || narrowing.has(method);
}

/** What a locator begins at, and its methods. */
function chainOf(call: ts.CallExpression): { readonly root: ts.Node; readonly methods: readonly string[] } {
  const methods: string[] = [];
  let current: ts.Expression = call;
  while (isLocatorCall(current)) {
    const access = memberAccessOf(current.expression);
    if (!access) break;
    methods.push(access.name);
    current = unwrapped(access.owner);
  }
  return { root: current, methods };
}

function isOtherLocator(old: ts.CallExpression, fresh: ts.CallExpression): boolean {
  const [before, after] = [chainOf(old), chainOf(fresh)];
  return (
    isSameText(before.root, after.root) && !addsPosition(before.methods, after.methods) && isPlain(fresh, old.getText())
  );
}

function addsPosition(before: readonly string[], after: readonly string[]): boolean {
  const count = (methods: readonly string[]): number => methods.filter((method) => positions.has(method)).length;
  return count(after) > count(before);
}

const harmful = new Set(['force', 'timeout', 'trial', 'noWaitAfter']);

/** Whether a locator is given only texts, options and locators, or what the old one was given as well. */
function isPlain(fresh: ts.Node, old: string): boolean {
  if (isText(fresh) || ts.isNumericLiteral(fresh) || old.includes(fresh.getText())) return true;
  // Other words around what the old one was put together from.
  if (ts.isTemplateExpression(fresh))
    return fresh.templateSpans.every(({ expression }) => old.includes(expression.getText()));
  if (fresh.kind === ts.SyntaxKind.TrueKeyword || fresh.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isObjectLiteralExpression(fresh))
    return fresh.properties.every(
      (one) => ts.isPropertyAssignment(one) && !harmful.has(one.name.getText()) && isPlain(one.initializer, old),
    );
  return isLocatorCall(fresh) && callsOf(fresh).every((call) => call.arguments.every((one) => isPlain(one, old)));
}

/** The calls of a chain. */
function callsOf(call: ts.CallExpression): readonly ts.CallExpression[] {
  const owner = memberAccessOf(call.expression)?.owner;
  return owner && isLocatorCall(owner) ? [...callsOf(owner), call] : [call];
}

/** `page.click('#pay')` that became `page.getByRole(…).click()`: the same deed with the same options. */
function actionChange(old: ts.Node, fresh: ts.Node): 'same' | 'other' | undefined {
  const before = actionOf(old);
  const after = ts.isCallExpression(fresh) ? memberAccessOf(fresh.expression) : undefined;
  if (!before || !after || !ts.isCallExpression(fresh) || before.name !== after.name) return undefined;
  const [selector, ...others] = fresh.arguments;
  if (isSameText(before.owner, after.owner))
    return selector && isText(selector) && before.rest === textsOf(others) ? 'same' : 'other';
  return isLocatorCall(after.owner) &&
    isLocatorOf(after.owner, before.owner) &&
    before.rest === textsOf(fresh.arguments)
    ? 'same'
    : 'other';
}

/** An action of a page that is given a selector. */
function actionOf(
  node: ts.Node,
): { readonly owner: ts.Expression; readonly name: string; readonly rest: string } | undefined {
  const access = ts.isCallExpression(node) ? memberAccessOf(node.expression) : undefined;
  if (!access || !ts.isCallExpression(node) || finds(access.name)) return undefined;
  const [selector, ...rest] = node.arguments;
  const isOnPage = /^(?:page|frame)$|\.page$/u.test(access.owner.getText());
  return selector && isText(selector) && isOnPage ? { ...access, rest: textsOf(rest) } : undefined;
}

function isLocatorOf(call: ts.CallExpression, page: ts.Expression): boolean {
  const { root, methods } = chainOf(call);
  return isSameText(root, page) && !addsPosition([], methods) && isPlain(call, '');
}

function textsOf(nodes: readonly ts.Node[]): string {
  return nodes.map((one) => one.getText()).join();
}
