import { controlKindOf } from './guards/control-kind.ts';
import { shortened } from './guards/guard.ts';
import { ownAddressOf } from './guards/no-shared-identity.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { type LocatorCall, type LocatorValue, optionsOf, type SoughtText, soughtOf } from './locator/locator-chain.ts';
import { answersTo } from './locator/matching-text.ts';
import { parseLocator } from './locator/parse-locator.ts';

/** A step with the words by which it looked for its element, and the element that would be taken for it. */
export interface AskedWords {
  readonly locator: string;
  /** What is done with the element: `click`, `expect`, `waitForSelector`. */
  readonly action: string;
  readonly matcher: string | undefined;
  readonly old: ElementFingerprint;
  readonly candidate: ElementFingerprint;
}

/** What the words of a locator say against another element. `isProduct`: they are a value that the step asserts. */
export interface WordsObjection {
  readonly isProduct: boolean;
  readonly reason: string;
}

const presenceMatchers = new Set(['toBeVisible', 'toBeAttached', 'toBeInViewport']);

/**
 * Where a step asks for an element by its words, these are part of what the test says. “Total: 12” that became “Total: 10” is a wrong value
 * and no new name, and a step that only asserts that “Order placed” is shown asserts nothing else than these words.
 */
export function objectionOfWords(asked: AskedWords): WordsObjection | undefined {
  const { locator, action, matcher, old, candidate } = asked;
  const calls = parseLocator(locator) ?? [];
  const isPresence = action === 'waitForSelector' || (action === 'expect' && presenceMatchers.has(matcher ?? ''));
  const lost = lostNumbersOf(calls.flatMap(wordsSoughtBy), old, candidate);
  if (lost.length > 0)
    return {
      isProduct: isPresence,
      reason: `The step asks for “${lost.join('”, “')}”, and the element that is there now says “${shownOf(candidate)}”: that is another value, and no other name for the same.`,
    };
  if (!isPresence || isNamedForUse(old, candidate)) return undefined;
  const sought = wordsSoughtBy(calls.at(-1) ?? { method: '', args: [] });
  if (sought.length === 0 || sought.some((one) => ownTexts(candidate).some((text) => answersTo(text, one, false))))
    return undefined;
  return {
    isProduct: false,
    reason: `The step asserts that “${shownOf(old)}” is shown, and what is there now says “${shownOf(candidate)}”.`,
  };
}

const byWords = new Set(['getByText', 'getByLabel', 'getByPlaceholder', 'getByAltText', 'getByTitle']);

/** Words in a selector: `p:has-text("Paid")`, `text=Paid`, `//p[contains(., "Paid")]`. */
const inSelector =
  /:(?:has-text|text|text-is)\(\s*(["'])(?<within>.*?)\1|(?:text\(\)|\.)\s*[=,]\s*(["'])(?<compared>.*?)\3|(?:^|>>\s*)text=(["']?)(?<whole>.+?)\5(?:\s*>>|$)/g;

function wordsSoughtBy(call: LocatorCall): readonly SoughtText[] {
  const { name, hasText } = optionsOf(call);
  const first = soughtOf(call);
  const values: readonly (LocatorValue | undefined)[] = [byWords.has(call.method) ? first : undefined, name, hasText];
  const words = values.filter((value): value is SoughtText => value?.is === 'text' || value?.is === 'pattern');
  return call.method === 'locator' && first?.is === 'text' ? [...words, ...wordsInSelector(first.text)] : words;
}

function wordsInSelector(selector: string): readonly SoughtText[] {
  return [...selector.matchAll(inSelector)].map(({ groups = {} }) => ({
    is: 'text',
    text: groups['within'] ?? groups['compared'] ?? groups['whole'] ?? '',
  }));
}

/** Numbers that the author wrote, that the element had, and that are nowhere about it now. */
function lostNumbersOf(
  sought: readonly SoughtText[],
  old: ElementFingerprint,
  candidate: ElementFingerprint,
): readonly string[] {
  const [had, has] = [old, candidate].map((element) => new Set(numbersIn(textsAbout(element).join(' '))));
  const written = sought.flatMap((one) => numbersIn(one.is === 'text' ? one.text : plainOf(one.source)));
  return [...new Set(written)].filter((number) => had?.has(number) === true && has?.has(number) === false);
}

function numbersIn(text: string): readonly string[] {
  return text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
}

/** A pattern without what stands for other letters. */
function plainOf(source: string): string {
  return source.replaceAll(/\{[\d,]*\}|\[[^\]]*\]|\\[a-z]/gi, ' ').replaceAll('\\', '');
}

/** What a person presses or fills in is named for its use, and may be called otherwise; a link only when it still leads to the same place. */
function isNamedForUse(old: ElementFingerprint, candidate: ElementFingerprint): boolean {
  if (candidate.role === 'link' || candidate.tag === 'a')
    return ownAddressOf(candidate) !== '' && ownAddressOf(candidate) === ownAddressOf(old);
  return controlKindOf(candidate) !== 'none' && candidate.role !== 'option';
}

function ownTexts({ name, text, label, placeholder, title, alt }: ElementFingerprint): readonly string[] {
  return [name, text, label, placeholder, title, alt].filter((one) => one !== undefined);
}

function textsAbout(element: ElementFingerprint): readonly string[] {
  const { rowText, heading, neighborText } = element;
  return [...ownTexts(element), ...[rowText, heading, neighborText].filter((one) => one !== undefined)];
}

function shownOf(element: ElementFingerprint): string {
  return shortened(ownTexts(element).find((text) => text !== '') ?? element.tag);
}
