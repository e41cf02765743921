import type { Assertion } from './assertions.ts';

/** A change of an assertion that keeps what it asks for, or asks for more. */
interface Transition {
  readonly name: string;
  /** Whether it leads from one to the other. `path` and `guards` are compared elsewhere. */
  allows(before: Assertion, after: Assertion): boolean;
}

const EQUAL = /^(?:toBe|toEqual|toStrictEqual)$/u;
const TEXT = /^(['"`])(?!.*\$\{).*\1$/u;
const REGEXP = /^\/.+\/[imsu]*$/u;
/** Texts whose white space an assertion on an element's text would not see. */
const LOOSE_SPACE = /^.\s|\s.$|\s{2}|\\[nrtv]/u;

/** What a read of an element gives, and the assertions that wait for the same. */
const READS: Readonly<Record<string, readonly (readonly [from: RegExp, expected: RegExp, to: string])[]>> = {
  textContent: [
    [EQUAL, /^(?!\/)/u, 'toHaveText'],
    [/^toContain$/u, /^(?!\/)/u, 'toContainText'],
    [/^toMatch$/u, REGEXP, 'toHaveText'],
    [/^toMatch$/u, TEXT, 'toContainText'],
  ],
  allTextContents: [
    [EQUAL, /^\[/u, 'toHaveText'],
    [/^toHaveLength$/u, /./u, 'toHaveCount'],
  ],
  all: [[/^toHaveLength$/u, /./u, 'toHaveCount']],
  inputValue: [
    [EQUAL, /^(?!\/)/u, 'toHaveValue'],
    [/^toMatch$/u, REGEXP, 'toHaveValue'],
  ],
  getAttribute: [
    [EQUAL, /^(?!\/)/u, 'toHaveAttribute'],
    [/^toMatch$/u, REGEXP, 'toHaveAttribute'],
  ],
  count: [[EQUAL, /./u, 'toHaveCount']],
  url: [
    [EQUAL, /^(?!\/)/u, 'toHaveURL'],
    [/^(?:toMatch|toContain)$/u, /./u, 'toHaveURL'],
  ],
  title: [
    [EQUAL, /^(?!\/)/u, 'toHaveTitle'],
    [/^(?:toMatch|toContain)$/u, /./u, 'toHaveTitle'],
  ],
};
const SAME_READ: Readonly<Record<string, string>> = { innerText: 'textContent', allInnerTexts: 'allTextContents' };
const STATES: Readonly<Record<string, string>> = {
  isVisible: 'toBeVisible',
  isHidden: 'toBeHidden',
  isEnabled: 'toBeEnabled',
  isDisabled: 'toBeDisabled',
  isChecked: 'toBeChecked',
  isEditable: 'toBeEditable',
};

/** The share of the expected number that `toBeCloseTo` may forgive, far above what rounding loses. */
const MOST_FORGIVEN_RATIO = 1e-4;
/** Digits after the point to which a number of unknown size must agree. */
const UNKNOWN_SIZE_DIGITS = 9;

/** Every change that is no loss. What none of them allows is one. */
export const TRANSITIONS: readonly Transition[] = [
  { name: 'the same', allows: (before, after) => sameQuestion(before, after) && sameWait(before, after) },
  {
    name: 'awaits what it looks at',
    allows: (before, after) => after.subject === `await ${before.subject}` && sameRest(before, after),
  },
  {
    name: 'looks until it holds',
    allows: (before, after) =>
      !before.negated &&
      before.modifiers.length === 0 &&
      after.awaited &&
      after.modifiers.join(',') === 'poll' &&
      bare(after.subject) === bare(before.subject) &&
      sameMatcher(before, after),
  },
  { name: 'web-first', allows: isWebFirst },
  {
    name: 'up to rounding',
    allows: (before, after) =>
      EQUAL.test(before.matcher) &&
      after.matcher === 'toBeCloseTo' &&
      !before.negated &&
      !after.negated &&
      before.subject === after.subject &&
      after.expected[0] === before.expected[0] &&
      !/^-?\d+$|^['"`[{]/u.test(before.expected[0] ?? '') &&
      isFarBelow(after.expected[0], Number(after.expected[1] ?? 2)),
  },
  {
    name: 'at a fixed moment',
    allows: (before, after) =>
      sameRest(
        { ...before, expected: before.expected.map(atNow) },
        { ...after, expected: after.expected.map(atNow) },
      ) && atNow(before.subject) === atNow(after.subject),
  },
  {
    name: 'asks for more',
    allows: (before, after) =>
      before.subject === after.subject &&
      !before.negated &&
      !after.negated &&
      after.awaited &&
      ((before.matcher === 'toBeAttached' && after.matcher === 'toBeVisible') ||
        (before.matcher === 'toContainText' && after.matcher === 'toHaveText')) &&
      before.expected.join() === after.expected.join(),
  },
];

/** Whether what `toBeCloseTo` forgives, half of the last digit after the point, is far below the size of the number. */
function isFarBelow(expected: string | undefined, digits: number): boolean {
  const size = Math.abs(Number(expected?.replaceAll('_', '') ?? Number.NaN));
  if (Number.isNaN(size)) return digits >= UNKNOWN_SIZE_DIGITS;
  return 10 ** -digits / 2 <= size * MOST_FORGIVEN_RATIO;
}

function sameQuestion(before: Assertion, after: Assertion): boolean {
  return before.subject === after.subject && sameMatcher(before, after);
}

function sameMatcher(before: Assertion, after: Assertion): boolean {
  return (
    before.matcher === after.matcher &&
    before.negated === after.negated &&
    before.expected.join('\0') === after.expected.join('\0')
  );
}

/** Still awaited, still hard, still under the same options. */
function sameWait(before: Assertion, after: Assertion): boolean {
  const modes = (one: Assertion): string => one.modifiers.filter((mode) => mode !== 'soft').join(',');
  return (
    (after.awaited || !before.awaited) &&
    modes(before) === modes(after) &&
    (before.modifiers.includes('soft') || !after.modifiers.includes('soft')) &&
    before.options.join('\0') === after.options.join('\0')
  );
}

function sameRest(before: Assertion, after: Assertion): boolean {
  return sameMatcher(before, after) && sameWait(before, after);
}

/** An expression without `await`. */
function bare(subject: string): string {
  return subject.replace(/^await /u, '');
}

/** The current time, whether the machine's or a moment that the test fixed. */
function atNow(text: string): string {
  return text
    .replaceAll(/new Date\((?:now|fixedNow)?\)/gu, '«now»')
    .replaceAll(/(?:now|fixedNow)\.getTime\(\)|Date\.now\(\)/gu, '«ms»');
}

/** A look at one moment that became an assertion of the same which waits. */
function isWebFirst(before: Assertion, after: Assertion): boolean {
  const read = readIn(before.held);
  const becomesSoft = after.modifiers.includes('soft') && !before.modifiers.includes('soft');
  if (!read || !after.awaited || becomesSoft || after.modifiers.some((one) => one !== 'soft')) return false;
  if (after.subject !== read.target) return false;
  const state = STATES[read.method];
  if (state !== undefined) return asksForState(before, after, state);
  return before.negated === after.negated && asksForValue(before, after, read);
}

function asksForValue(before: Assertion, after: Assertion, read: Read): boolean {
  const [expected = ''] = before.expected;
  const isAttribute = read.method === 'getAttribute';
  const given = after.expected[isAttribute ? 1 : 0];
  if (isAttribute && after.expected[0] !== read.argument) return false;
  if (given !== expected && given !== patternFor(before, expected)) return false;
  const method = SAME_READ[read.method] ?? read.method;
  if (method === 'textContent' && isLooseSpace(expected)) return false;
  return (READS[method] ?? []).some(
    ([from, kind, to]) => from.test(before.matcher) && kind.test(expected) && after.matcher === to,
  );
}

function isLooseSpace(expected: string): boolean {
  return TEXT.test(expected) && LOOSE_SPACE.test(expected);
}

/** `toContain('/paid')` of an address asks the same as the regular expression of its characters. */
function patternFor({ matcher }: Assertion, expected: string): string | undefined {
  return matcher === 'toContain' && TEXT.test(expected) ? patternOf(expected.slice(1, -1)) : undefined;
}

/** A regular expression, as text, that finds a text as it is. */
export function patternOf(text: string): string {
  return `/${text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)}/`;
}

function asksForState(before: Assertion, after: Assertion, state: string): boolean {
  const [expected] = before.expected;
  const truth =
    before.matcher === 'toBeTruthy' || (EQUAL.test(before.matcher) && expected === 'true')
      ? true
      : before.matcher === 'toBeFalsy' || (EQUAL.test(before.matcher) && expected === 'false')
        ? false
        : undefined;
  if (truth === undefined || after.expected.length > 0) return false;
  return after.matcher === state && (truth !== before.negated) === !after.negated;
}

interface Read {
  readonly method: string;
  /** What a web-first assertion would look at. */
  readonly target: string;
  readonly argument: string | undefined;
}

/** `(await locator.textContent())?.trim()`, `((await locator.textContent()) ?? '').trim()`. */
const TRIMMED =
  /^\(+(?<read>await .+\([^()]*\))\)?(?: (?:\?\?|\|\|) (?:''|"")\))?!?\??\.trim(?:Start|End)?\(\)(?: (?:\?\?|\|\|) (?:''|""))?$/u;

/** `await locator.textContent()`, `await page.textContent("#a")`, `page.url()`. */
function readIn(subject: string): Read | undefined {
  const trimmed = TRIMMED.exec(subject)?.groups?.['read'];
  const found = /^(?:await )?(?<receiver>.+)\.(?<method>\w+)\((?<given>[^()]*)\)$/u.exec(trimmed ?? subject)?.groups;
  const { receiver, method, given } = found ?? {};
  if (receiver === undefined || method === undefined || given === undefined) return undefined;
  // Assertions on texts leave out the white space around them, others do not.
  if (trimmed !== undefined && !/^(?:textContent|innerText)$/u.test(method)) return undefined;
  const takesSelector = given !== '' && method !== 'getAttribute';
  return {
    method,
    target: takesSelector ? `${receiver}.locator(${given})` : receiver,
    argument: method === 'getAttribute' ? given : undefined,
  };
}
