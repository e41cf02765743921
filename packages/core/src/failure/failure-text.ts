import type { Failure } from '../model/failure.ts';

const ansi = /\u001B\[[0-9;]*[A-Za-z]/g;
const sourceLine = /^\s*>?\s*\d+\s*\|/;
const caretLine = /^\s*(?:\d+\s*)?\|?\s*\^+\s*$|^\s*\|\s+\^/;
const onlyCaret = /^\s*\^+\s*$/;
const stackLine = /^\s*(?:at |❯ |@ )\S/;
/** Lines by which runners head a failure with its title: Vitest and Jest, Playwright's and Mocha's lists, TAP. */
const titleLine = /^\s*(?:FAIL {1,2}\S|● \S|(?:not )?ok \d+ |✖ \S|✘ \S|× \S|\d+\) (?!<).* › |# Subtest:)/;

/** A failure's words in the parts that are read differently. */
export interface FailureText {
  /** Name and message, causes and step; without titles, source excerpts and stack lines. */
  readonly told: string;
  /** The line that names the error. */
  readonly head: string;
  /** The call log, from its own field or from the message. */
  readonly callLog: string;
  /** Source excerpts and stack lines: weak evidence. */
  readonly around: string;
}

interface TextParts {
  readonly told: string[];
  readonly callLog: string[];
  readonly around: string[];
}

/** Splits what a failure says into what was told, the call log and what only stands around it. */
export function failureTextOf(failure: Failure): FailureText {
  const parts: TextParts = {
    told: [],
    callLog: [...(failure.callLog ?? [])],
    around: [failure.snippet ?? ''],
  };
  let inLog = false;
  const lines = linesOf(failure);
  for (const [index, line] of lines.entries()) {
    // Node quotes the line that threw, with a caret below it and no number before it.
    const kind = onlyCaret.test(lines[index + 1] ?? '') ? 'around' : kindOf(line);
    if (kind === 'logStart') inLog = true;
    else if (kind === 'logEnd' || (inLog && kind === 'blank')) inLog = false;
    else if (kind === 'around') parts.around.push(line);
    else if (inLog) parts.callLog.push(line);
    else tell(parts, line);
  }
  return {
    told: parts.told.join('\n'),
    head: headOf(parts.told),
    callLog: parts.callLog.join('\n'),
    around: parts.around.join('\n'),
  };
}

function tell(parts: TextParts, line: string): void {
  if (line.trim() === '') {
    // Patterns that begin with white space would try every start of a long run of blank lines.
    if (parts.told.at(-1) !== '') parts.told.push('');
    return;
  }
  // A title says what was to be tested, in words that would be taken for what went wrong.
  if (!titleLine.test(line)) parts.told.push(line);
}

function linesOf(failure: Failure): string[] {
  const { name, message } = failure;
  const head = name === undefined || isTold(name, message) ? message : `${name}: ${message}`;
  const causes = (failure.causes ?? []).map((cause) => `${cause.name ?? 'Error'}: ${cause.message}`);
  return [head, ...causes].join('\n').replace(ansi, '').split(/\r?\n/);
}

/** Whether a message names its class. Plain errors can be quoted further down, as Playwright does since 1.56 (`Error: element(s) not found`). */
function isTold(name: string, message: string): boolean {
  if (name !== 'Error') return message.includes(name);
  const [first = ''] = message.trimStart().split('\n', 1);
  return first.includes(name) || (titleLine.test(first) && message.includes(name));
}

function kindOf(line: string): 'logStart' | 'logEnd' | 'blank' | 'around' | 'told' {
  if (/^\s*(?:call log:|=+ logs =+)/i.test(line)) return 'logStart';
  if (/^\s*={10,}\s*$/.test(line)) return 'logEnd';
  if (line.trim() === '') return 'blank';
  return sourceLine.test(line) || caretLine.test(line) || stackLine.test(line) ? 'around' : 'told';
}

const headLine =
  /^\s*(?:Error|[A-Z]\w*(?:Error|Exception)|[a-z]\w*\.\w+|Timed out|Timeout|Test timeout|expect\(|Snapshot|Screenshot|Jest encountered|FATAL ERROR)\b/;

/** A bare class, and the fields of TAP. */
const saysNothing = /^(?:Error|TimeoutError|AssertionError):?$|^(?:duration_ms|severity|exitcode|stack|type): /;

function headOf(lines: readonly string[]): string {
  const useful = lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[─=⎯#\s.|-]+$/.test(line));
  const telling = useful.filter((line) => !saysNothing.test(line));
  return telling.find((line) => headLine.test(line)) ?? telling[0] ?? useful[0] ?? '';
}
