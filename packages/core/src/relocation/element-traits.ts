import type { ElementBox, ElementFingerprint } from './element-fingerprint.ts';
import { identifierWordsOf, wordsOf } from './words.ts';

/** A fingerprint taken apart once, so that comparing it with hundreds of others is cheap. */
export interface ElementTraits {
  readonly fingerprint: ElementFingerprint;
  /** What a person reads on it: its text, else its name, label or the words in place of one. Normalised. */
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly wordCount: number;
  readonly id: string;
  readonly idWords: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly classWords: ReadonlySet<string>;
  /** Without host, query and fragment unless nothing else is left. */
  readonly href: string;
  readonly hrefWords: ReadonlySet<string>;
  readonly neighborWords: ReadonlySet<string>;
  /** Words of its row that are not written on it and no numbers. */
  readonly rowWords: ReadonlySet<string>;
  /** Steps of the XPath without their indexes, from the root. */
  readonly tags: readonly string[];
  /** Steps of the XPath with their indexes. */
  readonly steps: readonly string[];
  readonly box: ElementBox | undefined;
}

/** Longer texts are containers; their first words tell enough. */
const mostWords = 60;

/** Takes a fingerprint apart. */
export function traitsOf(fingerprint: ElementFingerprint): ElementTraits {
  const { text = '', name = '', placeholder = '', alt = '', title = '', id = '', classes = [] } = fingerprint;
  const words = wordsOf([text, name, placeholder, alt, title].find((one) => wordsOf(one).length > 0) ?? '');
  const href = hrefPathOf(fingerprint.href ?? '');
  // A name that repeats the row (`Remove Clay Pot`) says no less of the row for that.
  const own = new Set(words);
  const steps = fingerprint.xpath.split('/').slice(1);
  return {
    fingerprint,
    text: words.slice(0, mostWords).join(' '),
    words: new Set(words.slice(0, mostWords)),
    wordCount: words.length,
    id,
    idWords: new Set(identifierWordsOf(id)),
    classes: new Set(classes),
    classWords: new Set(classes.flatMap(identifierWordsOf)),
    href,
    hrefWords: new Set(identifierWordsOf(href)),
    neighborWords: new Set(wordsOf(fingerprint.neighborText ?? '').slice(0, mostWords * 2)),
    rowWords: new Set(wordsOf(fingerprint.rowText ?? '').filter((word) => !own.has(word) && !/^\d+$/.test(word))),
    tags: steps.map((step) => step.replace(/\[\d+\]$/, '')),
    steps,
    box: fingerprint.box,
  };
}

function hrefPathOf(href: string): string {
  const path = href
    .toLowerCase()
    .replace(/^https?:\/\/[^/]*/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  if (path !== '') return path;
  return href
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/+$/, '');
}

/** Whether two boxes are one thing to the eye: they overlap to 85 % and one holds the other's centre (Nass et al., arXiv 2301.03863). */
export function isSamePlace(a: ElementBox | undefined, b: ElementBox | undefined): boolean {
  if (!a || !b) return false;
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return false;
  const shared = width * height;
  if (shared / (a.width * a.height + b.width * b.height - shared) < 0.85) return false;
  return holdsCentre(a, b) || holdsCentre(b, a);
}

function holdsCentre(outer: ElementBox, inner: ElementBox): boolean {
  const x = inner.x + inner.width / 2;
  const y = inner.y + inner.height / 2;
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
}

/** Whether `inner` lies below `outer` in the tree. */
export function isInside(inner: ElementFingerprint, outer: ElementFingerprint): boolean {
  return inner.xpath.length > outer.xpath.length && inner.xpath.startsWith(`${outer.xpath}/`);
}
