import { type DebugCause, type Failure, featuresOf } from '@millwright/core';

const longestValue = 40;

/** What happened to a cause's tests, in one line of any length: the server that was away, or what its example failed of. */
export function causeDigestOf({ outage, example }: Pick<DebugCause, 'outage' | 'example'>): string {
  return outage?.sentence ?? digestOf(example);
}

/**
 * What happened, in one line of any length: the line that names the error, with the locator; where that only names the matcher, the
 * two values that differ or the first lines in which they do, with the author's own words before them, and the failing line behind
 * values that could be anybody's.
 */
export function digestOf(failure: Failure): string {
  const head = plainLineOf(featuresOf(failure).head).replace(/ \/\/ Object\.is equality$/u, '');
  const values = valuesOf(failure);
  if (values === undefined || (head.includes(values.expected) && head.includes(values.actual)))
    return withLocator(head, failure.locator);
  const first = plainLineOf(failure.message.split('\n').find((line) => line.trim() !== '') ?? '');
  const words = first === '' || /^expect/iu.test(first) ? '' : `${first.replace(/:$/u, '')}: `;
  const line = isAnybodys(values.expected) && isAnybodys(values.actual) ? failingLineOf(failure) : undefined;
  return `${words}expected ${values.expected}, got ${values.actual}${line === undefined ? '' : `: ${line}`}`;
}

interface Values {
  readonly expected: string;
  readonly actual: string;
}

/** The two values where they are short, else the first lines in which they differ; undefined when neither is. */
function valuesOf({ expected, actual, diff }: Failure): Values | undefined {
  if (expected !== undefined && actual !== undefined && isShort(expected) && isShort(actual))
    return { expected, actual };
  const lines = diff?.split('\n') ?? [];
  const [wanted, got] = (['-', '+'] as const).map((sign) =>
    lines
      .find((line) => line.startsWith(sign))
      ?.slice(1)
      .trim()
      .replace(/,$/u, ''),
  );
  return wanted !== undefined && got !== undefined && isShort(wanted) && isShort(got)
    ? { expected: wanted, actual: got }
    : undefined;
}

/** The locator comes first: where a line is cut off, it has to stay. */
function withLocator(head: string, locator: string | undefined): string {
  return locator === undefined || head.includes(locator) ? head : `${locator}: ${head.replace(/\.$/u, '')}`;
}

function plainLineOf(line: string): string {
  return line
    .replace(/^\s*(?:Assertion|Timeout)?Error: /u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/^(?:[\w.]+: )?(?:Error: )?strict mode violation: (.+?):?$/u, '$1');
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
