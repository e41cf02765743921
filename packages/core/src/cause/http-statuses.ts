/** An HTTP status that a failure mentions. */
export interface HttpStatus {
  readonly code: number;
  /** `received`: the answer that surprised; `expected`: what the test wanted instead; `told`: said in a message or log. */
  readonly role: 'received' | 'expected' | 'told';
}

interface StatusPattern {
  readonly pattern: RegExp;
  /** Role of each capturing group, in order. */
  readonly roles: readonly HttpStatus['role'][];
}

const code = '([1-5]\\d\\d)';

/** Where a three-digit number is a status and no price, count or duration. */
const patterns: readonly StatusPattern[] = [
  { pattern: new RegExp(`expected ${code} "[^"]*", got ${code} "`, 'gi'), roles: ['expected', 'received'] },
  {
    pattern: new RegExp(
      `expected ${code} to (?:sort of )?(?:be|equal|eql|deeply equal|strictly equal)[^\\d\\n]{0,12}${code}\\b`,
      'gi',
    ),
    roles: ['received', 'expected'],
  },
  { pattern: new RegExp(`status ?code[^\\d\\n]{0,30}${code}\\b`, 'gi'), roles: ['told'] },
  { pattern: new RegExp(`\\bstatus(?:Text)?["']?\\s*(?:of|[:=]|was|is)?\\s*${code}\\b`, 'gi'), roles: ['told'] },
  { pattern: new RegExp(`\\bHTTP(?:/[\\d.]+)?\\s*(?:error|status)?\\s*:?\\s*${code}\\b`, 'gi'), roles: ['told'] },
  { pattern: new RegExp(`"error"\\s*:\\s*${code}\\b`, 'gi'), roles: ['told'] },
  {
    pattern: new RegExp(
      `(?:^|\\s|→|->|[("'])${code} (?:OK|Created|No Content|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Unprocessable|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)`,
      'gi',
    ),
    roles: ['told'],
  },
  {
    pattern: new RegExp(
      `\\b(?:responded|answered|replied|returned|failed)(?: with)?:? (?:a |an |status )?${code}\\b`,
      'gi',
    ),
    roles: ['told'],
  },
];

const expectedLine =
  /^\s*[-+]?\s*Expected(?: value)?(?: string| substring| pattern)?[^:\n]*:\s*"?([1-5]\d\d)"?(?![\w.])/im;
const receivedLine = /^\s*[-+]?\s*Received(?: string| value)?[^:\n]*:\s*"?([1-5]\d\d)"?(?![\w.])/im;
const subjectIsStatus = /\bstatus(?:Code)?\b|\.status\(\)|toHaveStatus|toBeOK/i;

/** The HTTP statuses a failure mentions, each once per role. `around` is the source excerpt, which tells what was compared. */
export function httpStatusesOf(
  told: string,
  around: string,
  expected?: string,
  actual?: string,
): readonly HttpStatus[] {
  const all = [...patternStatusesOf(told), ...comparedStatusesOf(told, around, expected, actual)];
  return [...new Map(all.map((status) => [`${status.role} ${status.code}`, status])).values()];
}

function patternStatusesOf(told: string): HttpStatus[] {
  return patterns.flatMap(({ pattern, roles }) =>
    [...told.matchAll(pattern)].flatMap((match) => roles.flatMap((role, index) => statusOf(match[index + 1], role))),
  );
}

/** A pair of expected and received counts as statuses when both are real ones, or when the words say that a status was compared. */
function comparedStatusesOf(told: string, around: string, expected?: string, actual?: string): HttpStatus[] {
  const received = receivedLine.exec(told)?.[1] ?? bareStatusOf(actual);
  const wanted = expectedLine.exec(told)?.[1] ?? bareStatusOf(expected);
  const bothAreStatuses = isKnown(received) && isKnown(wanted);
  if (!bothAreStatuses && !subjectIsStatus.test(around) && !subjectIsStatus.test(told)) return [];
  return [...statusOf(received, 'received'), ...statusOf(wanted, 'expected')];
}

function statusOf(text: string | undefined, role: HttpStatus['role']): HttpStatus[] {
  return text === undefined ? [] : [{ code: Number(text), role }];
}

function bareStatusOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : /^\s*"?([1-5]\d\d)"?\s*$/.exec(value)?.[1];
}

const known = new Set([
  200, 201, 202, 204, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501,
  502, 503, 504,
]);

function isKnown(text: string | undefined): boolean {
  return text !== undefined && known.has(Number(text));
}
