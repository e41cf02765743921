import { maxOutputLength, stripAnsi, tailOf } from '@millwright/core';

/** The end of what a test printed, as attempts keep it; nothing when it printed nothing. */
export function outputTails(stdout: string, stderr = ''): { stdoutTail?: string; stderrTail?: string } {
  const out = tailOf(stripAnsi(stdout), maxOutputLength);
  const err = tailOf(stripAnsi(stderr), maxOutputLength);
  return { ...(out.trim() === '' ? {} : { stdoutTail: out }), ...(err.trim() === '' ? {} : { stderrTail: err }) };
}
