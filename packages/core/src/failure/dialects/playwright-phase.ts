import { type Dialect, type DialectFields, limitOf, msOf, type Phase } from './dialect.ts';

const hookName = '"?((?:before|after)(?:Each|All))"?';

interface PhasePattern {
  readonly pattern: RegExp;
  readonly phase: (name: string | undefined) => Phase;
}

const hookOf = (name: string | undefined): Phase => ({
  part: name?.endsWith('All') === true ? 'all' : 'each',
  ...(name === undefined ? {} : { name }),
});
const fixtureOf = (name: string | undefined): Phase => ({
  part: 'fixture',
  ...(name === undefined ? {} : { name }),
});
const serverOf = (): Phase => ({ part: 'server' });

/** The limit is the first group, the name the second. */
const patterns: readonly PhasePattern[] = [
  { pattern: new RegExp(`timeout of (\\d+) ?ms exceeded (?:while running|in) ${hookName} hook`, 'i'), phase: hookOf },
  { pattern: /timeout of (\d+) ?ms exceeded while (?:setting up|tearing down) "([^"\n]+)"/i, phase: fixtureOf },
  { pattern: /timeout of (\d+) ?ms exceeded while running fixture "([^"\n]+)"/i, phase: fixtureOf },
  { pattern: /teardown timeout of (\d+) ?ms exceeded/i, phase: fixtureOf },
  { pattern: /Timed out waiting (\d+) ?ms from config\.webServer/, phase: serverOf },
];

/** Patterns that name first and tell the limit after. */
const namedFirst: readonly PhasePattern[] = [
  { pattern: new RegExp(`${hookName} hook timeout of (\\d+) ?ms exceeded`, 'i'), phase: hookOf },
  { pattern: /Fixture "([^"\n]+)" timeout of (\d+) ?ms exceeded during/i, phase: fixtureOf },
  { pattern: /Tearing down "([^"\n]+)" exceeded the test timeout of (\d+) ?ms/i, phase: fixtureOf },
  { pattern: /within timeout of \d+ ?ms, but tearing down "([^"\n]+)" ran out of time/i, phase: fixtureOf },
];

const serverFailure =
  /Process from config\.webServer (?:was not able to start|exited early)|is already used, make sure that nothing is running on the port\/url/i;

/** Playwright's hooks, fixtures and web server, from `in beforeAll hook` (1.17) to `Fixture "x" … during setup` (1.59 and later). */
export const playwrightPhase: Dialect = {
  name: 'playwright-phase',
  parse({ told }): DialectFields {
    for (const { pattern, phase } of patterns) {
      const match = pattern.exec(told);
      if (match) return { phase: phase(match[2]), timeout: limitOf('hook', msOf(match[1], 'ms')) };
    }
    for (const { pattern, phase } of namedFirst) {
      const match = pattern.exec(told);
      if (match) return { phase: phase(match[1]), timeout: limitOf('hook', msOf(match[2], 'ms')) };
    }
    return serverFailure.test(told) ? { phase: serverOf() } : {};
  },
};
