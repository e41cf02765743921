import type { Heal } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type Executed, anotherReason, healingProject, missingAwait } from './support/healing-project.ts';
import type { TinyProject } from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

describe('autonomous-run heals flaky tests', () => {
  test('--auto-fix keeps the repair that its re-runs prove, takes the other back, and remembers both', async () => {
    project = healingProject({ 'tests/saves.test.ts': missingAwait, 'tests/loads.test.ts': anotherReason });
    const { heals, tests } = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
    expect(tests.map((entry) => entry.outcome)).toEqual(['flaky', 'flaky']);
    const became = Object.fromEntries(heals.map((heal) => [heal.file, heal]));
    expect(became['tests/saves.test.ts']).toMatchObject({
      kind: 'race',
      outcome: 'accepted',
      before: '  save();',
      after: '  await save();',
      verification: { passed: true },
    });
    const { control, verification } = became['tests/saves.test.ts'] ?? {};
    expect(control?.failures).toBeGreaterThan(0);
    expect(verification?.runs).toBeGreaterThanOrEqual(Math.max(3, control?.runs ?? Number.NaN));
    expect(became['tests/loads.test.ts']).toMatchObject({
      kind: 'race',
      outcome: 'rejected',
      verification: { passed: false },
      reason: expect.stringMatching(/^The repaired test failed 1 of \d+ runs?/),
    });
    expect(project.read('tests/saves.test.ts')).toBe(missingAwait.replace('  save();', '  await save();'));
    expect(project.read('tests/loads.test.ts')).toBe(anotherReason);
    const stats = await project.e2eJson<{ total: Record<string, number>; byKind: readonly { kind: string }[] }>([
      'healing-stats',
    ]);
    expect(stats.total).toMatchObject({ attempts: 2, proved: 1, rejected: 1 });
    expect(stats.byKind.map((row) => row.kind)).toEqual(['race']);
    // What people ask about is the suite, not the runs that proved a repair.
    const explained = await project.e2e(['debug-execution']);
    expect(explained.stdout).toContain('2 flaky');
  });

  test('without --auto-fix the diff is shown and the file stays as it is', async () => {
    project = healingProject({ 'tests/saves.test.ts': missingAwait });
    const { stdout } = await project.e2e(['autonomous-run']);
    expect(stdout).toContain('-  save();\n+  await save();');
    expect(stdout).toContain('proposed (not verified yet)');
    expect(project.read('tests/saves.test.ts')).toBe(missingAwait);
  });

  test('a file with uncommitted changes is not touched', async () => {
    project = healingProject({ 'tests/saves.test.ts': missingAwait });
    const mine = `${missingAwait}// mine\n`;
    project.write('tests/saves.test.ts', mine);
    const { heals, stderr } = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
    expect(heals).toMatchObject([{ outcome: 'proposed' }]);
    expect(stderr).toContain('tests/saves.test.ts has uncommitted changes, so the repair was not applied.');
    expect(project.read('tests/saves.test.ts')).toBe(mine);
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[], readonly Partial<Heal>[], boolean]>([
    ['autoApplyFixes is --auto-fix', { autoApplyFixes: true }, [], [{ outcome: 'accepted' }], true],
    ['--no-auto-fix is stronger', { autoApplyFixes: true }, ['--no-auto-fix'], [{ outcome: 'proposed' }], false],
    [
      'minConfidenceForAutoFix holds a less likely one back',
      { minConfidenceForAutoFix: 0.95 },
      ['--auto-fix'],
      [{ outcome: 'proposed' }],
      false,
    ],
    ['maxAutoFixAttempts 0 proposes none', { maxAutoFixAttempts: 0 }, ['--auto-fix'], [], false],
    ['enableSelfHealing off proposes none', { enableSelfHealing: false }, ['--auto-fix'], [], false],
    ['--no-healing proposes none', {}, ['--auto-fix', '--no-healing'], [], false],
  ])('%s', async (_name, config, args, expected, patched) => {
    project = healingProject({ 'tests/saves.test.ts': missingAwait }, config);
    const { heals } = await project.e2eJson<Executed>(['autonomous-run', ...args]);
    expect(heals).toMatchObject(expected);
    expect(heals).toHaveLength(expected.length);
    expect(project.read('tests/saves.test.ts').includes('await save()')).toBe(patched);
  });

  test('killed while a repair is being proved: the next execution takes it back', async () => {
    project = healingProject({ 'tests/saves.test.ts': missingAwait });
    await project.e2e(['autonomous-run', '--auto-fix'], {
      onStart: (kill) => {
        const watch = setInterval(() => {
          if (!project.read('tests/saves.test.ts').includes('await save()')) return;
          clearInterval(watch);
          kill('SIGKILL');
        }, 5);
      },
    });
    expect(project.read('tests/saves.test.ts')).toContain('await save()');
    const { stderr } = await project.e2e(['autonomous-run', '--no-healing']);
    expect(stderr).toContain('tests/saves.test.ts held a repair whose proof was cut short; the repair was taken back.');
    expect(project.read('tests/saves.test.ts')).toBe(missingAwait);
  });
});
