import { type DebugCause, type Failure, featuresOf } from '@millwright/core';

const longestValue = 40;

/** What happened to a cause's tests, in one line of any length: the server that was away, or what its example failed of. */
export function causeDigestOf({ outage, example }: Pick<DebugCause, 'outage' | 'example'>): string {
  return outage?.sentence ?? digestOf(example);
}

/** What happened, in one line of any length: the two values that differ where they are short, else the line that names the error. */
export function digestOf(failure: Failure): string {
  const { expected, actual } = failure;
  if (expected !== undefined && actual !== undefined && isShort(expected) && isShort(actual))
    return `expected ${expected}, got ${actual}`;
  return featuresOf(failure)
    .head.replace(/^\s*(?:Assertion)?Error: /u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function isShort(value: string): boolean {
  return value.length > 0 && value.length <= longestValue && !value.includes('\n');
}
