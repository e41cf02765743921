import { patternOf } from '../patch/assertion-transitions.ts';

/** The assertion that waits, for one that does not: `toBeVisible` for `expect(await x.isVisible()).toBe(true)`. */
export interface WebFirstMatcher {
  readonly name: string;
  /** Arguments to write, as text. */
  readonly given: string;
  readonly negated: boolean;
  /** Whether it passes exactly when the other would have at some moment of the wait. */
  readonly isExact: boolean;
}

/** What a read is compared with. */
export interface Comparison {
  readonly read: string;
  /** Arguments of the read, as text. */
  readonly readArguments: readonly string[];
  readonly matcher: string;
  readonly negated: boolean;
  /** The expected value as text, and its kind. */
  readonly expected: string | undefined;
  readonly expectedKind: 'text' | 'regexp' | 'number' | 'true' | 'false' | 'other' | 'none';
}

const STATES: Readonly<Record<string, string>> = {
  isVisible: 'toBeVisible',
  isHidden: 'toBeHidden',
  isEnabled: 'toBeEnabled',
  isDisabled: 'toBeDisabled',
  isChecked: 'toBeChecked',
  isEditable: 'toBeEditable',
};
const TEXTS = new Set(['textContent', 'innerText', 'allTextContents', 'allInnerTexts']);
const EQUAL = new Set(['toBe', 'toEqual', 'toStrictEqual']);

/** Finds the web-first assertion that stands for a comparison; `undefined` when there is none. */
export function webFirstMatcherOf(comparison: Comparison): WebFirstMatcher | undefined {
  const { read } = comparison;
  const state = Object.hasOwn(STATES, read) ? STATES[read] : undefined;
  if (state !== undefined) return stateMatcher(comparison, state);
  if (TEXTS.has(read)) return textMatcher(comparison);
  if (read === 'count') return countMatcher(comparison);
  if (read === 'inputValue') return valueMatcher(comparison, 'toHaveValue', []);
  if (read === 'getAttribute') return valueMatcher(comparison, 'toHaveAttribute', comparison.readArguments.slice(0, 1));
  if (read === 'url') return looseMatcher(comparison, 'toHaveURL');
  return read === 'title' ? looseMatcher(comparison, 'toHaveTitle') : undefined;
}

function stateMatcher({ matcher, expectedKind, negated }: Comparison, name: string): WebFirstMatcher | undefined {
  const truth =
    matcher === 'toBeTruthy' || (EQUAL.has(matcher) && expectedKind === 'true')
      ? true
      : matcher === 'toBeFalsy' || (EQUAL.has(matcher) && expectedKind === 'false')
        ? false
        : undefined;
  return truth === undefined ? undefined : { name, given: '', negated: truth === negated, isExact: true };
}

/** Playwright collapses white space in texts, so its assertions on texts are a little weaker: never exact. */
function textMatcher({ matcher, expected, expectedKind, negated }: Comparison): WebFirstMatcher | undefined {
  if (expected === undefined) return undefined;
  if (EQUAL.has(matcher)) return { name: 'toHaveText', given: expected, negated, isExact: false };
  if (matcher === 'toContain' || matcher === 'toMatch')
    return {
      name: expectedKind === 'regexp' ? 'toHaveText' : 'toContainText',
      given: expected,
      negated,
      isExact: false,
    };
  return undefined;
}

function countMatcher({ matcher, expected, expectedKind, negated }: Comparison): WebFirstMatcher | undefined {
  if (!EQUAL.has(matcher) || expected === undefined) return undefined;
  return { name: 'toHaveCount', given: expected, negated, isExact: expectedKind === 'number' };
}

/** Values and attributes are compared as they are. */
function valueMatcher(
  { matcher, expected, expectedKind, negated }: Comparison,
  name: string,
  before: readonly string[],
): WebFirstMatcher | undefined {
  if (expected === undefined || !(EQUAL.has(matcher) || (matcher === 'toMatch' && expectedKind === 'regexp')))
    return undefined;
  const isExact = !negated && (expectedKind === 'text' || expectedKind === 'regexp');
  return { name, given: [...before, expected].join(', '), negated, isExact };
}

/** Addresses are resolved against the base address, titles have their white space collapsed. */
function looseMatcher(
  { matcher, expected, expectedKind, negated }: Comparison,
  name: string,
): WebFirstMatcher | undefined {
  if (expected === undefined) return undefined;
  // A part of an address is asked for by a regular expression that finds just these characters.
  if (matcher === 'toContain' && expectedKind === 'text' && !/\\|^..$/u.test(expected))
    return { name, given: patternOf(expected.slice(1, -1)), negated, isExact: false };
  const isSame = EQUAL.has(matcher) || (matcher === 'toMatch' && expectedKind === 'regexp');
  return isSame ? { name, given: expected, negated, isExact: false } : undefined;
}
