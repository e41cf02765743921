import type { ElementFingerprint } from '@millwright/core/relocation' with { 'resolution-mode': 'import' };

import type { PageDocument, PageElement, PageRoot, PageWindow } from './page-dom.cts';

const pageWords = require('./page-words.cjs') as import('./page-words.cts').PageWords;
const pageRole = require('./page-role.cjs') as import('./page-role.cts').PageRole;
const pageName = require('./page-name.cjs') as import('./page-name.cts').PageName;
const pagePlace = require('./page-place.cjs') as import('./page-place.cts').PagePlace;
const pageSurroundings = require('./page-surroundings.cjs') as import('./page-surroundings.cts').PageSurroundings;
const pageElement = require('./page-element.cjs') as import('./page-element.cts').PageElementModule;

const { childrenOf, isSeen, wordsIn } = pageWords;
const { roleOf } = pageRole;
const { boxOf } = pagePlace;
const { headingOf, neighborTextOf, rowOf, textPiecesOf, vicinityOf } = pageSurroundings;
const { fingerprintOf, traitsOfElement, twinCountOf } = pageElement;

/** What the page tells of the elements that a locator matched. */
export interface DescribedMatches {
  readonly matches: number;
  /** Of a single one, or of the first where that was asked for. */
  readonly fingerprint?: ElementFingerprint;
  readonly twins?: number;
}

/** What the page tells of itself. */
export interface DescribedPage {
  readonly title: string;
  readonly status?: number;
  readonly elements: readonly ElementFingerprint[];
}

export interface DescribeOptions {
  readonly testIdAttribute: string;
}

export interface DescribeMatchesOptions extends DescribeOptions {
  /** Several are a list, whose first one stands for it. */
  readonly isList: boolean;
}

export interface DescribePlainOptions extends DescribeOptions {
  /** Followed one after the other, each from what the one before found. */
  readonly selectors: readonly string[];
}

export interface DescribePageOptions extends DescribeOptions {
  readonly mostElements: number;
  /** After this long it answers with what it has. */
  readonly timeMs: number;
}

/** Runs in the page, with the elements that a selector matched. JSON, because that is many times faster than objects. */
function describeMatches(
  elements: readonly PageElement[],
  { testIdAttribute, isList }: DescribeMatchesOptions,
): string {
  const [element] = elements;
  const matches = elements.length;
  if (!element || (matches > 1 && !isList)) return JSON.stringify({ matches });
  const box = boxOf(element);
  const row = rowOf(element);
  const fingerprint = fingerprintOf(traitsOfElement(element, testIdAttribute, new Map()), {
    box,
    neighborText: neighborTextOf(element, box, textPiecesOf(vicinityOf(element, box), 300, box)),
    rowText: row ? wordsIn(row, 60, false) : '',
    heading: headingOf(element, new Map()),
  });
  return JSON.stringify({ matches, fingerprint, twins: twinCountOf(element, fingerprint) });
}

/** Runs in the page: the same for what the browser itself finds, in no shadow root. */
function describePlain({ selectors, testIdAttribute }: DescribePlainOptions): string {
  let found: readonly Pick<PageElement, 'querySelectorAll'>[] = [(globalThis as unknown as PageWindow).document];
  for (const selector of selectors)
    found = [...new Set(found.flatMap((one) => Array.from(one.querySelectorAll(selector))))];
  return describeMatches(found as readonly PageElement[], { testIdAttribute, isList: false });
}

/** Runs in the page: everything that a person could see or use there, once nothing has changed for a moment. */
async function describePage(options: DescribePageOptions): Promise<string> {
  const view = globalThis as unknown as PageWindow;
  const endsAt = view.performance.now() + options.timeMs;
  await quietOf(view, Math.min(500, options.timeMs / 2));
  const { document } = view;
  const chosen = chooseElements(allElementsOf(document), options);
  const memo = new Map<PageElement, string>();
  const rowTexts = new Map<PageElement, string>();
  const headings = new Map<PageRoot, ArrayLike<PageElement>>();
  const pieces = textPiecesOf(document.documentElement, 5000);
  const elements: ElementFingerprint[] = [];
  for (const element of chosen) {
    if (view.performance.now() > endsAt) break;
    const box = boxOf(element);
    const row = rowOf(element);
    if (row && !rowTexts.has(row)) rowTexts.set(row, wordsIn(row, 60, false));
    elements.push(
      fingerprintOf(traitsOfElement(element, options.testIdAttribute, memo), {
        box,
        neighborText: neighborTextOf(element, box, pieces),
        rowText: (row && rowTexts.get(row)) ?? '',
        heading: headingOf(element, headings),
      }),
    );
  }
  const status = view.performance.getEntriesByType('navigation')[0]?.responseStatus;
  return JSON.stringify({ title: document.title.slice(0, 300), status: status || undefined, elements });
}

/** Waits until nothing has changed for 100 ms, at most `mostMs`. */
function quietOf(view: PageWindow, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    let changedAt = view.performance.now();
    const startedAt = changedAt;
    const observer = new view.MutationObserver(() => {
      changedAt = view.performance.now();
    });
    observer.observe(view.document, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = (): void => {
      const now = view.performance.now();
      if (now - changedAt < 100 && now - startedAt < mostMs) return void view.setTimeout(look, 25);
      observer.disconnect();
      resolve();
    };
    look();
  });
}

/** All elements in the order of the tree as it is drawn. */
function allElementsOf(document: PageDocument): PageElement[] {
  const all: PageElement[] = [];
  const walk = (children: ArrayLike<PageElement>): void => {
    for (let index = 0; index < children.length && all.length < 20_000; index += 1) {
      const element = children[index] as PageElement;
      if (/^(?:script|style|link|meta|head|template|noscript|br|wbr|source|track)$/.test(element.localName)) continue;
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot.children);
      walk(element.localName === 'svg' ? [] : childrenOf(element));
    }
  };
  walk(childrenOf(document.documentElement));
  return all;
}

/** Those that a person can see or use: when they are too many, first what can be used or tells something, then what is in sight. */
function chooseElements(all: readonly PageElement[], { mostElements }: DescribePageOptions): readonly PageElement[] {
  const seen = all.filter((element) => isSeen(element) && element.localName !== 'body');
  if (seen.length <= mostElements) return seen;
  const height = (globalThis as unknown as PageWindow).innerHeight;
  const weightOf = (element: PageElement): number => {
    const told = /^(?:button|link|textbox|searchbox|combobox|checkbox|radio|switch|tab|menuitem|option|heading|img)$/;
    const isTold = told.test(roleOf(element) ?? '') || (element.getAttribute('id') ?? '') !== '' || hasOwnText(element);
    const { y } = element.getBoundingClientRect();
    return Number(isTold) * 2 + Number(y >= 0 && y < height);
  };
  const weights = new Map(seen.map((element) => [element, weightOf(element)]));
  const best = [...seen].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0)).slice(0, mostElements);
  const kept = new Set(best);
  return seen.filter((element) => kept.has(element));
}

function hasOwnText(element: PageElement): boolean {
  for (let index = 0; index < element.childNodes.length; index += 1) {
    const node = element.childNodes[index];
    if (node?.nodeType === 3 && (node.nodeValue ?? '').trim() !== '') return true;
  }
  return false;
}

/** All functions that a script of ours may call in the page. */
const inPage: readonly ((...args: never[]) => unknown)[] = [
  ...[pageWords, pageRole, pageName, pagePlace, pageSurroundings, pageElement].flatMap((part) => Object.values(part)),
  quietOf,
  allElementsOf,
  chooseElements,
  hasOwnText,
  describeMatches,
];

/**
 * A function that Playwright carries into a page as its text: the text of the one given, with all those beside it. Kept under the
 * same type, so that it is called like any other.
 */
function scriptOf<T extends (...args: never[]) => unknown>(entry: T): T {
  const texts = [...new Set([...inPage, entry])].map((part) => part.toString());
  // Sent with every question, so without what only people read.
  const short = texts
    .join('\n')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s+/gm, '');
  const text = `(...given) => { ${short}\nreturn ${entry.name}(...given); }`;
  return Object.assign(((...given: never[]) => entry(...given)) as T, { toString: () => text });
}

const elementScripts = {
  describeMatches: scriptOf(describeMatches),
  describePlain: scriptOf(describePlain),
  describePage: scriptOf(describePage),
};
module.exports = elementScripts;
export type ElementScripts = typeof elementScripts;
