/** Keys whose values Millwright makes itself or compares for equality; they hold no text of a test. */
const plainKeys = new Set([
  'id',
  'testId',
  'runId',
  'status',
  'expectedStatus',
  'runner',
  'category',
  'origin',
  'startedAt',
  'bodyHash',
  'runnerId',
  'precision',
]);

const memoLimit = 20_000;

/**
 * Makes a function that takes the secrets out of every text in a value, however deep. Short texts (titles, file names)
 * come again and again, so their results are remembered. Paths of files stay as they are unless they are addresses.
 */
export function eventRedactorOf(redact: (text: string) => string): <T>(value: T) => T {
  const memo = new Map<string, string>();
  const redactText = (text: string): string => {
    if (text.length > 400) return redact(text);
    const known = memo.get(text);
    if (known !== undefined) return known;
    const clean = redact(text);
    if (memo.size >= memoLimit) memo.clear();
    memo.set(text, clean);
    return clean;
  };
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return isPlain(value, key) ? value : redactText(value);
    if (Array.isArray(value)) return value.map((entry) => walk(entry, key));
    if (value === null || typeof value !== 'object') return value;
    const copy: Record<string, unknown> = {};
    for (const name of Object.keys(value)) copy[name] = walk((value as Record<string, unknown>)[name], name);
    return copy;
  };
  return <T>(value: T) => walk(value, '') as T;
}

function isPlain(value: string, key: string): boolean {
  if (key === 'file' || key === 'files') return !value.includes('://');
  return plainKeys.has(key);
}
