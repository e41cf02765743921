import { ts } from 'ts-morph';

import { FINDER_METHODS } from '../playwright/members.ts';
import { memberAccessOf, nameText } from '../syntax/call.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { namesOf } from './locator-uses.ts';

const selectorActions = new Set(
  'click dblclick tap fill type press check uncheck setChecked selectOption setInputFiles hover focus dispatchEvent waitForSelector textContent innerText innerHTML inputValue getAttribute isChecked isDisabled isEditable isEnabled'.split(
    ' ',
  ),
);

/** The selector of an action of a page: `page.click('#pay')`. Only of those that fail when nothing is found. */
export function selectorOfAction(node: ts.Node): ts.Expression | undefined {
  const access = ts.isCallExpression(node) ? memberAccessOf(node.expression) : undefined;
  if (!access || !ts.isCallExpression(node) || !selectorActions.has(access.name)) return undefined;
  return /(?:^|[.#])(?:page|frame)$/u.test(access.owner.getText()) ? node.arguments[0] : undefined;
}

/** The call that finds elements by a text, where that is what the text is for. */
export function findingCallOf(use: ts.Node): ts.CallExpression | undefined {
  for (let node = use; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isStatement(parent) || ts.isFunctionLike(parent)) return undefined;
    if (!ts.isCallExpression(parent) || !parent.arguments.some((one) => one === node)) continue;
    const method = memberAccessOf(parent.expression)?.name ?? '';
    if (FINDER_METHODS.has(method) || method === 'filter' || method === 'frameLocator') return parent;
    if (selectorOfAction(parent) === node) return parent;
  }
  return undefined;
}

/** Where a file uses a text that stands under a name; `undefined` when it stands under none, or all that is there is used at once. */
export function usesOfText(text: ts.Node): readonly ts.Expression[] | undefined {
  const held = holderOf(text);
  if (!held) return undefined;
  const uses: ts.Expression[] = [];
  for (const name of namesOf(held.name, text.getSourceFile())) {
    const use = followed(name, held.path);
    if (use === 'whole') return undefined;
    if (use) uses.push(use);
  }
  return uses;
}

interface Holder {
  readonly name: ts.Identifier | ts.PropertyName;
  /** The members to the text below the name. */
  readonly path: readonly string[];
}

/** `const pay = '#pay'`, `{ pay: '#pay' }`, `pay = '#pay'` of a class. */
function holderOf(text: ts.Node): Holder | undefined {
  const path: string[] = [];
  let value = text;
  for (;;) {
    const parent = unwrappedParent(value);
    if (ts.isPropertyAssignment(parent) && unwrapped(parent.initializer) === unwrapped(value as ts.Expression)) {
      const key = nameText(parent.name);
      if (key === undefined) return undefined;
      path.unshift(key);
      value = parent.parent;
      continue;
    }
    const isHeld = (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name !== value;
    if (!isHeld || (ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name))) return undefined;
    return { name: parent.name as ts.Identifier | ts.PropertyName, path };
  }
}

/** Follows a name to the member that a path leads to; nothing when it is used for another member. */
function followed(name: ts.Expression, path: readonly string[]): ts.Expression | 'whole' | undefined {
  let current = name;
  for (const key of path) {
    const parent = unwrappedParent(current);
    if (ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent)) return undefined;
    const access = ts.isExpression(parent) ? memberAccessOf(parent) : undefined;
    if (!access || access.owner !== current) return 'whole';
    if (access.name !== key) return undefined;
    current = parent as ts.Expression;
  }
  return ts.isExportAssignment(unwrappedParent(current)) ? undefined : current;
}
