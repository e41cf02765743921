const { createHash } = require('node:crypto') as typeof import('node:crypto');

/** What a request carries, as Playwright tells it. */
export interface CarriedRequest {
  readonly url: string;
  readonly contentType: string | undefined;
  /** Undefined when there is none. */
  readonly body: string | undefined;
}

const mostValues = 40;
const mostDepth = 6;
const mostBodyLength = 50_000;

/** Values of which nothing may be kept, not even a digest. */
const secret = /pass|pwd|secret|token|auth|credential|session|csrf|xsrf|card|cvc|cvv|\bpin\b|iban|ssn/i;

/**
 * The values of a request's path (`/:id`), query (`?name`) and body (JSON, a form), each as `name=digest`, a list's under one name
 * `items[].sku`; sorted, each once. The digest is of 16 bits: enough to tell that the same was sent, too little to tell what. `*` stands for a secret, `~` for a
 * time or an id that was made up, which is another one in every run.
 */
function sentValuesOf({ url, contentType, body }: CarriedRequest): readonly string[] {
  const values = new Set<string>();
  const keep = (name: string, value: unknown): void => {
    if (values.size < mostValues) values.add(`${name}=${digestOf(name, value)}`);
  };
  for (const id of idsIn(url)) keep('/:id', id);
  for (const [name, value] of queryOf(url)) keep(`?${nameOf(name)}`, value);
  const carried = bodyValuesOf(contentType ?? '', body);
  for (const [name, value] of carried ?? []) keep(name, value);
  if (!carried) values.add('=~');
  return [...values].toSorted();
}

/** Numbers in the path, also behind a short word: which order is cancelled. */
function idsIn(url: string): readonly string[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  return path.split('/').filter((part) => /^(?:[a-z]{1,8}[-_])?\d+$/i.test(part));
}

function queryOf(url: string): Iterable<readonly [string, string]> {
  const from = url.indexOf('?');
  return from < 0 ? [] : new URLSearchParams(url.slice(from + 1).replace(/#.*$/s, ''));
}

/** Undefined when there is a body that cannot be read. */
function bodyValuesOf(
  contentType: string,
  body: string | undefined,
): readonly (readonly [string, unknown])[] | undefined {
  if (body === undefined || body === '') return [];
  if (body.length > mostBodyLength) return undefined;
  if (/^application\/x-www-form-urlencoded/i.test(contentType))
    return [...new URLSearchParams(body)].map(([name, value]) => [nameOf(name), value] as const);
  if (!/^\s*[[{"]/.test(body)) return undefined;
  try {
    const found: (readonly [string, unknown])[] = [];
    collect(JSON.parse(body), '', found, 0);
    return found;
  } catch {
    return undefined;
  }
}

function collect(value: unknown, name: string, found: (readonly [string, unknown])[], depth: number): void {
  if (found.length > mostValues) return;
  if (value === null || typeof value !== 'object') found.push([name, value]);
  else if (depth >= mostDepth) found.push([name, JSON.stringify(value)]);
  else if (Array.isArray(value)) for (const one of value) collect(one, `${name}[]`, found, depth + 1);
  else
    for (const [key, one] of Object.entries(value))
      collect(one, name === '' ? nameOf(key) : `${name}.${nameOf(key)}`, found, depth + 1);
}

/** A key that is itself an id says no more than that there is one. */
function nameOf(key: string): string {
  return isMadeUp(key) || /^\d+$/.test(key) ? ':id' : key.slice(0, 60);
}

function digestOf(name: string, value: unknown): string {
  if (secret.test(name)) return '*';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isMadeUp(text) ? '~' : shortDigestOf(text);
}

/** A digest of what a field was given, to be found again among the values of a request. Undefined where it would tell nothing. */
function givenDigestOf(value: string): string | undefined {
  return value.length < 2 || isMadeUp(value) ? undefined : shortDigestOf(value);
}

function shortDigestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 4);
}

/** Times, UUIDs, digests and long words with digits among their letters. */
function isMadeUp(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) ||
    /^1[5-9]\d{8}(?:\d{3})?$/.test(text) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ||
    /^[0-9a-f]{12,}$/i.test(text) ||
    (/^[\w-]{16,}$/.test(text) && /\d.*\d.*\d/.test(text) && /[a-z]/i.test(text))
  );
}

const sentValues = { sentValuesOf, givenDigestOf };
module.exports = sentValues;
export type SentValuesModule = typeof sentValues;
