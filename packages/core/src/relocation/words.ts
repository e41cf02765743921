import { editDistanceOf } from '../config/nearest-name.ts';

const parts = /[\p{L}\p{N}]+/gu;

/** The words of a text in lower case, without punctuation; digits count as words. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(parts) ?? [];
}

const camel = /(\p{Ll}|\p{N})(?=\p{Lu})/gu;

/** The words in an identifier: `cartSubmit-btn_2` has `cart`, `submit`, `btn` and `2`. */
export function identifierWordsOf(identifier: string): readonly string[] {
  return wordsOf(identifier.replace(camel, '$1 '));
}

/** Shared items over all items, 0–1; 0 when both are empty (Jaccard 1901). */
export function jaccardOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = sharedCountOf(a, b);
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** How many items are in both. */
export function sharedCountOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const item of few) if (many.has(item)) shared += 1;
  return shared;
}

/** The same with items that count unequally. */
export function weightedJaccardOf(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  weightOf: (item: string) => number,
): number {
  const { shared, all } = weighedOf(a, b, weightOf);
  let either = all;
  for (const item of b) if (!a.has(item)) either += weightOf(item);
  return either === 0 ? 0 : shared / either;
}

/** How much of `a` is in `b`, 0–1, with items that count unequally. */
export function weightedKeptOf(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  weightOf: (item: string) => number,
): number {
  const { shared, all } = weighedOf(a, b, weightOf);
  return all === 0 ? 0 : shared / all;
}

function weighedOf(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  weightOf: (item: string) => number,
): { readonly shared: number; readonly all: number } {
  let shared = 0;
  let all = 0;
  for (const item of a) {
    const weight = weightOf(item);
    all += weight;
    if (b.has(item)) shared += weight;
  }
  return { shared, all };
}

/** 1 for equal texts, 0 for texts of which nothing stays: one minus the edit distance over the longer length. */
export function editSimilarityOf(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editDistanceOf(a, b) / longest;
}
