/** An argument of a call in a locator, as far as it is written out. */
export type LocatorValue =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'pattern'; readonly source: string; readonly flags: string }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'flag'; readonly value: boolean }
  | { readonly is: 'options'; readonly entries: Readonly<Record<string, LocatorValue>> }
  | { readonly is: 'locator'; readonly chain: LocatorChain };

/** One call of a locator: `getByRole('button', { name: 'Pay' })`, `filter({ hasText: 'Pear' })`, `nth(1)`. */
export interface LocatorCall {
  readonly method: string;
  readonly args: readonly LocatorValue[];
}

/** A locator as it is written: its calls from the page on. */
export type LocatorChain = readonly LocatorCall[];

/** A text or a regular expression that an element is looked for by. */
export type SoughtText = Extract<LocatorValue, { is: 'text' | 'pattern' }>;

/** A text argument. */
export function textValue(text: string): LocatorValue {
  return { is: 'text', text };
}

/** A call with a text and, where there are any, options. */
export function callOf(
  method: string,
  text: string | SoughtText,
  entries: Readonly<Record<string, LocatorValue>> = {},
): LocatorCall {
  const first = typeof text === 'string' ? textValue(text) : text;
  return { method, args: Object.keys(entries).length === 0 ? [first] : [first, { is: 'options', entries }] };
}

/** The first argument when it is a text or a regular expression. */
export function soughtOf({ args: [first] }: LocatorCall): SoughtText | undefined {
  return first?.is === 'text' || first?.is === 'pattern' ? first : undefined;
}

/** The options of a call; the first argument of `filter`, the second of all others. */
export function optionsOf({ args }: LocatorCall): Readonly<Record<string, LocatorValue>> {
  const options = args.find((arg) => arg.is === 'options');
  return options?.is === 'options' ? options.entries : {};
}

/** Whether a call is given `exact: true`. */
export function isExact(call: LocatorCall): boolean {
  const { exact } = optionsOf(call);
  return exact?.is === 'flag' && exact.value;
}

const positions = new Set(['first', 'last', 'nth']);

/** Whether a call chooses by position: `first()`, `nth(2)`. */
export function isPosition({ method }: LocatorCall): boolean {
  return positions.has(method);
}

const positionInSelector =
  /:(?:nth|first|last|only)-|:nth-match|>>\s*nth=|\bnth=|\[\s*\d+\s*\]|\bposition\(\)|\blast\(\)/;

/** Whether anything in a locator chooses by position, also inside a selector. */
export function isPositional(chain: LocatorChain): boolean {
  return chain.some((call) => {
    if (isPosition(call)) return true;
    const sought = soughtOf(call);
    if (call.method === 'locator' && sought?.is === 'text' && positionInSelector.test(sought.text)) return true;
    return Object.values(optionsOf(call)).some((value) => value.is === 'locator' && isPositional(value.chain));
  });
}
