import type { Failure } from '@millwright/core';

/** A failure as a runner prints it, for rules that read text. */
export function printedFailureOf(failure: Failure): string {
  const { name, message, callLog, snippet, frames, causes = [] } = failure;
  return [
    name === undefined || message.startsWith(name) ? message : `${name}: ${message}`,
    ...(callLog ? ['Call log:', ...callLog.map((line) => `  - ${line}`)] : []),
    ...(snippet === undefined ? [] : [snippet]),
    ...frames.map(({ file, line, column, function: caller }) =>
      caller === undefined ? `    at ${file}:${line}:${column}` : `    at ${caller} (${file}:${line}:${column})`,
    ),
    ...causes.map((cause) => `Caused by: ${cause.name ?? 'Error'}: ${cause.message}`),
  ].join('\n');
}
