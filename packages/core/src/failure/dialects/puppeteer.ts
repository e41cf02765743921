import { type Dialect, type DialectFields, limitOf, msOf, present } from './dialect.ts';

const missing =
  /No element found for selector: (\S[^\n]{0,120})|no such element: Unable to locate element: ([^\n]{1,120})/i;
const waiting = /Waiting for selector `([^\n`]{1,200})` failed(?:: (?:Waiting failed|timeout):? ?(\d+) ?ms exceeded)?/;
const navigation = /Navigation timeout of (\d+) ?ms exceeded/;
const still =
  /element \("([^\n"]{1,120})"\) still not (?:displayed|existing|present|clickable)[^\n]{0,20} after (\d+) ?ms/;

/** Puppeteer and WebDriver: selectors that match nothing and navigations that do not end. */
export const puppeteer: Dialect = {
  name: 'puppeteer',
  parse({ told }): DialectFields {
    const lost = missing.exec(told);
    if (lost) return present({ matched: 'none', locator: lost[1] ?? lost[2] });
    const waited = waiting.exec(told) ?? still.exec(told);
    if (waited) {
      return present({
        matched: 'none',
        locator: waited[1],
        timeout: limitOf('action', msOf(waited[2], 'ms')),
      });
    }
    const left = navigation.exec(told);
    return left ? { timeout: limitOf('navigation', msOf(left[1], 'ms')) } : {};
  },
};
