import { type Dialect, type DialectFields, everyMatch, present } from './dialect.ts';

const violation = /strict mode violation: (.+?) resolved to (\d+) elements/i;
const listed = /^\s*\d+\) (<.+?)(?: aka .+)?$/gm;

/** Playwright's strict mode: the locator and the elements it matched, each with the locator that would tell it apart. */
export const playwrightStrict: Dialect = {
  name: 'playwright-strict',
  parse({ told, all }): DialectFields {
    const match = violation.exec(all);
    if (!match) return /strict mode violation/i.test(all) ? { matched: 'many' } : {};
    return present({ matched: 'many', locator: match[1], elements: everyMatch(told, listed) });
  },
};
