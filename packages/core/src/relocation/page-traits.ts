import type { ElementFingerprint } from './element-fingerprint.ts';
import { type ElementTraits, traitsOf } from './element-traits.ts';
import { wordsOf } from './words.ts';

/** A page on which an element is looked for, with how common everything on it is. */
export interface PageTraits {
  readonly elements: readonly ElementTraits[];
  readonly texts: ReadonlyMap<string, number>;
  readonly hrefs: ReadonlyMap<string, number>;
  readonly ids: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, number>;
  readonly testIds: ReadonlyMap<string, number>;
  /** How much a class or a word of the neighbourhood tells: inverse document frequency, 0–1. */
  readonly classWeight: (name: string) => number;
  readonly neighborWeight: (word: string) => number;
  /** Words that most rows of the page have: they tell none of them from another. */
  readonly commonRowWords: ReadonlySet<string>;
}

/** Takes a page apart. */
export function pageTraitsOf(fingerprints: readonly ElementFingerprint[]): PageTraits {
  const elements = fingerprints.map(traitsOf);
  return {
    elements,
    texts: countsOfInnermost(elements, ({ text }) => text),
    hrefs: countsOfInnermost(elements, ({ href }) => href),
    ids: countsOf(elements.map(({ id }) => id)),
    names: countsOf(fingerprints.map(({ nameAttribute }) => nameAttribute ?? '')),
    testIds: countsOf(fingerprints.map(({ testId }) => testId ?? '')),
    classWeight: weightOf(elements.map(({ classes }) => classes)),
    neighborWeight: weightOf(elements.map(({ neighborWords }) => neighborWords)),
    commonRowWords: commonRowWordsOf(fingerprints),
  };
}

function commonRowWordsOf(fingerprints: readonly ElementFingerprint[]): ReadonlySet<string> {
  const rows = [...new Set(fingerprints.flatMap(({ rowText }) => rowText ?? []))].map((text) => new Set(wordsOf(text)));
  if (rows.length < 2) return new Set();
  const counts = countsOf(rows.flatMap((row) => [...row]));
  return new Set([...counts].filter(([, count]) => count * 2 > rows.length).map(([word]) => word));
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A text shows once though its wrappers have it too. */
function countsOfInnermost(
  elements: readonly ElementTraits[],
  valueOf: (element: ElementTraits) => string,
): ReadonlyMap<string, number> {
  const paths = Map.groupBy(elements, valueOf);
  const counts = new Map<string, number>();
  for (const [value, same] of paths) {
    if (value === '') continue;
    const outer = new Set(same.flatMap(({ steps }) => prefixesOf(steps)));
    counts.set(value, same.filter(({ fingerprint }) => !outer.has(fingerprint.xpath)).length);
  }
  return counts;
}

function prefixesOf(steps: readonly string[]): readonly string[] {
  const paths: string[] = [];
  let path = '';
  for (const step of steps.slice(0, -1)) {
    path += `/${step}`;
    paths.push(path);
  }
  return paths;
}

function weightOf(sets: readonly ReadonlySet<string>[]): (item: string) => number {
  const counts = new Map<string, number>();
  for (const set of sets) for (const item of set) counts.set(item, (counts.get(item) ?? 0) + 1);
  const most = Math.log(1 + sets.length);
  return (item) => (most === 0 ? 0 : Math.log((1 + sets.length) / (1 + (counts.get(item) ?? 0))) / most);
}
