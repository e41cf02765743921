import { type DebugCause, type Failure, featuresOf } from '@millwright/core';

const longestValue = 40;

/** What happened to a cause's tests, in one line of any length: the server that was away, or what its example failed of. */
export function causeDigestOf({ outage, example }: Pick<DebugCause, 'outage' | 'example'>): string {
  return outage?.sentence ?? digestOf(example);
}

/**
 * What happened, in one line of any length: the line that names the error; where that only names the matcher, the two values that
 * differ, with the author's own words before them, and the failing line behind values that could be anybody's.
 */
export function digestOf(failure: Failure): string {
  const { expected, actual } = failure;
  const head = plainLineOf(featuresOf(failure).head).replace(/ \/\/ Object\.is equality$/u, '');
  if (expected === undefined || actual === undefined || !isShort(expected) || !isShort(actual)) return head;
  if (head.includes(expected) && head.includes(actual)) return head;
  const first = plainLineOf(failure.message.split('\n').find((line) => line.trim() !== '') ?? '');
  const words = first === '' || /^expect/iu.test(first) ? '' : `${first.replace(/:$/u, '')}: `;
  const line = isAnybodys(expected) && isAnybodys(actual) ? failingLineOf(failure) : undefined;
  return `${words}expected ${expected}, got ${actual}${line === undefined ? '' : `: ${line}`}`;
}

function plainLineOf(line: string): string {
  return line
    .replace(/^\s*(?:Assertion)?Error: /u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function isShort(value: string): boolean {
  return value.length > 0 && value.length <= longestValue && !value.includes('\n');
}

function isAnybodys(value: string): boolean {
  return /^(?:true|false|null|undefined|NaN|\d)$/u.test(value);
}

/** The line that the runner marked in its excerpt of the source. */
function failingLineOf({ snippet = '' }: Failure): string | undefined {
  return /^\s*>\s*\d+\s*\|\s*(\S.*)$/mu.exec(snippet)?.[1]?.trim();
}
