import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Ending, type PlaywrightProject, createPlaywrightProject } from '../playwright/playwright-project.ts';
import { quarantineText, rememberRuns } from './quarantined-project.ts';

/** What fails is told by `FAIL`, so that one project serves every case. */
const files = {
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

const quarantined = [['cart', 'flaky'], ['fixed'], ['slow']].map((titlePath) => ({
  runner: 'playwright',
  file: 'a.spec.ts',
  titlePath,
}));

// One history for all rows: not five in a row may fail the same test, or it is broken.
describe('Playwright', () => {
  let project: PlaywrightProject;
  const run = (fail: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
    project.run({ env: { FAIL: fail, ...env }, args });

  beforeAll(async () => {
    project = createPlaywrightProject(files, { config: `globalTeardown: './global-teardown.ts'` });
    project.write({ 'quarantine.json': quarantineText(quarantined) });
    await rememberRuns(project.history(), quarantined, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each<readonly [name: string, fail: string, code: number, said: RegExp | undefined]>([
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
  ])('%s', async (_, fail, code, said) => {
    const ending = await run(fail);
    expect(ending).toMatchObject({ code });
    if (said) expect(ending.stderr).toMatch(said);
    else expect(ending.stderr).not.toContain('quarantine');
  });

  test('a failure that stops the run leaves tests that never started', async () => {
    const ending = await run('flaky', {}, ['-x']);
    expect(ending).toMatchObject({ code: 1, stderr: expect.stringMatching(/3 tests were never started/u) as string });
  });

  test('MILLWRIGHT_QUARANTINE=off switches it off, and experiments see what is', async () => {
    expect(await run('flaky', { MILLWRIGHT_QUARANTINE: 'off' })).toMatchObject({ code: 1 });
    expect(await run('flaky', { MILLWRIGHT_EXPERIMENT: '1' })).toMatchObject({ code: 1 });
  });

  test('the run is remembered as it was', async () => {
    const runs = await project.readRuns();
    expect(runs.at(9)).toMatchObject({ status: 'failed' });
    expect(runs.at(9)?.notes.join('\n')).toContain('the run counts as passed');
  });

  test.each([
    [
      'expired',
      quarantineText(quarantined, { expires: '2026-01-01', since: '2025-12-20' }),
      /not forgiven.*It expired on 2026-01-01/u,
    ],
    [
      'renewed for ever',
      quarantineText(quarantined, { expires: '2999-01-01', since: '2020-01-01' }),
      /It expired on 2020-03-31/u,
    ],
    ['no JSON', '{', /quarantine\.json forgives nothing, for it is unreadable: It is no JSON/u],
    [
      'of another test',
      quarantineText(quarantined).replace('"flaky"', '"flakier"'),
      /unreadable: `entries\[0\]\.id` is not the id/u,
    ],
  ])('%s: forgives nothing', async (_, text, said) => {
    project.write({ 'quarantine.json': text });
    const ending = await run('flaky');
    expect(ending).toMatchObject({ code: 1, stderr: expect.stringMatching(said) as string });
  });

  test('a test that fails in every run is broken, and no longer forgiven', async () => {
    project.write({ 'quarantine.json': quarantineText(quarantined) });
    const codes: (number | null)[] = [];
    let last: Ending | undefined;
    for (let count = 0; count < 5; count += 1) {
      last = await run('fixed');
      codes.push(last.code);
    }
    expect(codes).toEqual([0, 0, 0, 0, 1]);
    expect(last?.stderr).toMatch(/not forgiven: a\.spec\.ts > fixed .*(?:broken|regressed)/u);
  });
});
