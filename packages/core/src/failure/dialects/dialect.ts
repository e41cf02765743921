import type { FailureText } from '../failure-text.ts';
import type { HttpStatus } from '../http-statuses.ts';

/** What kind of waiting ran out. */
export type TimeoutKind = 'test' | 'hook' | 'expect' | 'action' | 'navigation' | 'event' | 'other';

/** A limit that ran out. */
export interface Limit {
  readonly kind: TimeoutKind;
  /** Absent when the message does not tell it. */
  readonly ms?: number;
}

/** What lies around a test and failed before or after it. */
export interface Phase {
  /** `each`: a hook around each test. `all`: around a file or group. `server`: what the tests are run against. */
  readonly part: 'each' | 'all' | 'fixture' | 'server';
  /** The name of the hook or fixture, as the runner prints it. */
  readonly name?: string;
}

/** What one parser reads out of a failure. Every field is what the text says, without judgement. */
export interface DialectFields {
  /** The call that failed: `page.goto`, `locator.click`. */
  readonly action?: string;
  /** The matcher of a failed expectation: `toHaveText`, or `assert` for assertion libraries. */
  readonly matcher?: string;
  readonly locator?: string;
  /** How many elements the locator was last seen to match; absent when the text does not tell. */
  readonly matched?: 'none' | 'one' | 'many';
  /** The elements that a locator wrongly matched, as the runner lists them. */
  readonly elements?: readonly string[];
  readonly expected?: string;
  readonly received?: string;
  /** The address that was asked for or received. */
  readonly url?: string;
  /** `host:port` or host that could not be reached. */
  readonly host?: string;
  readonly statuses?: readonly HttpStatus[];
  readonly timeout?: Limit;
  /** Set when the failure struck outside the body of a test. */
  readonly phase?: Phase;
  /** Codes of the operating system and Node: `ECONNREFUSED`, `ERR_MODULE_NOT_FOUND`. */
  readonly errorCodes?: readonly string[];
  /** Codes of the browser's network stack: `net::ERR_ABORTED`, `NS_ERROR_CONNECTION_REFUSED`. */
  readonly browserErrors?: readonly string[];
  /** The words that tell of code that could not be loaded. */
  readonly unloaded?: string;
  /** The words by which a database driver refuses: its code, or the sentence of the server. */
  readonly database?: string;
  /** The words that tell of a browser, page or process that went away. */
  readonly crash?: string;
  /** The words that tell what the machine ran out of. */
  readonly exhausted?: string;
}

/** The text of a failure and what its adapter told beside it. */
export interface DialectText extends FailureText {
  /** Message and call log together. */
  readonly all: string;
  readonly toldExpected?: string;
  readonly toldActual?: string;
}

/** The parser of one family of messages. One file each, listed in `registry.ts`. */
export interface Dialect {
  readonly name: string;
  /** Reads what it knows; nothing when the text is not of its family. Linear in the length of the text. */
  parse(text: DialectText): DialectFields;
}

/** Milliseconds of a number and the unit behind it; without a unit the number is taken as milliseconds. */
export function msOf(value: string | undefined, unit: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (unit === undefined || /^ms|^milli/i.test(unit)) return Number(value);
  return Number(value) * (/^m/i.test(unit) ? 60_000 : 1000);
}

/** A limit with its duration, when it is known. */
export function limitOf(kind: TimeoutKind, ms: number | undefined): Limit {
  return ms === undefined ? { kind } : { kind, ms };
}

/** The fields without those that were not found, so that absent means not told. */
export function present(fields: {
  readonly [Key in keyof DialectFields]: DialectFields[Key] | undefined;
}): DialectFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as DialectFields;
}

/** All different matches of a global pattern: the first group, or the whole match. */
export function everyMatch(text: string, pattern: RegExp): readonly string[] | undefined {
  const found = [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))];
  return found.length === 0 ? undefined : found;
}

/** The words of the first pattern that matches. */
export function firstMatch(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match[0].trim();
  }
  return undefined;
}
