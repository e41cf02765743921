import { UserError, nearestNameOf } from '@millwright/core';

interface Described {
  readonly describe: string;
  readonly alias?: string;
}

/** An option that takes one text. */
export function textOption(name: string, described: Described) {
  return { ...described, type: 'string', requiresArg: true, coerce: (value: unknown) => onceOf(name, value) } as const;
}

/** An option that is there or not. */
export function flagOption(described: Described) {
  return { ...described, type: 'boolean' } as const;
}

/** An option that takes words separated by commas, or is given several times. */
export function listOption(name: string, described: Described) {
  return {
    ...described,
    type: 'string',
    requiresArg: true,
    coerce: (value: unknown): readonly string[] | undefined => {
      if (value === undefined) return undefined;
      const words = [value]
        .flat()
        .flatMap((part: unknown) => textOf(part).split(','))
        .map((word) => word.trim())
        .filter((word) => word !== '');
      if (words.length === 0)
        throw wrongValue(name, 'one or more words separated by commas', [value].flat().map(textOf).join(' '));
      return words;
    },
  } as const;
}

/** An option that takes a whole number, `least` or more. */
export function wholeNumberOption(name: string, { least, ...rest }: Described & { readonly least: number }) {
  return readOption(name, rest, `a whole number of at least ${least}`, (text) => {
    const number = Number(text);
    return /^\d+$/.test(text) && number >= least && Number.isSafeInteger(number) ? number : undefined;
  });
}

/** An option that takes a ratio strictly between two others, as `0.95` or `95%`; the command gets the ratio. */
export function ratioOption(
  name: string,
  { above, below, ...rest }: Described & { readonly above: number; readonly below: number },
) {
  return readOption(name, rest, `a ratio above ${above} and below ${below} such as \`0.95\``, (text) => {
    const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text) ?? [];
    const ratio = Number(digits) / (percent === '%' ? 100 : 1);
    return ratio > above && ratio < below ? ratio : undefined;
  });
}

/** An option that takes one of several equal parts, as `2/4`; the command gets the text. */
export function shardOption(name: string, described: Described) {
  return readOption(name, described, 'a shard such as `2/4`, counted from 1', (text) => {
    const [, index, total] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
    return index === undefined || Number(index) < 1 || Number(index) > Number(total) ? undefined : text;
  });
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** An option that takes a duration such as `90s`, `5m` or `1h`; the command gets milliseconds. */
export function durationOption(name: string, described: Described) {
  return readOption(name, described, 'a duration such as `90s`, `5m` or `1h`', (text) => {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
    const durationMs = Number(amount) * (unitMs[unit] ?? Number.NaN);
    return durationMs > 0 ? durationMs : undefined;
  });
}

/** An option that takes one of a few words. */
export function choiceOption<const W extends readonly string[]>(
  name: string,
  { words, ...rest }: Described & { readonly words: W },
) {
  const described = { ...rest, describe: `${rest.describe} (${words.join(', ')})` };
  return readOption(
    name,
    described,
    `one of ${words.join(', ')}`,
    (text): W[number] | undefined => words.find((word) => word === text),
    (text) => nearestNameOf(text, words),
  );
}

/** An option that takes a day or a moment; the command gets ISO 8601 in UTC. */
export function dateOption(name: string, described: Described) {
  return readOption(name, described, 'a date such as `2026-11-01` or `2026-11-01T08:30:00Z`', (text) => {
    const timeMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString();
  });
}

/** An option that takes one text which `read` understands, or else is refused as not `expected`; `meant` may guess what was. */
function readOption<T>(
  name: string,
  described: Described,
  expected: string,
  read: (this: void, text: string) => T | undefined,
  meant: (this: void, text: string) => string | undefined = () => undefined,
) {
  return {
    ...described,
    type: 'string',
    requiresArg: true,
    coerce: (value: unknown): T | undefined => {
      const text = onceOf(name, value);
      if (text === undefined) return undefined;
      const understood = read(text);
      if (understood === undefined) throw wrongValue(name, expected, text, meant(text));
      return understood;
    },
  } as const;
}

function onceOf(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw wrongValue(name, 'given once', value.join(' and '));
  const text = textOf(value);
  if (text === '') throw wrongValue(name, 'a value', text);
  return text;
}

function wrongValue(name: string, expected: string, got: unknown, meant?: string): UserError {
  return new UserError({
    code: 'wrong-option-value',
    message: `Expected \`--${name}\` to be ${expected}, got "${textOf(got)}".`,
    hint: meant === undefined ? 'See the `--help` of the command.' : `Did you mean \`${meant}\`?`,
  });
}

/** The parser hands over texts, numbers, booleans and lists of them. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
