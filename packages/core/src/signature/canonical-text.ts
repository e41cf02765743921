/** Codes of compilers and databases: their digits are their name. */
const namedCode = /\b(?:E11000|P[1236]\d{3}|TS\d{4,5}|ORA-\d{5}|SQLSTATE ?\[?\w{5})\b/;

interface Mask {
  readonly pattern: RegExp;
  readonly mask: string | ((...parts: string[]) => string);
}

/** Local servers have many names. */
const loopback = String.raw`(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?)`;

/**
 * What changes from run to run, most specific first. Each pattern is linear: no two neighbours in it match the same characters.
 */
const masks: readonly Mask[] = [
  { pattern: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, mask: '<id>' },
  { pattern: /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, mask: '<id>' },
  { pattern: /[^\s@"'<>()]+@[\w-]+(?:\.[\w-]+)+/g, mask: '<email>' },
  { pattern: /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?Z|[+-]\d\d:?\d\d)?)?/g, mask: '<time>' },
  {
    pattern:
      /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,4}(?:, \d{4})?\b/g,
    mask: '<time>',
  },
  { pattern: /\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AP]M)?\b/gi, mask: '<time>' },
  {
    pattern: /\b(https?|wss?):\/\/([^\s/"'`<>)\]]+)([^\s"'`<>)\]]*)/g,
    mask: (_, __, host, path) => addressOf(host ?? '', path ?? ''),
  },
  { pattern: new RegExp(`${loopback}(?::\\d{1,5}\\b)?(?![\\w.])`, 'g'), mask: '<local>' },
  { pattern: /(?<=\/[\w./-]*)\?[\w.-]+=[^\s"'`]*/g, mask: '' },
  { pattern: /(\b[\w-]+(?:\.[\w-]+)+|\bhost|\bport):\d{2,5}\b/gi, mask: '$1' },
  { pattern: /(?:file:\/\/)?(?:\b[A-Za-z]:)?(?:[\\/][\w.@+~-]+){2,}[\\/]([\w.@+~-]+)/g, mask: '$1' },
  { pattern: /(\.(?:[cm]?[jt]sx?|json|vue|svelte|html))(?::\d+){1,2}\b/g, mask: '$1' },
  { pattern: /"[^"\n]{81,}"|'[^'\n]{81,}'|`[^`\n]{81,}`/g, mask: '<text>' },
  { pattern: /\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, mask: '<id>' },
  { pattern: /\b\d+(?:[.,]\d+)? ?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b/gi, mask: '<duration>' },
  { pattern: /\b\d+(?:\.\d+)? ?(?:[kMG]i?B|bytes|px|%)/g, mask: '<n>' },
];

/** Words that hold digits: a name with a number behind it keeps the name, anything wilder is an id. */
const wordWithDigits = /[A-Za-z_]*\d[\w-]*/g;

/**
 * A line without what changes from run to run: ids, times, hosts of this machine, ports, folders, line numbers, durations, numbers,
 * long quotations. At most 300 characters.
 */
export function canonicalLineOf(line: string): string {
  let text = line.slice(0, 2000);
  for (const { pattern, mask } of masks) text = text.replace(pattern, mask as string);
  return text
    .replace(wordWithDigits, maskedWord)
    .replaceAll(/[-+]?<n>(?:[.,]<n>)*/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/** An address without protocol, port, query and the ids in its path. */
export function canonicalAddressOf(url: string): string {
  const match = /^(?:https?|wss?):\/\/([^/]+)(.*)$/.exec(url);
  return canonicalLineOf(match ? addressOf(match[1] ?? '', match[2] ?? '') : url.replace(/[?#].*$/, ''));
}

/** A locator as every version prints it: quotes and numbers alike, and a bare selector like one inside `locator(…)`. */
export function canonicalLocatorOf(locator: string): string {
  return locator
    .trim()
    .replace(/^"(.*)"$|^'(.*)'$/, (_, double?: string, single?: string) => double ?? single ?? '')
    .replace(/^locator\((['"`])((?:\\.|(?!\1)[^\\])*)\1\)$/, '$2')
    .replaceAll(/\\(['"`])/g, '$1')
    .replaceAll(/["`]/g, "'")
    .replaceAll(/\d+/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
}

function addressOf(host: string, path: string): string {
  const name = host.replace(/^.*@/, '').replace(/:\d+$/, '');
  const server = new RegExp(`^${loopback}$`).test(name) ? '<local>' : name;
  const route = path.replace(/[?#].*$/, '').replace(/[.,;:]+$|\/$/, '');
  return `//${server}${route}`;
}

function maskedWord(word: string): string {
  if (namedCode.test(word)) return word;
  if (/^\d+$/.test(word)) return '<n>';
  const named = /^([A-Za-z_]{2,}?)[-_]?\d+$/.exec(word);
  return named ? `${named[1]}<n>` : '<id>';
}
