import type { Failure, FailureCause, PathBase, SourceLocation, StackFrame } from '@millwright/core';
import {
  expectedActualOf,
  frameOriginOf,
  headOf,
  maxMessageLength,
  parseStack,
  relativeToRoot,
  stripAnsi,
} from '@millwright/core/record';

import type { VitestError } from './runner-api.ts';

const maxCauseCount = 5;

/** Reads the source around a place; undefined when there is none. */
export type ReadExcerpt = (location: SourceLocation) => string | undefined;

/**
 * Turns an error as Vitest sends it into a failure: no colours, bounded texts, frames relative to the root. Vitest sends the source
 * around the place only for code that does not parse; `readExcerpt` gives it for the others.
 */
export function failureOfError(error: VitestError, base: PathBase, readExcerpt?: ReadExcerpt): Failure {
  const frames = framesOf(error, base);
  const origin = frames.find((frame) => frame.origin === 'user');
  const snippet = error.codeFrame ?? error.frame ?? (origin && readExcerpt?.(origin));
  const causes = causesOf(error, base);
  return {
    ...(typeof error.name === 'string' && error.name !== '' ? { name: error.name } : {}),
    message: messageOf(error),
    frames,
    ...(origin ? { location: { file: origin.file, line: origin.line, column: origin.column } } : {}),
    ...(typeof snippet === 'string' && snippet !== '' ? { snippet: headOf(stripAnsi(snippet), maxMessageLength) } : {}),
    ...comparisonOf(error),
    ...(causes.length > 0 ? { causes } : {}),
  };
}

/** Whether these errors say that the time of the test or of one of its hooks ran out. */
export function isTimeout(errors: readonly VitestError[]): boolean {
  return errors.some((error) => /^(?:Test|Hook) timed out in \d+ms/.test(error.message ?? ''));
}

function messageOf(error: VitestError): string {
  const text = typeof error.message === 'string' ? stripAnsi(error.message).trim() : '';
  return headOf(text || error.name || 'An error without a message.', maxMessageLength);
}

/** Vitest 4 and 5 map the frames themselves and leave their own out; 3, and causes everywhere, come as text with all frames. */
function framesOf(error: VitestError, base: PathBase): StackFrame[] {
  if (!Array.isArray(error.stacks)) {
    const frames = parseStack(typeof error.stack === 'string' ? error.stack : '', base);
    return frames.filter((frame) => frame.origin !== 'runner');
  }
  return error.stacks.map((told) => {
    const file = relativeToRoot(told.file, base);
    const frame = { file, line: told.line, column: told.column, origin: frameOriginOf(told.file) };
    return told.method ? { ...frame, function: told.method } : frame;
  });
}

/** What `expect` told in fields of its own, else what its message tells. */
function comparisonOf(error: VitestError): Pick<Failure, 'expected' | 'actual' | 'diff'> {
  const told = typeof error.diff === 'string' ? stripAnsi(error.diff) : undefined;
  const read = expectedActualOf(told ?? messageOf(error));
  const expected = textOf(error.expected) ?? read.expected;
  const actual = textOf(error.actual) ?? read.actual;
  const diff = read.diff ?? told;
  return {
    ...(expected === undefined ? {} : { expected: headOf(expected, maxMessageLength) }),
    ...(actual === undefined ? {} : { actual: headOf(actual, maxMessageLength) }),
    ...(diff === undefined || diff === '' ? {} : { diff: headOf(diff, maxMessageLength) }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== 'undefined' ? value : undefined;
}

function causesOf(error: VitestError, base: PathBase): FailureCause[] {
  const causes: FailureCause[] = [];
  let cause = error.cause;
  while (typeof cause === 'object' && cause !== null && causes.length < maxCauseCount) {
    const known: VitestError = cause;
    const named = typeof known.name === 'string' && known.name !== '' ? { name: known.name } : {};
    causes.push({ ...named, message: messageOf(known), frames: framesOf(known, base) });
    cause = known.cause;
  }
  return causes;
}
