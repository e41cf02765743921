import type { Bench } from '../bench.ts';
import { measurePlaywrightOverhead } from './overhead-playwright.ts';
import { measureVitestOverhead } from './overhead-vitest.ts';

/** What recording costs a suite of 1,000 trivial tests, beside the runners' own reporters. */
export const overheadBench: Bench = {
  name: 'overhead',
  description: 'cost of the reporters on 1,000 trivial tests, interleaved with none, json, html and allure',
  async run() {
    return [...(await measurePlaywrightOverhead()), ...(await measureVitestOverhead())];
  },
};
