/** A sentence that runners write, and what it means whichever version wrote it. */
interface Phrase {
  readonly pattern: RegExp;
  readonly meaning: string;
}

/** Classes of errors that only say that something failed. */
const plainNames = /^(?:Uncaught )?(?:(?:Error|TimeoutError|AssertionError|ExpectationError)(?: \[[A-Z_]+\])?: ?)+/;

/**
 * One line each, as Playwright 1.10 to 1.65, Vitest 3 to 5, Jest, Mocha and node:test write them. What a limit was set to takes no
 * part, nor whether it was that of the call or of the whole test: both mean that the call never came back.
 */
const phrases: readonly Phrase[] = [
  {
    // A page's address and title were expected of a locator up to 1.54.
    pattern:
      /^(?:Timed out <duration> waiting for )?expect(?:\.\w+)?\(\w*\)((?:\.(?:not|resolves|rejects))*\.\w+)\(.*$/,
    meaning: 'expect$1',
  },
  {
    pattern: /^((?:\w+\.)+\w+): (?:\w*Error: )?(?:Test )?timeout(?: of)? <duration> exceeded.*$/i,
    meaning: '$1: timeout',
  },
  {
    pattern:
      /^(?:Test timeout of|Timeout of|Test timed out in|Exceeded timeout of) <duration>(?: exceeded\.?| for a test)?(?: while waiting on the predicate)?[.\s]*(?:For async tests.*|If this is.*)?$/i,
    meaning: 'test timeout',
  },
  {
    pattern: /^(?:Hook timed out in|Exceeded timeout of) <duration>(?: for a hook)?.*$/i,
    meaning: 'hook timeout',
  },
  {
    pattern: /^(?:Test timeout|Timeout) of <duration> exceeded (?:while running|in) "?(\w+)"? hook\.?$/i,
    meaning: '$1 hook timeout',
  },
  { pattern: /^"?(\w+)"? hook timeout of <duration> exceeded\.?$/i, meaning: '$1 hook timeout' },
  {
    pattern: /^(?:Test timeout of|Fixture) (?:<duration> exceeded while (?:setting up|tearing down) )?"(\w+)".*$/i,
    meaning: 'fixture $1 timeout',
  },
  { pattern: /^Tearing down "(\w+)" exceeded the test timeout.*$/i, meaning: 'fixture $1 timeout' },
  {
    pattern:
      /^((?:\w+\.)+\w+): (?:Target closed|Target page, context or browser has been closed|.*Browser has been closed).*$/i,
    meaning: '$1: closed',
  },
];

/** A canonical head line (`canonicalLineOf`) in the words of no version; sentences of no runner stay as they are. */
export function meaningOf(line: string): string {
  const bare = line.replace(plainNames, '');
  for (const { pattern, meaning } of phrases) {
    if (pattern.test(bare)) return bare.replace(pattern, meaning);
  }
  return bare;
}
