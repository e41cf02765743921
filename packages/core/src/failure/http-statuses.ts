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

/** Three digits that are no part of a longer number, a decimal, a duration or a size. */
const code = '([1-5]\\d\\d)(?!\\w|[.,]\\d|%|\\s?(?:ms|px|s|kb|mb|bytes|items|rows|pixels|times)\\b)';
/** What may follow a status in free words: the end, a mark, a body, a reason phrase; a lower-case noun would make it a count. */
const ends = '(?=\\s*$|[\\s]*[:;,.)\\]}"\'<{|]|\\s+[-–—{(\\[]|\\s+[A-Z])';
const reasons =
  'OK|Created|Accepted|No Content|Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Conflict|Gone|Unprocessable|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Time-?out';

/** Where a three-digit number is a status and no price, count or duration. */
const patterns: readonly StatusPattern[] = [
  { pattern: new RegExp(`expected ${code} "[^"]*", got ${code} "`, 'gi'), roles: ['expected', 'received'] },
  {
    pattern: new RegExp(
      `expected ${code} to (?:sort of )?(?:be|equal|eql|deeply equal|strictly equal)[^\\d\\n]{0,12}${code}`,
      'gi',
    ),
    roles: ['received', 'expected'],
  },
  {
    pattern: new RegExp(
      `expected(?: status)? ${code}[^\\d\\n]{0,40}(?:got|received|was|but)[^\\d\\n]{0,20}${code}`,
      'gi',
    ),
    roles: ['expected', 'received'],
  },
  { pattern: new RegExp(`status[ _-]?code[^\\d\\n]{0,30}${code}`, 'gi'), roles: ['told'] },
  { pattern: new RegExp(`\\bstatus(?:Text)?["']?\\s*(?:of|[:=]|was|is)?\\s*${code}`, 'gi'), roles: ['told'] },
  {
    pattern: new RegExp(`\\bHTTP(?:/[\\d.]+)?\\s*(?:error|status)?\\s*:?\\s*${code}(?! expected)`, 'gi'),
    roles: ['told'],
  },
  { pattern: new RegExp(`"(?:error|code)"\\s*:\\s*${code}`, 'gi'), roles: ['told'] },
  { pattern: new RegExp(`(?:^|\\s|→|->|←|[("'])${code}:? (?:${reasons})`, 'gim'), roles: ['told'] },
  {
    pattern: new RegExp(
      `\\b(?:[Rr]espon(?:se|ded)|[Aa]nswered|[Rr]eplied|[Rr]eturned|[Ff]ailed|[Rr]ejected|API|[Rr]equest|[Ee]rror|[Cc]ode)\\b[^\\w\\n]{0,4}(?:(?:with|code|status|HTTP|a|an)[: ]+){0,3}([45]\\d\\d)${ends}`,
      'gm',
    ),
    roles: ['told'],
  },
  { pattern: new RegExp(`(?:→|->|←|<-|=>)\\s*([45]\\d\\d)${ends}`, 'gm'), roles: ['told'] },
  { pattern: /\((?:HTTP )?([45]\d\d)\)/g, roles: ['told'] },
  { pattern: /(?:^|[\s:])([45]\d\d)\s*[-–:]?\s*[{<]/gm, roles: ['told'] },
  { pattern: /Error: ([45]\d\d)(?=\s+[A-Z])/gm, roles: ['told'] },
];

const expectedLine =
  /^\s*[-+]?\s*Expected(?: value)?(?: string| substring| pattern)?[^:\n]*:\s*"?([1-5]\d\d)"?(?![\w.])/im;
const receivedLine = /^\s*[-+]?\s*Received(?: string| value)?[^:\n]*:\s*"?([1-5]\d\d)"?(?![\w.])/im;
/** Matchers that count: their numbers are of things. */
const counts = /toHaveLength|toHaveCount|CalledTimes|\bto have (?:a )?(?:length|size)\b|\bto be called \d+ times/;
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
    [...told.matchAll(pattern)].flatMap((match) => {
      const codes = roles.map((_, index) => match[index + 1]);
      // A comparison of two numbers is one of statuses only when both exist.
      if (roles.length > 1 && !codes.every(isKnown)) return [];
      return roles.flatMap((role, index) => statusOf(codes[index], role));
    }),
  );
}

/** A pair of expected and received counts as statuses when both are real ones, or when the words say that a status was compared. */
function comparedStatusesOf(told: string, around: string, expected?: string, actual?: string): HttpStatus[] {
  if (counts.test(told)) return [];
  const received = receivedLine.exec(told)?.[1] ?? bareStatusOf(actual);
  const wanted = expectedLine.exec(told)?.[1] ?? bareStatusOf(expected);
  const bothAreStatuses = isKnown(received) && isKnown(wanted) && received !== wanted;
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
  200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415,
  422, 423, 429, 500, 501, 502, 503, 504,
]);

function isKnown(text: string | undefined): boolean {
  return text !== undefined && isHttpStatus(Number(text));
}

/** Whether a number is a status that servers really answer with; other numbers of three digits are more often counts. */
export function isHttpStatus(code: number): boolean {
  return known.has(code);
}
