import type { DialectFields, DialectText } from '../failure/dialects/dialect.ts';
import { fieldsOf } from '../failure/dialects/registry.ts';
import { type FailureText, failureTextOf } from '../failure/failure-text.ts';
import type { HttpStatus } from '../failure/http-statuses.ts';
import type { Failure, StackFrame } from '../model/failure.ts';

export type { TimeoutKind } from '../failure/dialects/dialect.ts';

/** Where a failure came from, when the caller knows more than the message tells. */
export interface ClassifyContext {
  /** `run`: an error outside any test (configuration, collection, global setup). */
  readonly origin?: 'test' | 'hook' | 'run';
}

/** A stack, told apart by whose code it is. Innermost first. */
export interface SplitFrames {
  readonly user: readonly StackFrame[];
  readonly dependency: readonly StackFrame[];
  readonly runner: readonly StackFrame[];
}

/** Everything the causes look at, read once per failure. */
export interface FailureFeatures extends FailureText, Omit<DialectFields, 'statuses' | 'errorCodes' | 'browserErrors'> {
  /** Names of error classes, the outermost first. */
  readonly errorNames: readonly string[];
  /** Names of errors that were thrown and not only quoted: each begins a line. */
  readonly thrownNames: readonly string[];
  readonly errorCodes: readonly string[];
  readonly browserErrors: readonly string[];
  readonly statuses: readonly HttpStatus[];
  /** Whether the failure compares an expected with a received value. */
  readonly compares: boolean;
  readonly origin: 'test' | 'hook' | 'run';
  readonly frames: SplitFrames;
}

/** Reads the features of a failure. */
export function featuresOf(failure: Failure, context: ClassifyContext = {}): FailureFeatures {
  const text = failureTextOf(failure);
  const fields = fieldsOf(dialectTextOf(failure, text));
  return {
    ...text,
    ...fields,
    ...(failure.locator === undefined ? {} : { locator: failure.locator }),
    errorNames: errorNamesOf(failure, text.told),
    thrownNames: thrownNamesOf(failure, text.told),
    errorCodes: fields.errorCodes ?? [],
    browserErrors: fields.browserErrors ?? [],
    statuses: fields.statuses ?? [],
    compares: comparesValues(failure, text.told),
    origin: context.origin ?? 'test',
    frames: splitFramesOf(failure.frames),
  };
}

function dialectTextOf(failure: Failure, text: FailureText): DialectText {
  return {
    ...text,
    all: `${text.told}\n${text.callLog}`,
    ...(failure.expected === undefined ? {} : { toldExpected: failure.expected }),
    ...(failure.actual === undefined ? {} : { toldActual: failure.actual }),
  };
}

/** The frames of a stack by whose code they are. */
function splitFramesOf(frames: readonly StackFrame[]): SplitFrames {
  const of = (origin: StackFrame['origin']): StackFrame[] => frames.filter((frame) => frame.origin === origin);
  return { user: of('user'), dependency: of('dependency'), runner: of('runner') };
}

function comparesValues(failure: Failure, text: string): boolean {
  if (failure.diff !== undefined || failure.expected !== undefined) return true;
  return /^\s*[-+]?\s*(?:Expected|Received|actual|expected)\b.*:/im.test(text);
}

const errorName = '[A-Z][A-Za-z]*(?:Error|Exception|Rejection)';

function errorNamesOf(failure: Failure, told: string): string[] {
  const named = [...told.matchAll(new RegExp(`(?:^|[\\s"'[(])(${errorName})(?=[\\s:\\]"'(]|$)`, 'g'))];
  return namesOf(failure, named);
}

function thrownNamesOf(failure: Failure, told: string): string[] {
  // No two alternatives begin alike, so that a chain of names is read in one way only.
  const prefix = '^[\\s>|→]{0,20}(?:\\[?[\\w.]{1,60}: |\\[?Uncaught |Unhandled \\w{1,20}: |Caused by: ){0,6}\\[?';
  return namesOf(failure, [...told.matchAll(new RegExp(`${prefix}(${errorName})(?=[\\s:\\]"'(]|$)`, 'gm'))]);
}

function namesOf(failure: Failure, matches: readonly RegExpMatchArray[]): string[] {
  const named = matches.flatMap((match) => match[1] ?? []);
  return [...new Set([...(failure.name === undefined ? [] : [failure.name]), ...named])];
}
