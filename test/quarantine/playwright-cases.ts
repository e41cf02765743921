import type { QuarantineCase, TestName } from './quarantined-project.ts';

/** A project in which `FAIL` tells what fails, so that one serves every case. */
export const playwrightFiles = {
  'package.json': '{ "private": true }',
  'a.spec.ts': `import { expect, test } from '@playwright/test';
const fails = (name: string) => (process.env.FAIL ?? '').split(',').includes(name);
const broken = test.extend<{ thing: string }>({
  thing: async ({}, use) => { if (fails('fixture')) throw new Error('no thing'); await use('thing'); },
});
test.describe('cart', () => {
  test.beforeAll(() => { if (fails('all')) throw new Error('no shop'); });
  test.beforeEach(async () => { if (fails('hook')) throw new Error('no cart'); if (fails('wait')) { test.setTimeout(300); await new Promise(() => {}); } });
  test.afterEach(() => { if (fails('after')) throw new Error('not tidy'); });
  test('flaky', () => { expect(fails('flaky')).toBe(false); });
});
test('other', () => { expect(fails('other')).toBe(false); });
broken('fixed', ({ thing }) => { expect(thing).toBe('thing'); expect(fails('fixed')).toBe(false); });
test('slow', async () => { test.setTimeout(300); if (fails('slow')) await new Promise(() => {}); });
`,
  'global-teardown.ts': `export default () => { if (process.env.FAIL?.includes('teardown')) throw new Error('no end'); };`,
};

/** What else its config says. */
export const playwrightOptions = { config: `globalTeardown: './global-teardown.ts'` };

export const quarantinedInPlaywright: readonly TestName[] = [['cart', 'flaky'], ['fixed'], ['slow']].map(
  (titlePath) => ({
    runner: 'playwright',
    file: 'a.spec.ts',
    titlePath,
  }),
);

/** One history for all: not five in a row may fail the same test, or it is broken. */
export const playwrightCases: readonly QuarantineCase[] = [
  ['nothing fails', '', 0, undefined],
  [
    'a quarantined test fails',
    'flaky',
    0,
    /1 quarantined test failed, forgiven .*\n.*forgiven: a\.spec\.ts > cart > flaky \(@shop, 14 days left\): it races/u,
  ],
  ['two quarantined tests fail', 'flaky,fixed', 0, /2 quarantined tests failed, forgiven/u],
  ['its time runs out', 'slow', 0, /forgiven: a\.spec\.ts > slow/u],
  [
    'its hook fails',
    'hook',
    1,
    /not forgiven: a\.spec\.ts > cart > flaky \(@shop\): Its hook "beforeEach hook" failed/u,
  ],
  ['its hook never ends', 'wait', 1, /not forgiven: a\.spec\.ts > cart > flaky .*hook/u],
  ['another test fails', 'other', 1, undefined],
  ['its hook fails afterwards', 'after', 1, /not forgiven: .*Its hook "afterEach hook" failed/u],
  ['it fails and its hook, too', 'flaky,after', 1, /not forgiven: .*Its hook "afterEach hook" failed/u],
  ['the hook of its group fails', 'all', 1, /not forgiven: .*Its hook "beforeAll hook" failed/u],
  ['its fixture fails', 'fixture', 1, /not forgiven: a\.spec\.ts > fixed \(@shop\): Its (?:fixture|hook) "/u],
  ['another test fails as well', 'flaky,other', 1, /stays red: a\.spec\.ts > other failed and is not quarantined/u],
  ['the teardown of the run fails as well', 'flaky,teardown', 1, /stays red: 1 error outside any test/u],
];
