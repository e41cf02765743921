import { isUserError } from '@millwright/core';

import type { Paint } from '../render/paint.ts';

/** What, why and what to try for a known error; the stack and where to report it for any other. */
export function renderError(error: unknown, paint: Paint, version: string): string {
  if (isUserError(error)) {
    const reason = error.cause instanceof Error && !error.message.includes(error.cause.message) ? `Reason: ${error.cause.message}\n` : '';
    const hint = error.hint === undefined ? '' : `${error.hint}\n`;
    return `${paint.bad(error.message)}\n${reason}${hint}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    paint.bad('Millwright met an error it does not know. Your files and your history are as they were.'),
    stack,
    `Please report it with the lines above (e2e ${version}, Node ${process.version}, ${process.platform}).`,
    '',
  ].join('\n');
}
