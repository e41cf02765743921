import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Ending, type PlaywrightProject, createPlaywrightProject } from '../playwright/playwright-project.ts';
import {
  playwrightCases,
  playwrightFiles,
  playwrightOptions,
  quarantinedInPlaywright as quarantined,
} from './playwright-cases.ts';
import { quarantineText, rememberRuns } from './quarantined-project.ts';

describe('Playwright', () => {
  let project: PlaywrightProject;
  const run = (fail: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
    project.run({ env: { FAIL: fail, ...env }, args });

  beforeAll(async () => {
    project = createPlaywrightProject(playwrightFiles, playwrightOptions);
    project.write({ 'quarantine.json': quarantineText(quarantined) });
    await rememberRuns(project.history(), quarantined, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(playwrightCases)('%s', async (_, fail, code, said) => {
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
