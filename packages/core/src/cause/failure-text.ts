import type { Failure } from '../model/failure.ts';

const ansi = /\u001B\[[0-9;]*[A-Za-z]/g;
const sourceLine = /^\s*>?\s*\d+\s*\|/;
const caretLine = /^\s*(?:\d+\s*)?\|?\s*\^+\s*$|^\s*\|\s+\^/;
const stackLine = /^\s*(?:at |❯ |@ )\S/;

/** A failure's words in the parts that are read differently. */
export interface FailureText {
  /** Name and message, causes and step; without source excerpts and stack lines. */
  readonly told: string;
  /** The line that names the error. */
  readonly head: string;
  /** The call log, from its own field or from the message. */
  readonly callLog: string;
  /** Source excerpts and stack lines: weak evidence. */
  readonly around: string;
}

/** Splits what a failure says into what was told, the call log and what only stands around it. */
export function failureTextOf(failure: Failure): FailureText {
  const name = failure.name === undefined || failure.message.includes(failure.name) ? '' : `${failure.name}: `;
  const causes = (failure.causes ?? []).map((cause) => `${cause.name ?? 'Error'}: ${cause.message}`);
  const lines = [`${name}${failure.message}`, ...causes].join('\n').replace(ansi, '').split(/\r?\n/);
  const told: string[] = [];
  const around: string[] = [failure.snippet ?? ''];
  const callLog: string[] = [...(failure.callLog ?? [])];
  let inLog = false;
  for (const line of lines) {
    if (/^\s*(?:call log:|=+ logs =+)/i.test(line)) inLog = true;
    else if (/^\s*={10,}\s*$/.test(line) || (inLog && line.trim() === '')) inLog = false;
    else if (sourceLine.test(line) || caretLine.test(line) || stackLine.test(line)) around.push(line);
    else if (inLog) callLog.push(line);
    else told.push(line);
  }
  return { told: told.join('\n'), head: headOf(told), callLog: callLog.join('\n'), around: around.join('\n') };
}

const headLine =
  /^\s*(?:Error|[A-Z]\w*(?:Error|Exception)|[a-z]\w*\.\w+|Timed out|Timeout|Test timeout|expect\(|Snapshot|Screenshot|Jest encountered|FATAL ERROR)\b/;

function headOf(lines: readonly string[]): string {
  const useful = lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[─=⎯#\s.|-]+$/.test(line));
  const found = useful.find((line) => headLine.test(line) && !/^(?:Error|TimeoutError|AssertionError):?$/.test(line));
  return found ?? useful[0] ?? '';
}
