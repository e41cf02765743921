import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ProcessResult } from '../support/run-process.ts';
import { type VitestProject, createVitestProject } from '../vitest/support/vitest-project.ts';
import { quarantineText, rememberRuns } from './quarantined-project.ts';
import { quarantinedInVitest as quarantined, vitestCases, vitestFiles } from './vitest-cases.ts';

describe('Vitest', () => {
  let project: VitestProject;
  const run = (
    fail: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProcessResult> => project.run(args, { env: { FAIL: fail, ...env } });

  beforeAll(async () => {
    project = createVitestProject(vitestFiles);
    project.write({ 'quarantine.json': quarantineText(quarantined) });
    await rememberRuns(project.history(), quarantined, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(vitestCases)('%s', async (_, fail, exitCode, said) => {
    const result = await run(fail);
    expect(result).toMatchObject({ exitCode });
    if (said) expect(result.stderr).toMatch(said);
    else expect(result.stderr).not.toContain('quarantine');
  });

  test('MILLWRIGHT_QUARANTINE=off switches it off, and experiments see what is', async () => {
    expect(await run('flaky', [], { MILLWRIGHT_QUARANTINE: 'off' })).toMatchObject({ exitCode: 1 });
    expect(await run('flaky', [], { MILLWRIGHT_EXPERIMENT: '1' })).toMatchObject({ exitCode: 1 });
  });

  test('coverage thresholds stay in force', async () => {
    await run('');
    const unchecked = await run('flaky', ['--coverage']);
    expect(unchecked).toMatchObject({ exitCode: 1 });
    expect(unchecked.stderr).toContain('set `coverage.reportOnFailure`');
    const missed = await run('flaky', ['--coverage'], { REPORT: '1' });
    expect(missed).toMatchObject({ exitCode: 1 });
    expect(missed.stderr).toContain('the run counts as passed');
    expect(await run('flaky', ['--coverage', '--coverage.thresholds.lines=1'], { REPORT: '1' })).toMatchObject({
      exitCode: 0,
    });
  });

  test('the run is remembered as it was', async () => {
    const forgiven = (await project.runs()).at(9);
    expect(forgiven).toMatchObject({ status: 'failed' });
    expect(forgiven?.notes.join('\n')).toContain('the run counts as passed');
  });

  test.each([
    [
      'expired',
      quarantineText(quarantined, { expires: '2026-01-01', since: '2025-12-20' }),
      /It expired on 2026-01-01/u,
    ],
    ['no JSON', '{', /quarantine\.json forgives nothing, for it is unreadable: It is no JSON/u],
  ])('%s: forgives nothing', async (_, text, said) => {
    await run('');
    project.write({ 'quarantine.json': text });
    const result = await run('flaky');
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toMatch(said);
  });

  test('a test that fails in every run is broken, and no longer forgiven', async () => {
    project.write({ 'quarantine.json': quarantineText(quarantined) });
    const exitCodes: (number | null)[] = [];
    for (let count = 0; count < 5; count += 1) exitCodes.push((await run('fixed')).exitCode);
    expect(exitCodes).toEqual([0, 0, 0, 0, 1]);
  });
});
