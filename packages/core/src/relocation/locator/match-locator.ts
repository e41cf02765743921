import type { ElementFingerprint } from '../element-fingerprint.ts';
import { type CssSelector, parseCss, passesTests } from './css-selector.ts';
import { isExact, type LocatorCall, type LocatorChain, optionsOf, soughtOf } from './locator-chain.ts';
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
  switch (call.method) {
    case 'first':
      return scopes?.slice(0, 1);
    case 'last':
      return scopes?.slice(-1);
    case 'nth': {
      const [at] = call.args;
      return at?.is === 'number' ? scopes?.slice(at.value, at.value === -1 ? undefined : at.value + 1) : undefined;
    }
    case 'describe':
      return scopes;
    case 'filter':
      return scopes && filtered(call, scopes, page);
    default:
      return found(call, scopes, all, page);
  }
}

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
    const text = page[index]?.text ?? '';
    if ((hasText?.is === 'text' || hasText?.is === 'pattern') && !answersTo(text, hasText, false)) return false;
    if ((hasNotText?.is === 'text' || hasNotText?.is === 'pattern') && answersTo(text, hasNotText, false)) return false;
    return visible?.is !== 'flag' || visible.value === (page[index]?.isVisible !== false);
  });
}

function finderOf(call: LocatorCall, candidates: Matches, page: LocatorPage): Matches | undefined {
  const sought = soughtOf(call);
  if (!sought) return undefined;
  const exact = isExact(call);
  const those = (holds: (element: ElementFingerprint) => boolean): Matches =>
    candidates.filter((index) => {
      const element = page[index];
      return element !== undefined && holds(element);
    });
  switch (call.method) {
    case 'getByRole': {
      const { name } = optionsOf(call);
      const withRole = those(({ role }) => sought.is === 'text' && role === sought.text);
      return name?.is === 'text' || name?.is === 'pattern'
        ? withRole.filter((index) => answersTo(page[index]?.name ?? '', name, exact))
        : withRole;
    }
    case 'getByTestId':
      return those(({ testId }) => testId !== undefined && answersTo(testId, sought, true));
    case 'getByLabel':
      return those((element) => labelsOf(element).some((label) => answersTo(label, sought, exact)));
    case 'getByPlaceholder':
      return those(({ placeholder }) => answersTo(placeholder, sought, exact));
    case 'getByAltText':
      return those(({ alt }) => answersTo(alt, sought, exact));
    case 'getByTitle':
      return those(({ title }) => answersTo(title, sought, exact));
    case 'getByText':
      return exact && sought.is === 'text'
        ? those((element) => ownTextsOf(element, page).some((text) => answersTo(text, sought, true)))
        : innermost(
            those(({ text }) => text !== undefined && text !== '' && answersTo(text, sought, false)),
            page,
          );
    case 'locator':
      return sought.is === 'text' ? bySelector(sought.text, candidates, page) : undefined;
    default:
      return undefined;
  }
}

/** The label of a control, and a name that comes from no other place: that of `aria-label`. */
export function labelsOf({ label, name, text = '', placeholder, title, alt }: ElementFingerprint): readonly string[] {
  const labels = label === undefined ? [] : [label];
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
    const answers = groups.map((group) => answersCss(index, group ?? [], page));
    if (answers.includes(true)) return true;
    return answers.includes(undefined) ? undefined : false;
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
  const answers = parents.map((other) => answersCss(other, around, page));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function isParent(page: LocatorPage, index: number, other: number): boolean {
  const inner = elementAt(page, index).xpath;
  return inner.slice(0, inner.lastIndexOf('/')) === elementAt(page, other).xpath;
}
