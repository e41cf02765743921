import { ts } from 'ts-morph';

import { nameText } from '../syntax/call.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import {
  chainOf,
  type Condition,
  conditionsOf,
  isLocatorCall,
  isPositionMethod,
  targetOf,
  textIn,
} from './locator-calls.ts';
import { alternativesIn, isLoosePattern, isLooseSelector, isLooseText, positionsIn, statesIn } from './text-demand.ts';
import { isText } from './tree-changes.ts';

/** What a locator asked for before a change. */
export interface Asked {
  readonly conditions: readonly Condition[];
  readonly positions: readonly string[];
  readonly isWholePage: boolean;
  /** All expressions that it was given, as they are written: a new one may be given them again. */
  readonly given: ReadonlySet<string>;
}

/** What a locator asks for. */
export function askedBy(call: ts.CallExpression): Asked {
  const conditions = conditionsOf(call);
  return {
    conditions,
    positions: positionsOf(call, conditions),
    isWholePage: isWholePage(call),
    given: expressionsIn(call),
  };
}

/** What the selector of an action such as `page.click('#pay')` asks for. */
export function askedBySelector(selector: ts.StringLiteralLike): Asked {
  const { text } = selector;
  const condition = {
    via: 'locator',
    node: selector,
    text,
    isPattern: false,
    isWritten: true,
    isAround: false,
    of: '',
  };
  return {
    conditions: [condition],
    positions: positionsIn(text),
    isWholePage: isLooseSelector(text),
    given: new Set([selector.getText()]),
  };
}

/** What a locator asks for that another one did not. */
export function addedConditions(asked: Asked, fresh: ts.CallExpression): readonly Condition[] {
  return conditionsOf(fresh).filter((one) => !asked.conditions.some((other) => isSameCondition(one, other)));
}

/** Why a locator asks for less than it did, or for something else than an element, as a clause after “would”; `undefined` when not. */
export function weakeningOf(asked: Asked, fresh: ts.CallExpression): string | undefined {
  const asks = conditionsOf(fresh);
  const isGivenMore = !chainOf(fresh).calls.every(({ node }) =>
    node.arguments.every((one) => isPlain(one, asked.given)),
  );
  if (isGivenMore) return 'give a locator what it was not given before';
  if (!isPartOf(positionsOf(fresh, asks), asked.positions)) return 'choose an element by its position';
  if (statesOf(asks).join('\0') !== statesOf(asked.conditions).join('\0'))
    return 'ask for another state of the element';
  const added = addedConditions(asked, fresh);
  const loose = added.find((one) => isLoose(one) || alternatives(one) > alternativesOf(asked.conditions));
  if (loose) return `find whatever is there by ${loose.node.getText()}`;
  if (isWholePage(fresh) && !asked.isWholePage) return 'look at the whole page';
  if (asked.positions.length > 0 && positionsOf(fresh, asks).length > 0 && isBare(fresh) && added.length > 0)
    return 'choose by its position among all elements of a kind';
  const lost = lostOf(asked.conditions, asks, added);
  return lost && `find the element without ${lost.node.getText()} and by nothing else in its place`;
}

/** What told an element from its like and has nothing in its place. Words of what is around it are replaced by words only. */
function lostOf(
  asked: readonly Condition[],
  asks: readonly Condition[],
  added: readonly Condition[],
): Condition | undefined {
  const dropped = asked.filter((one) => tells(one) && !asks.some((other) => isSameCondition(one, other)));
  const inexact = asked.find(
    (one) => isExactFlag(one) && !asks.some(isExactFlag) && !added.some((other) => tells(other)),
  );
  if (inexact && dropped.length === 0 && added.length === 0) return inexact;
  const instead = added.filter(({ isWritten, node }) => isWritten || ts.isTemplateExpression(node));
  if (instead.some(isIdentifier)) return undefined;
  const inWords = instead.filter((one) => words.has(one.via));
  const byTraits = instead.filter(({ via, text }) => isSelector(via) && !isLooseSelector(text) && !isTagOnly(text));
  const around = dropped.filter(({ via, isAround }) => isAround || via === 'hasText' || via === 'has');
  if (around.length > inWords.length) return around[0];
  return dropped.length > inWords.length + byTraits.length ? dropped[0] : undefined;
}

function isExactFlag({ via, text }: Condition): boolean {
  return via === 'exact' && text === 'true';
}

function isTagOnly(selector: string): boolean {
  return /(?:^|[\s>+~])[a-z][\w-]*$/u.test(selector);
}

/** Whether a locator is about elements of a kind and not about one. */
function isBare(call: ts.CallExpression): boolean {
  const target = targetOf(call);
  const [first, ...options] = target?.node.arguments ?? [];
  if (!target || !first || options.length > 0 || !isText(first)) return false;
  return target.method === 'getByRole' || (isSelector(target.method) && isTagOnly(textIn(first)));
}

/** Whether a locator is written out, names one element by something, and chooses by neither position nor state. */
export function isStrictLocator(fresh: ts.CallExpression): boolean {
  const nothing: Asked = { conditions: [], positions: [], isWholePage: false, given: new Set() };
  return weakeningOf(nothing, fresh) === undefined;
}

/** Why a text asks for less than another where it is a selector, or words to find an element by; `unknown` where no use of it is seen. */
export function looserTextOf(old: ts.Node, fresh: ts.Node, as: 'selector' | 'words' | 'unknown'): string | undefined {
  const [before, after] = [textIn(old), textIn(fresh)];
  const isLooseNow = ts.isRegularExpressionLiteral(fresh)
    ? isLoosePattern(after)
    : isLooseText(after) || (as !== 'words' && (as === 'selector' || !after.includes(' ')) && isLooseSelector(after));
  if (isLooseNow) return `find whatever is there by ${fresh.getText()}`;
  if (as === 'words') return undefined;
  if (as === 'selector' && alternativesIn(after) > alternativesIn(before))
    return `find one of several things by ${fresh.getText()}`;
  if (!isPartOf(positionsIn(after), positionsIn(before))) return 'choose an element by its position';
  return statesIn(after).join() === statesIn(before).join() ? undefined : 'ask for another state of the element';
}

function isSameCondition(one: Condition, other: Condition): boolean {
  return one.via === other.via && one.node.getText() === other.node.getText();
}

/** Whether every item of a list is in another one, as often. */
function isPartOf(items: readonly string[], all: readonly string[]): boolean {
  const left = [...all];
  return items.every((item) => {
    const at = left.indexOf(item);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function positionsOf(call: ts.CallExpression, conditions: readonly Condition[]): readonly string[] {
  const methods: string[] = [];
  walk(call, (node) => {
    if (!isLocatorCall(node)) return;
    const { method } = chainOf(node).calls.at(-1) ?? { method: '' };
    if (isPositionMethod(method)) methods.push(`${method}(${node.arguments.map((one) => one.getText()).join()})`);
  });
  return [...methods, ...conditions.filter(({ via }) => isSelector(via)).flatMap(({ text }) => positionsIn(text))];
}

function isSelector(via: string): boolean {
  return via === 'locator' || via === 'frameLocator';
}

const stateOptions = new Set(
  'checked disabled expanded pressed selected includeHidden visible hasNot hasNotText'.split(' '),
);

/** What a locator asks of the state of its element, or of what is not in it. */
function statesOf(conditions: readonly Condition[]): readonly string[] {
  const states = conditions.flatMap(({ via, node, text }) => {
    if (stateOptions.has(via)) return [`${via}: ${node.getText()}`];
    return isSelector(via) ? statesIn(text) : [];
  });
  return states.toSorted();
}

const words = new Set(['name', 'hasText', 'getByText', 'getByLabel', 'getByPlaceholder', 'getByAltText', 'getByTitle']);

function isLoose({ via, text, isPattern, isWritten, isAround }: Condition): boolean {
  if (!isWritten) return false;
  if (isPattern) return isLoosePattern(text);
  // Around an element a part of the page says little, and does no harm.
  if (isSelector(via)) return isLooseText(text) || (isAround && /^\s*(?:\*|:\w)/u.test(text) && isLooseSelector(text));
  // A test id and a role are the whole of what they are compared with.
  return words.has(via) ? isLooseText(text) : text.trim() === '';
}

function alternatives({ via, text, isPattern }: Condition): number {
  if (isPattern) return text.split('|').length - 1;
  return isSelector(via) ? alternativesIn(text) : 0;
}

function alternativesOf(conditions: readonly Condition[]): number {
  return Math.max(0, ...conditions.map(alternatives));
}

const pageRoles = new Set(['document', 'application', 'main', 'generic', 'none', 'presentation']);

/** Whether a locator is about the page or any element, and not about one. */
function isWholePage(call: ts.CallExpression): boolean {
  const target = targetOf(call);
  const [first, ...options] = target?.node.arguments ?? [];
  if (!target || !first || !isText(first)) return false;
  if (isSelector(target.method)) return isLooseSelector(textIn(first)) && options.length === 0;
  return target.method === 'getByRole' && pageRoles.has(textIn(first)) && options.length === 0;
}

const parts =
  /^.(?:region|form|dialog|alertdialog|navigation|main|banner|contentinfo|complementary|search|group|tabpanel|table|list|grid|toolbar|menu|figure)./u;

/** What tells an element from its like: its words and those of its row. In which part of the page it stands may change. */
function tells({ via, isAround, of }: Condition): boolean {
  return (words.has(via) && !(isAround && via === 'name' && parts.test(of))) || via === 'has';
}

/** Whether it names the element as nothing else is named. */
function isIdentifier({ via, text }: Condition): boolean {
  return via === 'getByTestId' || (via === 'locator' && /#[\w-]|\[\s*(?:id|data-[\w-]+|name)\s*[*^$~|]?=/u.test(text));
}

const freeOptions = new Set(['name', 'exact', 'hasText', 'has']);

/** All expressions of a locator as they are written: a new one may be given them again. */
function expressionsIn(call: ts.CallExpression): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const { node } of conditionsOf(call)) texts.add(node.getText());
  for (const { node } of chainOf(call).calls)
    for (const argument of node.arguments)
      if (ts.isObjectLiteralExpression(argument)) for (const one of argument.properties) texts.add(one.getText());
  return texts;
}

/** Whether a locator is given only texts, known options and locators, or what the old one was given as well. */
function isPlain(fresh: ts.Expression, given: ReadonlySet<string>): boolean {
  const node = unwrapped(fresh);
  if (isText(node) || given.has(node.getText())) return true;
  if (ts.isTemplateExpression(node)) return hasOtherWords(node, given);
  if (ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    return true;
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((one) => isPlainOption(one, given));
  return isLocatorCall(node) && isPlainChain(node, given);
}

/** Other words around what the old one was put together from, and not none. */
function hasOtherWords({ head, templateSpans }: ts.TemplateExpression, given: ReadonlySet<string>): boolean {
  const written = [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('');
  return /\p{L}/u.test(written) && templateSpans.every(({ expression }) => isGiven(expression, given));
}

function isGiven(expression: ts.Expression, given: ReadonlySet<string>): boolean {
  const text = expression.getText();
  return given.has(text) || [...given].some((one) => one.includes(`\${${text}}`));
}

function isPlainChain(call: ts.CallExpression, given: ReadonlySet<string>): boolean {
  const { root, calls } = chainOf(call);
  const isNamed = ts.isIdentifier(root) || ts.isPropertyAccessExpression(root);
  return isNamed && calls.every(({ node }) => node.arguments.every((one) => isPlain(one, given)));
}

function isPlainOption(property: ts.ObjectLiteralElementLike, given: ReadonlySet<string>): boolean {
  if (given.has(property.getText())) return true;
  const key = nameText(property.name);
  return (
    ts.isPropertyAssignment(property) &&
    key !== undefined &&
    freeOptions.has(key) &&
    isPlain(property.initializer, given)
  );
}
