import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { chainOf, isLocatorCall, textIn } from './locator-calls.ts';
import { type LocatorUse, usesOfLocatorAt } from './locator-uses.ts';
import { type NewCondition, vouchesForItself } from './self-vouching.ts';
import { findingCallOf, selectorOfAction, usesOfText } from './text-uses.ts';
import {
  type ChangedText,
  changesBeside,
  isSameText,
  isText,
  objected,
  permitted,
  type Ruling,
} from './tree-changes.ts';
import { addedConditions, type Asked, askedBy, askedBySelector, looserTextOf, weakeningOf } from './weaker-locator.ts';

const otherwise = 'change in more than a locator';

/**
 * What a change of a file touches beside locators, or takes from them, in sentences; empty when nothing. A locator may be another one of
 * the same page; a text or regular expression may be another one where all that the file does with it is to find elements. All else must
 * be the same, so assertions, matchers, expected values, limits, waits and what is run stay as they are. Nor may a locator ask for
 * less than it did, or for what is asserted of the element, and one whose element may be missing stays as it is.
 */
export function changesBesideLocators(change: ChangedText): readonly string[] {
  return changesBeside(change, rulingOn, otherwise);
}

function rulingOn(old: ts.Node, fresh: ts.Node): Ruling {
  if (isLocatorCall(old) && isLocatorCall(fresh)) {
    // What they begin at is looked at by itself, and so is what is joined to it.
    if (!isSameText(chainOf(old).root, chainOf(fresh).root)) return undefined;
    return otherLocator(askedBy(old), fresh, usesOfLocatorAt(old));
  }
  const selector = selectorOfAction(old);
  if (selector && isText(selector) && ts.isCallExpression(old)) return otherAction(old, selector, fresh);
  return isText(old) && isText(fresh) ? otherText(old, fresh) : undefined;
}

function otherLocator(asked: Asked, fresh: ts.CallExpression, uses: readonly LocatorUse[]): Ruling {
  const weaker = weakeningOf(asked, fresh);
  return weaker === undefined ? ruledByUses(addedConditions(asked, fresh), uses) : objected(weaker);
}

/** What is done with an element decides what it may be found by. */
function ruledByUses(added: readonly NewCondition[], uses: readonly LocatorUse[]): Ruling {
  if (uses.length > 0 && uses.every(({ isLenient }) => isLenient))
    return objected('change a locator that nothing fails on when it finds nothing');
  return added.some((condition) => uses.some((use) => vouchesForItself(condition, use)))
    ? objected('find the element by what is asserted of it')
    : permitted;
}

/** `page.click('#pay')` that became `page.getByRole(…).click()`: the same deed with the same options. */
function otherAction(old: ts.CallExpression, selector: ts.Expression, fresh: ts.Node): Ruling {
  const before = memberAccessOf(old.expression);
  const after = ts.isCallExpression(fresh) ? memberAccessOf(fresh.expression) : undefined;
  if (!before || !after || !ts.isCallExpression(fresh) || before.name !== after.name) return undefined;
  const [first, ...others] = fresh.arguments;
  const rest = textsOf(old.arguments.slice(1));
  const uses = usesOfLocatorAt(old);
  if (isSameText(before.owner, after.owner)) {
    if (!first || !isText(first) || rest !== textsOf(others)) return objected(otherwise);
    const looser = looserTextOf(selector, first, 'selector');
    return looser === undefined ? ruledByUses([{ via: 'locator', text: textIn(first) }], uses) : objected(looser);
  }
  const isSameDeed = isLocatorCall(after.owner) && isSameText(chainOf(after.owner).root, before.owner);
  if (!isSameDeed || rest !== textsOf(fresh.arguments) || !ts.isStringLiteralLike(selector)) return objected(otherwise);
  return isLocatorCall(after.owner) ? otherLocator(askedBySelector(selector), after.owner, uses) : undefined;
}

/** A text that stands under a name, when all that the file does with it is to find elements. */
function otherText(old: ts.Node, fresh: ts.Node): Ruling {
  const found = usesOfText(old)?.map(findingCallOf);
  if (!found || found.includes(undefined)) return objected(otherwise);
  const calls = found.flatMap((call) => call ?? []);
  const conditions = calls.map((call) => ({ via: viaOf(call), text: textIn(fresh) }));
  const isSelector = conditions.some(({ via }) => via === 'locator');
  const looser = looserTextOf(old, fresh, isSelector ? 'selector' : calls.length === 0 ? 'unknown' : 'words');
  if (looser !== undefined) return objected(looser);
  return ruledByUses(conditions, calls.flatMap(usesOfLocatorAt));
}

/** What a named text is given to: of options the name counts as words. */
function viaOf(call: ts.CallExpression): string {
  const method = memberAccessOf(call.expression)?.name ?? '';
  if (selectorOfAction(call) || method === 'frameLocator') return 'locator';
  return method === 'getByRole' || method === 'filter' ? 'hasText' : method;
}

function textsOf(nodes: readonly ts.Node[]): string {
  return nodes.map((one) => one.getText()).join();
}
