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
 * A value without secrets is returned as it is, not copied: nearly all are.
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
    if (value === null || typeof value !== 'object') return value;
    return Array.isArray(value) ? walkList(value, key) : walkRecord(value as Record<string, unknown>);
  };
  const walkList = (values: readonly unknown[], key: string): unknown => {
    let copy: unknown[] | undefined;
    for (let index = 0; index < values.length; index += 1) {
      const clean = walk(values[index], key);
      if (clean !== values[index]) (copy ??= [...values])[index] = clean;
    }
    return copy ?? values;
  };
  const walkRecord = (record: Record<string, unknown>): unknown => {
    let copy: Record<string, unknown> | undefined;
    for (const name of Object.keys(record)) {
      const clean = walk(record[name], name);
      if (clean !== record[name]) (copy ??= { ...record })[name] = clean;
    }
    return copy ?? record;
  };
  return <T>(value: T) => walk(value, '') as T;
}

function isPlain(value: string, key: string): boolean {
  if (key === 'file' || key === 'files') return !value.includes('://');
  return plainKeys.has(key);
}
