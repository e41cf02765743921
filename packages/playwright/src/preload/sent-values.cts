const { createHash } = require('node:crypto') as typeof import('node:crypto');
const { isSecretName, isSecretValue } = require('./secret-values.cjs') as import('./secret-values.cts').SecretValues;

/** What a request carries, as Playwright tells it. */
export interface CarriedRequest {
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there is none; asked only when the body is not too long. */
  readonly body: () => string | undefined;
}

/** Whatever lies in a request, by its name. */
type Named = readonly [name: string, value: unknown];

const mostValues = 60;
const mostDepth = 6;
const mostBodyLength = 50_000;

/** Which action of a page a request is for, where the body does not say it. */
const tellingHeaders = ['next-action', 'hx-trigger', 'hx-trigger-name', 'hx-target'];

/** Names under which caches and builds are told apart, and the text of a GraphQL query, which asks for other fields in every build. */
const passingNames = /^(?:_|_rsc|v|ver|version|hash|t|ts|cb|nocache|cachebust(?:er)?|build)$/i;

/**
 * The values of a request's path (`/:id`), query (`?name`), body (JSON, a form) and telling headers, each as `name=digest`; sorted, each
 * once. A digest has 16 bits. `*` stands for a secret, `~` for a time or an id that was made up, for a body that cannot be read, and for
 * values beyond the sixtieth. `=digest` alone is that of all of them together, where none is left out: what belongs to what.
 */
function sentValuesOf({ url, headers, body }: CarriedRequest): readonly string[] {
  const own = bodyValuesOf(headers, body);
  const named = [...idsIn(url), ...queryOf(url), ...headersOf(headers), ...(own ?? [])];
  const lines = new Set(named.slice(0, mostValues).map(([name, value]) => `${name}=${digestOf(name, value)}`));
  if (!own || named.length > mostValues) lines.add('…=~');
  const told = [...lines].toSorted();
  const isWhole = told.length > 1 && told.every((line) => !/=[*~]$/.test(line));
  return isWhole ? [`=${shortDigestOf(told.join('\n'))}`, ...told] : told;
}

/** Parts of the path that have a digit in them, or look like a digest: which order is cancelled. */
function idsIn(url: string): readonly Named[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const ids = path.split('/').filter((part) => /\d/.test(part) || /^[0-9a-f]{12,}$/i.test(part));
  return ids.map((id) => ['/:id', id]);
}

function queryOf(url: string): readonly Named[] {
  const from = url.indexOf('?');
  if (from < 0) return [];
  const pairs = [...new URLSearchParams(url.slice(from + 1).replace(/#.*$/s, ''))];
  return pairs.flatMap(([name, value]): Named[] => (passingNames.test(name) ? [] : [[`?${keyOf(name)}`, value]]));
}

function headersOf(headers: CarriedRequest['headers']): readonly Named[] {
  return tellingHeaders.flatMap((name): Named[] => (headers[name] === undefined ? [] : [[`^${name}`, headers[name]]]));
}

/** Undefined when there is a body that cannot be read. */
function bodyValuesOf(
  headers: CarriedRequest['headers'],
  bodyOf: CarriedRequest['body'],
): readonly Named[] | undefined {
  if (Number(headers['content-length'] ?? 0) > mostBodyLength) return undefined;
  const body = bodyOf();
  if (body === undefined || body === '') return [];
  if (body.length > mostBodyLength) return undefined;
  // Some clients call JSON a form.
  if (/^\s*[[{"]/.test(body)) return jsonValuesOf(body);
  if (!/^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '') || !body.includes('='))
    return undefined;
  return [...new URLSearchParams(body)].map(([name, value]) => [keyOf(name), value]);
}

function jsonValuesOf(body: string): readonly Named[] | undefined {
  try {
    const document: unknown = JSON.parse(body);
    const found: Named[] = [];
    collect(isGraphql(document) ? { ...document, query: undefined, extensions: undefined } : document, '', found);
    return found;
  } catch {
    return undefined;
  }
}

function isGraphql(document: unknown): document is object {
  return document !== null && typeof document === 'object' && 'query' in document && 'variables' in document;
}

function collect(value: unknown, name: string, found: Named[], depth = 0): void {
  if (found.length > mostValues || value === undefined) return;
  if (value === null || typeof value !== 'object') found.push([name, value]);
  else if (depth >= mostDepth) found.push([`${name}.…`, undefined]);
  else if (Array.isArray(value)) value.forEach((one, index) => collect(one, `${name}[${index}]`, found, depth + 1));
  else {
    const isSecretPair = Object.entries(value).some(([key, one]) => naming.test(key) && isNameOfSecret(one));
    for (const [key, one] of Object.entries(value)) {
      const path = name === '' ? keyOf(key) : `${name}.${keyOf(key)}`;
      // `{ name: 'password', value: … }`
      if (isSecretPair) found.push([`${path}.secret`, '']);
      else collect(one, path, found, depth + 1);
    }
  }
}

/** Keys whose values name other values. */
const naming = /^(?:name|key|field|id|type|param|parameter|label)$/i;

function isNameOfSecret(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z _.[\]-]{0,39}$/i.test(value) && isSecretName(value);
}

/** Only what looks like a name is one: anything else may be what somebody typed. */
function keyOf(key: string): string {
  return /^[A-Za-z_$][\w.[\]$-]{0,59}$/.test(key) && !isMadeUp(key) && !/\d{4}/.test(key) ? key : ':key';
}

function digestOf(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === undefined) return '~';
  if (isSecretName(name) || isSecretValue(name, text)) return '*';
  return isMadeUp(text) ? '~' : shortDigestOf(text);
}

/** A digest of what a field was given, to be found again among the values of a request. Undefined where it would tell nothing. */
function givenDigestOf(value: string): string | undefined {
  return value.length < 3 || isMadeUp(value) || isSecretValue('', value) ? undefined : shortDigestOf(value);
}

function shortDigestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 4);
}

/** Moments, UUIDs, digests and long words with digits among their letters. */
function isMadeUp(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ||
    /^1[5-9]\d{8}(?:\d{3})?$/.test(text) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ||
    (/^[0-9a-f]{12,}$/i.test(text) && /[a-f]/i.test(text)) ||
    (/^[\w-]{16,}$/.test(text) && /\d.*\d.*\d/.test(text) && /[a-z]/i.test(text))
  );
}

const sentValues = { sentValuesOf, givenDigestOf };
module.exports = sentValues;
export type SentValuesModule = typeof sentValues;
