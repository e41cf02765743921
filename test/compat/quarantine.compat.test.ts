import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { installPlaywright } from '../playwright/older-playwright.ts';
import { type PlaywrightProject, createPlaywrightProject } from '../playwright/playwright-project.ts';
import {
  playwrightCases,
  playwrightFiles,
  playwrightOptions,
  quarantinedInPlaywright,
} from '../quarantine/playwright-cases.ts';
import { quarantineText, rememberRuns } from '../quarantine/quarantined-project.ts';
import { quarantinedInVitest, vitestCases, vitestFiles } from '../quarantine/vitest-cases.ts';
import { installVitest } from '../vitest/support/older-vitest.ts';
import { type VitestProject, createVitestProject } from '../vitest/support/vitest-project.ts';

// The oldest versions that are supported; `test/quarantine` has the same cases for the repository's own.
describe('quarantine on Playwright 1.50.1', () => {
  let project: PlaywrightProject;
  beforeAll(async () => {
    project = createPlaywrightProject(playwrightFiles, {
      ...playwrightOptions,
      nodeModules: installPlaywright('1.50.1'),
    });
    project.write({ 'quarantine.json': quarantineText(quarantinedInPlaywright) });
    await rememberRuns(project.history(), quarantinedInPlaywright, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(playwrightCases)('%s', async (_, fail, code, said) => {
    const ending = await project.run({ env: { FAIL: fail }, timeoutMs: 180_000 });
    expect(ending, ending.stdout + ending.stderr).toMatchObject({ code });
    if (said) expect(ending.stderr).toMatch(said);
    else expect(ending.stderr).not.toContain('quarantine');
  });
});

describe('quarantine on Vitest 3.2.4', () => {
  let project: VitestProject;
  beforeAll(async () => {
    project = createVitestProject(vitestFiles, installVitest('3.2.4'));
    project.write({ 'quarantine.json': quarantineText(quarantinedInVitest) });
    await rememberRuns(project.history(), quarantinedInVitest, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(vitestCases)('%s', async (_, fail, exitCode, said) => {
    const ended = await project.run([], { env: { FAIL: fail } });
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ exitCode });
    if (said) expect(ended.stderr).toMatch(said);
    else expect(ended.stderr).not.toContain('quarantine');
  });
});
