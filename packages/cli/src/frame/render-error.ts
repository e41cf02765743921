import { isUserError } from '@millwright/core';

import type { Paint } from '../render/paint.ts';

/** What, why and what to try for a known error; the stack and where to report it for any other. */
export function renderError(error: unknown, paint: Paint, version: string): string {
  if (isUserError(error)) {
    const reason =
      error.cause instanceof Error && !error.message.includes(error.cause.message)
        ? `Reason: ${error.cause.message.trim()}\n`
        : '';
    const hint = error.hint === undefined ? '' : `${error.hint}\n`;
    return `${paint.bad(error.message)}\n${reason}${hint}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    paint.bad('Millwright met an error it does not know.'),
    stack,
    `Please report it with the lines above (e2e ${version}, Node ${process.version}, ${process.platform}).`,
    '',
  ].join('\n');
}

/** The same for programs. */
export function errorDocumentOf(error: unknown): Readonly<Record<string, unknown>> {
  const known = isUserError(error);
  return {
    format: 'millwright/error',
    version: 1,
    code: known ? error.code : 'unknown',
    message: error instanceof Error ? error.message : String(error),
    ...(known && error.hint !== undefined ? { hint: error.hint } : {}),
  };
}
