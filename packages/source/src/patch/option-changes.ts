import { ts } from 'ts-morph';

import { memberAccessOf, nameText } from '../syntax/call.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { standsOnlyFor } from './named-text-changes.ts';
import { selectorOfAction } from './text-uses.ts';
import { type ChangedText, changesBeside, objected, permitted, type Ruling } from './tree-changes.ts';

const otherwise = 'change in more than an option that is selected';

/** What a change of a file touches beside the options that `selectOption` is given, in sentences; empty when nothing. */
export function changesBesideOptions(change: ChangedText): readonly string[] {
  return changesBeside(change, rulingOn, otherwise);
}

function rulingOn(old: ts.Node, fresh: ts.Node): Ruling {
  if (!ts.isStringLiteralLike(old) || !ts.isStringLiteralLike(fresh)) return undefined;
  return standsOnlyFor(old, (use) => selectedBy(use) !== undefined) && fresh.text.trim() !== ''
    ? permitted
    : objected(otherwise);
}

/** What a text selects an option by; `either` for a text alone. `undefined` when it selects none. */
export function selectedBy(value: ts.Node): 'value' | 'label' | 'either' | undefined {
  let node = value;
  let by: 'value' | 'label' | 'either' = 'either';
  const property = unwrappedParent(node);
  if (ts.isPropertyAssignment(property) && unwrapped(property.initializer) === node) {
    const key = nameText(property.name);
    if (key !== 'value' && key !== 'label') return undefined;
    by = key;
    node = property.parent;
  }
  if (ts.isArrayLiteralExpression(unwrappedParent(node))) node = unwrappedParent(node);
  const call = unwrappedParent(node);
  if (!ts.isCallExpression(call) || memberAccessOf(call.expression)?.name !== 'selectOption') return undefined;
  const wanted = selectorOfAction(call) ? call.arguments[1] : call.arguments[0];
  return wanted && unwrapped(wanted) === node ? by : undefined;
}
