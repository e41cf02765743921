import { type Dialect, type DialectFields, limitOf, msOf, present } from './dialect.ts';

const header =
  /expect(?:\.\w+)?\((?:locator|page|received|response|value)?\)(?:\.(?:not|resolves|rejects))*\.(to[A-Z]\w+|toBeOK)\(/;
const limit =
  /Timed out (\d+) ?ms waiting for expect\(|^\s*Timeout: +(\d+) ?ms$|^\s*(?:- |\w*Error: )?Timeout (\d+) ?ms exceeded while waiting on the predicate|with timeout (\d+) ?ms/m;
const locator = /^\s*Locator: +(\S.*)$/m;
const expected = /^\s*Expected(?: string| pattern| substring| value)?: +(\S.*)$/m;
const received = /^\s*Received(?: string| value)?: +(\S.*)$/m;

/**
 * A web-first assertion of Playwright: `Timed out … waiting for expect(locator)` up to 1.54, `expect(locator).toX() failed`
 * with a `Timeout:` line from 1.55, `Expected string:` until it became `Expected:`.
 */
export const playwrightExpect: Dialect = {
  name: 'playwright-expect',
  parse({ told, all }): DialectFields {
    const matcher = header.exec(told)?.[1];
    if (matcher === undefined) return {};
    const match = limit.exec(all);
    const ms = match?.slice(1).find((group) => group !== undefined);
    const got = received.exec(told)?.[1];
    return present({
      matcher,
      locator: locator.exec(told)?.[1],
      expected: expected.exec(told)?.[1],
      received: got,
      matched: matchedOf(got),
      url: matcher === 'toHaveURL' ? /"([^"]+)"/.exec(got ?? '')?.[1] : undefined,
      timeout: match ? limitOf('expect', msOf(ms, 'ms')) : undefined,
    });
  },
};

/** A value was received, so there was an element; `<element(s) not found>` stood in its place up to 1.55. */
function matchedOf(got: string | undefined): DialectFields['matched'] {
  if (got === undefined) return undefined;
  return /element\(s\) not found/.test(got) ? 'none' : 'one';
}
