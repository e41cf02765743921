import type { QuarantineCase, TestName } from './quarantined-project.ts';

/** A project in which `FAIL` tells what fails, so that one serves every case. */
export const vitestFiles = {
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
export default defineConfig({ test: {
  reporters: ['default', '@millwright/vitest'],
  coverage: { provider: 'v8', include: ['src/price.ts'], thresholds: { lines: 100 }, reportOnFailure: Boolean(process.env.REPORT) },
} });
`,
  'src/price.ts': `export const price = (kind: string): number => {
  if (kind === 'never') {
    return 0;
  }
  return 1;
};
export const fail = (text: string): never => { throw new Error(text); };
`,
  'src/a.test.ts': `import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, price } from './price.ts';
const fails = (name: string) => (process.env.FAIL ?? '').split(',').includes(name);
const thingTest = test.extend<{ thing: string }>({
  thing: async ({}, use) => { if (fails('fixture')) throw new Error('no thing'); await use('thing'); },
});
describe('cart', () => {
  beforeEach(() => { if (fails('hook')) throw new Error('no cart'); });
  afterEach(() => { if (fails('after')) throw new Error('not tidy'); });
  test('flaky', async () => {
    await Promise.resolve();
    if (fails('deep')) fail('from elsewhere');
    if (fails('late')) void Promise.reject(new Error('nobody waits'));
    expect(price('x')).toBe(fails('flaky') ? 2 : 1);
  });
});
test('other', () => { expect(fails('other')).toBe(false); });
thingTest('fixed', ({ thing }) => { expect(thing).toBe('thing'); expect(fails('fixed')).toBe(false); });
const check = test.extend({});
check('unplaced', () => { expect(fails('unplaced')).toBe(false); });
test('slow', async () => { if (fails('slow')) await new Promise(() => {}); }, 300);
`,
  'src/b.test.ts': `import { beforeAll, expect, test } from 'vitest';
if (process.env.FAIL?.includes('load')) throw new Error('cannot be loaded');
beforeAll(() => { if (process.env.FAIL?.includes('all')) throw new Error('no shop'); });
test('fine', () => { expect(1).toBe(1); });
`,
};

export const quarantinedInVitest: readonly TestName[] = [['cart', 'flaky'], ['fixed'], ['slow'], ['unplaced']].map(
  (titlePath) => ({
    runner: 'vitest',
    file: 'src/a.test.ts',
    titlePath,
  }),
);

/** One history for all: not five in a row may fail the same test, or it is broken. */
export const vitestCases: readonly QuarantineCase[] = [
  ['nothing fails', '', 0, undefined],
  [
    'a quarantined test fails',
    'flaky',
    0,
    /1 quarantined test failed, forgiven .*\n.*forgiven: src\/a\.test\.ts > cart > flaky \(@shop, 14 days left\): it races/u,
  ],
  ['it fails in code that it calls', 'deep', 0, /1 quarantined test failed, forgiven/u],
  ['two quarantined tests fail', 'flaky,fixed', 0, /2 quarantined tests failed, forgiven/u],
  ['its time runs out', 'slow', 0, /forgiven: src\/a\.test\.ts > slow/u],
  ['its hook fails', 'hook', 1, /not forgiven: .* > cart > flaky .*a hook, a fixture\?\): no cart/u],
  ['its hook fails afterwards', 'after', 1, /not forgiven: .* > cart > flaky .*not tidy/u],
  ['another test fails', 'other', 1, undefined],
  ['it fails and its hook, too', 'flaky,after', 1, /not forgiven: .* > cart > flaky .*not tidy/u],
  ['nobody knows where it stands', 'unplaced', 1, /not forgiven: .* > unplaced .*`includeTaskLocation: true`/u],
  ['its fixture fails', 'fixture', 1, /not forgiven: .* > fixed .*no thing/u],
  ['another test fails as well', 'flaky,other', 1, /stays red: .* > other failed and is not quarantined/u],
  ['the hook of another file fails as well', 'flaky,all', 1, /stays red: 1 file could not be loaded, or a hook/u],
  ['nothing fails again', '', 0, undefined],
  ['another file cannot be loaded', 'flaky,load', 1, /stays red: 1 file could not be loaded/u],
  ['there is an unhandled error as well', 'flaky,late', 1, /stays red: 1 error outside any test/u],
];
