import {
  type Failure,
  type PathBase,
  type SourceLocation,
  expectedActualOf,
  headOf,
  locatorOf,
  maxMessageLength,
  parseStack,
  relativeToRoot,
  splitCallLog,
  splitErrorName,
  stripAnsi,
} from '@millwright/core';

import { rootInTrace } from './report-paths.ts';

/** An error as reports tell it; any part may be missing. */
export interface ReportedError {
  readonly message?: string | undefined;
  /** The trace, which often begins with the message, and may hold a code frame. */
  readonly stack?: string | undefined;
  readonly name?: string | undefined;
  readonly snippet?: string | undefined;
  readonly location?: { readonly file: string; readonly line: number; readonly column: number } | undefined;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly step?: string | undefined;
}

const frameLine = /^\s*(?:at\s.*:\d+:\d+\)?|❯\s.*:\d+:\d+|at .+\(.+\.(?:java|kt|scala|groovy):\d+\))\s*$/;
const codeLine = /^\s*>?\s*\d+ \||^\s+\|\s*\^+\s*$/;

/** An error in our words: the message without colours, trace and code frame, which get places of their own. */
export function failureOfReport(
  error: ReportedError,
  options: { readonly base: PathBase; readonly file?: string },
): Failure {
  const text = partsOf(stripAnsi(error.message ?? error.stack ?? ''));
  const trace = stripAnsi(error.stack ?? '') || text.trace;
  const { name = error.name, message: named } = splitErrorName(text.message);
  const { message, callLog } = splitCallLog(named);
  const base = baseOf(trace, options);
  const frames = parseStack(trace, base);
  const parts = {
    name: name || undefined,
    location: locationOf(error, base) ?? placeIn(frames, options.file),
    snippet: snippetOf(error, text, trace),
    ...expectedActualOf(message),
    ...definedOf({ expected: error.expected, actual: error.actual }),
    step: error.step,
    locator: locatorOf(message, callLog),
    callLog: callLog.length > 0 ? callLog : undefined,
  };
  return {
    message: headOf(message.trim() || error.name || 'An error without a message', maxMessageLength),
    frames,
    ...definedOf(parts),
  };
}

function definedOf<T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function baseOf(trace: string, { base, file }: { readonly base: PathBase; readonly file?: string }): PathBase {
  const root = file === undefined ? undefined : rootInTrace(trace, file);
  return root === undefined ? base : { root };
}

function snippetOf(error: ReportedError, text: TextParts, trace: string): string | undefined {
  const snippet = error.snippet === undefined ? (text.snippet ?? partsOf(trace).snippet) : stripAnsi(error.snippet);
  return snippet === undefined ? undefined : headOf(snippet, maxMessageLength);
}

/** A failure for an attempt that a report calls bad without saying why. */
export function untoldFailure(message: string): Failure {
  return { message, frames: [] };
}

/** The innermost frame in the test's own file. */
function placeIn(frames: readonly SourceLocation[], file: string | undefined): SourceLocation | undefined {
  const frame = frames.find((candidate) => candidate.file === file);
  return frame && { file: frame.file, line: frame.line, column: frame.column };
}

function locationOf(error: ReportedError, base: PathBase): SourceLocation | undefined {
  return (
    error.location && {
      file: relativeToRoot(error.location.file, base),
      line: error.location.line,
      column: error.location.column,
    }
  );
}

interface TextParts {
  readonly message: string;
  readonly snippet?: string;
  readonly trace: string;
}

/** Takes apart what reports write into one text: message, code frame, trace. */
function partsOf(text: string): TextParts {
  const lines = text.split('\n');
  const isPlain = (line: string): boolean => !frameLine.test(line) && !codeLine.test(line);
  const message = lines
    .filter(isPlain)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const code = lines.filter((line) => codeLine.test(line) && !frameLine.test(line));
  const trace = lines.filter((line) => frameLine.test(line)).join('\n');
  return { message, trace, ...(code.length > 1 ? { snippet: code.join('\n') } : {}) };
}
