import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';

/**
 * What is remembered of a test in the words of this run. A locator may ask for something that is new in every run (`Cancel ord-17`, the
 * name of a customer that the test made), and so is then what was read of its element. Where the locator of the same call, in the same
 * turn, differs from the failing one only in words with digits, these are put in the place of the old ones. Nothing is changed when the
 * locator is remembered as it is, when the page still has the old words (they are those of another thing) or has none of the new ones.
 */
export function rememberedInThisRun(
  remembered: readonly RememberedElement[],
  page: FailingPage | undefined,
): readonly RememberedElement[] {
  if (!page || remembered.some(({ selector }) => selector === page.selector)) return remembered;
  const own = remembered.find((one) => isSameCall(one, page));
  const renamed = own && renamedWords(own.selector, page.selector);
  if (!renamed || !isOfThisRun(renamed, page)) return remembered;
  const inNewWords = (text: string): string => text.replace(word, (one) => renamed.get(one) ?? one);
  return remembered.map((one) => ({
    ...one,
    locator: inNewWords(one.locator),
    selector: inNewWords(one.selector),
    fingerprint: fingerprintIn(inNewWords, one.fingerprint),
  }));
}

const word = /[\p{L}\p{N}_-]+/gu;

function isSameCall(one: RememberedElement, page: FailingPage): boolean {
  const { file, line, column } = page.place;
  const isHere = one.place.file === file && one.place.line === line && one.place.column === column;
  return isHere && one.action === page.action && one.ordinal === page.ordinal;
}

/** Which words stand in the place of which; undefined when more differs, or a word without a digit. */
function renamedWords(old: string, now: string): ReadonlyMap<string, string> | undefined {
  if (old.replace(word, '') !== now.replace(word, '')) return undefined;
  const [before, after] = [old.match(word) ?? [], now.match(word) ?? []];
  const renamed = new Map<string, string>();
  for (const [at, one] of before.entries()) {
    const other = after[at] ?? '';
    if (one === other) continue;
    if (![one, other].every((each) => /\p{N}/u.test(each)) || (renamed.get(one) ?? other) !== other) return undefined;
    renamed.set(one, other);
  }
  return before.length === after.length && renamed.size > 0 ? renamed : undefined;
}

/** Whether the page has all the new words and none of the old. */
function isOfThisRun(renamed: ReadonlyMap<string, string>, { elements }: FailingPage): boolean {
  const words = new Set(elements.flatMap((element) => writtenOn(element).match(word) ?? []));
  return [...renamed].every(([old, now]) => words.has(now) && !words.has(old));
}

function writtenOn({ name = '', text = '', label = '', testId = '', id = '', href = '' }: ElementFingerprint): string {
  return [name, text, label, testId, id, href].join(' ');
}

const written = [
  'name',
  'text',
  'label',
  'placeholder',
  'alt',
  'title',
  'testId',
  'id',
  'nameAttribute',
  'href',
  'neighborText',
  'rowText',
  'heading',
] as const;

function fingerprintIn(inNewWords: (text: string) => string, fingerprint: ElementFingerprint): ElementFingerprint {
  const changed = written.flatMap((key) => {
    const value = fingerprint[key];
    return value === undefined ? [] : [[key, inNewWords(value)] as const];
  });
  return { ...fingerprint, ...Object.fromEntries(changed) };
}
