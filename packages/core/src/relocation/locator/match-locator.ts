import type { ElementFingerprint } from '../element-fingerprint.ts';
import { type CssSelector, parseCss, passesTests } from './css-selector.ts';
import {
  isExact,
  type LocatorCall,
  type LocatorChain,
  type LocatorValue,
  optionsOf,
  type SoughtText,
  soughtOf,
} from './locator-chain.ts';
import { answersTo, normalised } from './matching-text.ts';
import { answersXPath, parseXPath } from './xpath-selector.ts';

/** Elements by their index on the page, in the order of the page. */
export type Matches = readonly number[];

/** A page as locators see it. */
export type LocatorPage = readonly ElementFingerprint[];

/**
 * The elements of a page that a locator resolves to, by the rules of Playwright: names and texts as a part in any case unless they are
 * to be exact, of nested elements with a text the innermost, shadow roots looked through, frames not. `undefined` when fingerprints
 * cannot tell. What a frame locator finds is taken to be there: its elements are those in `frames`.
 */
export function matchesOf(chain: LocatorChain, page: LocatorPage, frames: readonly string[] = []): Matches | undefined {
  const inFrame = page.flatMap((element, index) => (isInFrames(element, frames) ? [index] : []));
  let found: Matches | undefined;
  for (const call of withoutFrames(chain)) {
    const next = stepOf(call, found, inFrame, page);
    if (!next) return undefined;
    found = next;
  }
  return found ?? [];
}

/** The names of the frames that an element is in. */
export function framesOf({ within = [] }: ElementFingerprint): readonly string[] {
  return within.filter((name) => name !== '#shadow');
}

function isInFrames(element: ElementFingerprint, frames: readonly string[]): boolean {
  return framesOf(element).join('\0') === frames.join('\0');
}

/** The calls that lead into a frame: up to the last `frameLocator()` or `contentFrame()`. */
export function frameCallsOf(chain: LocatorChain): LocatorChain {
  const last = chain.findLastIndex(({ method }) => method === 'frameLocator' || method === 'contentFrame');
  return chain.slice(0, last + 1);
}

function withoutFrames(chain: LocatorChain): LocatorChain {
  return chain.slice(frameCallsOf(chain).length);
}

/** Whether `inner` lies below `outer`, also below its shadow root. */
export function isBelow(inner: ElementFingerprint, outer: ElementFingerprint): boolean {
  if (!inner.xpath.startsWith(`${outer.xpath}/`)) return false;
  const [deep, flat] = [inner.within ?? [], outer.within ?? []];
  return (
    flat.every((name, index) => deep[index] === name) && deep.slice(flat.length).every((name) => name === '#shadow')
  );
}

function stepOf(call: LocatorCall, scopes: Matches | undefined, all: Matches, page: LocatorPage): Matches | undefined {
  const narrow = narrowing[call.method];
  if (narrow) return scopes && narrow(call, scopes, page);
  return found(call, scopes, all, page);
}

type Narrowing = (call: LocatorCall, scopes: Matches, page: LocatorPage) => Matches | undefined;

const narrowing: Readonly<Record<string, Narrowing>> = {
  first: (_call, scopes) => scopes.slice(0, 1),
  last: (_call, scopes) => scopes.slice(-1),
  nth: ({ args: [at] }, scopes) =>
    at?.is === 'number' ? scopes.slice(at.value, at.value === -1 ? undefined : at.value + 1) : undefined,
  describe: (_call, scopes) => scopes,
  filter: (call, scopes, page) => filtered(call, scopes, page),
};

function found(call: LocatorCall, scopes: Matches | undefined, all: Matches, page: LocatorPage): Matches | undefined {
  const below = (index: number): boolean =>
    scopes === undefined || scopes.some((scope) => isBelowAt(page, index, scope));
  const candidates = all.filter(below);
  const matches = finderOf(call, candidates, page);
  // The options of `locator` filter like those of `filter`.
  return matches && call.method === 'locator' ? filtered(call, matches, page) : matches;
}

function isBelowAt(page: LocatorPage, index: number, scope: number): boolean {
  const [inner, outer] = [page[index], page[scope]];
  return inner !== undefined && outer !== undefined && isBelow(inner, outer);
}

function filtered(call: LocatorCall, matches: Matches, page: LocatorPage): Matches | undefined {
  const { hasText, hasNotText, visible, ...others } = optionsOf(call);
  if (Object.keys(others).length > 0) return undefined;
  return matches.filter((index) => {
    const { text = '', isVisible = true } = elementAt(page, index);
    const isLikely = !isSought(hasText) || answersTo(text, hasText, false);
    const isOther = isSought(hasNotText) && answersTo(text, hasNotText, false);
    return isLikely && !isOther && (visible?.is !== 'flag' || visible.value === isVisible);
  });
}

function isSought(value: LocatorValue | undefined): value is SoughtText {
  return value?.is === 'text' || value?.is === 'pattern';
}

/** A call that finds elements, and where. */
interface Search {
  readonly call: LocatorCall;
  readonly sought: SoughtText;
  readonly exact: boolean;
  readonly candidates: Matches;
  readonly page: LocatorPage;
}

function finderOf(call: LocatorCall, candidates: Matches, page: LocatorPage): Matches | undefined {
  const sought = soughtOf(call);
  return sought && finders[call.method]?.({ call, sought, exact: isExact(call), candidates, page });
}

function those({ candidates, page }: Search, holds: (element: ElementFingerprint) => boolean): Matches {
  return candidates.filter((index) => holds(elementAt(page, index)));
}

/** Elements by one of their texts. */
function by(textsOf: (element: ElementFingerprint) => readonly (string | undefined)[]): (search: Search) => Matches {
  return (search) =>
    those(search, (element) => textsOf(element).some((text) => answersTo(text, search.sought, search.exact)));
}

const finders: Readonly<Record<string, (search: Search) => Matches | undefined>> = {
  getByRole: (search) => {
    const { name, level } = optionsOf(search.call);
    const { sought, exact } = search;
    return those(
      search,
      (element) =>
        sought.is === 'text' &&
        element.role === sought.text &&
        (!isSought(name) || answersTo(element.name ?? '', name, exact)) &&
        (level?.is !== 'number' || headingLevelOf(element) === level.value),
    );
  },
  getByTestId: (search) => by(({ testId }) => [testId])({ ...search, exact: true }),
  getByLabel: by(labelsOf),
  getByPlaceholder: by(({ placeholder }) => [placeholder]),
  getByAltText: by(({ alt }) => [alt]),
  getByTitle: by(({ title }) => [title]),
  getByText: (search) =>
    search.exact && search.sought.is === 'text'
      ? by((element) => ownTextsOf(element, search.page))(search)
      : innermost(by(({ text }) => [text === '' ? undefined : text])(search), search.page),
  locator: ({ sought, candidates, page }) =>
    sought.is === 'text' ? bySelector(sought.text, candidates, page) : undefined,
};

/** The level of a heading that its tag tells; `aria-level` is not known. */
export function headingLevelOf({ tag }: ElementFingerprint): number | undefined {
  const level = /^h([1-6])$/.exec(tag)?.[1];
  return level === undefined ? undefined : Number(level);
}

const namedByContent = new Set(['row', 'cell', 'gridcell', 'rowheader', 'columnheader', 'treeitem', 'option']);

/** The label of a control, and a name that comes from no other place: that of `aria-label`. */
export function labelsOf(element: ElementFingerprint): readonly string[] {
  const { label, name, text = '', placeholder, title, alt, role = '' } = element;
  const labels = label === undefined ? [] : [label];
  // The name of a row holds those of the controls in it, which are not written there.
  if (namedByContent.has(role)) return labels;
  const isOther = [label, placeholder, title, alt].includes(name) || normalised(text).includes(normalised(name ?? ''));
  return name === undefined || name === '' || isOther ? labels : [...labels, name];
}

/** What is written in an element itself, between what is written in the elements in it. */
function ownTextsOf(element: ElementFingerprint, page: LocatorPage): readonly string[] {
  let parts = [normalised(element.text ?? '')];
  for (const { text = '' } of page.filter((inner) => isBelow(inner, element))) {
    const written = normalised(text);
    if (written !== '') parts = parts.flatMap((part) => part.split(written));
  }
  return parts.map(normalised).filter((part) => part !== '');
}

function innermost(matches: Matches, page: LocatorPage): Matches {
  return matches.filter((index) => !matches.some((other) => isBelowAt(page, other, index)));
}

function bySelector(selector: string, candidates: Matches, page: LocatorPage): Matches | undefined {
  const xpath = parseXPath(selector);
  if (xpath) return allKnown(candidates, (index) => answersXPath(elementAt(page, index), xpath));
  if (/^(?:xpath=|\/\/|\.\.|\()/.test(selector)) return undefined;
  const groups = selector.split(/,(?![^[(]*[\])])/).map(parseCss);
  if (groups.some((group) => group === undefined)) return undefined;
  return allKnown(candidates, (index) => {
    return anyOf(groups.map((group) => answersCss(index, group ?? [], page)));
  });
}

function elementAt(page: LocatorPage, index: number): ElementFingerprint {
  return page[index] ?? { tag: '', xpath: '' };
}

function allKnown(candidates: Matches, answer: (index: number) => boolean | undefined): Matches | undefined {
  const answers = candidates.map(answer);
  return answers.includes(undefined) ? undefined : candidates.filter((_, at) => answers[at] === true);
}

/** Whether an element is what a selector ends in, with what must stand around it. */
function answersCss(index: number, selector: CssSelector, page: LocatorPage): boolean | undefined {
  const last = selector.at(-1);
  if (!last) return true;
  const own = passesTests(elementAt(page, index), last.tests);
  const around = selector.slice(0, -1);
  if (own !== true || around.length === 0) return own;
  const above = page.flatMap((_, other) => (isBelowAt(page, index, other) ? [other] : []));
  const parents = last.combinator === '>' ? above.filter((other) => isParent(page, index, other)) : above;
  return anyOf(parents.map((other) => answersCss(other, around, page)));
}

function isParent(page: LocatorPage, index: number, other: number): boolean {
  const inner = elementAt(page, index).xpath;
  return inner.slice(0, inner.lastIndexOf('/')) === elementAt(page, other).xpath;
}

/** Whether any of several answers is yes; not known when none is and one is not known. */
function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
