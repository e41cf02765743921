import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { openMinimalProject } from '../support/minimal-project.ts';
import { runVitest } from '../support/run-process.ts';
import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

interface Report {
  readonly checks: readonly {
    readonly name: string;
    readonly state: 'ok' | 'warning' | 'problem';
    readonly message: string;
    readonly advice?: string;
  }[];
}

let project: TinyProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

const stateOf = (report: Report, name: string) => report.checks.find((check) => check.name === name);

describe('e2e doctor', () => {
  test('a configuration that is wrong is one problem among the checks', async () => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'millwright.config.json': '{ "parallelWorkrs": 2 }',
      'tests/a.test.ts': passingTests('one'),
    });
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(2);
    expect(stateOf(report, 'config')).toMatchObject({
      state: 'problem',
      message: expect.stringContaining('parallelWorkrs'),
    });
    expect(stateOf(report, 'vitest reporter')).toMatchObject({ state: 'ok' });
  });

  test('a project in order: everything is ok once a run is remembered', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'tests/a.test.ts': passingTests('one') });
    await runVitest([], { cwd: project.root });
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(0);
    expect(report.checks.map(({ name, state }) => [name, state])).toEqual([
      ['node', 'ok'],
      ['config', 'ok'],
      ['vitest', 'ok'],
      ['vitest reporter', 'ok'],
      ['git', 'ok'],
      ['history', 'ok'],
    ]);
  });

  test.each(['playwright', 'vitest'] as const)(
    'the smallest %s project: that the reporter is missing is a problem with a way out, which helps',
    async (runner) => {
      const minimal = openMinimalProject(runner);
      try {
        const before = await minimal.e2eJson<Report>(['doctor']);
        expect(before.exitCode).toBe(2);
        expect(stateOf(before, `${runner} reporter`)).toMatchObject({
          state: 'problem',
          advice: 'Run `e2e init --apply`.',
        });
        await minimal.e2e(['init', '--apply']);
        const after = await minimal.e2eJson<Report>(['doctor']);
        expect(after.exitCode).toBe(0);
        expect(stateOf(after, `${runner} reporter`)?.state).toBe('ok');
      } finally {
        minimal.remove();
      }
    },
  );

  test('no runner at all is a problem with a way out', async () => {
    project = createTinyProject({});
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(2);
    expect(stateOf(report, 'runners')).toMatchObject({ state: 'problem', advice: expect.stringContaining('--root') });
  });

  test('a runner and a reporter that are not installed', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest });
    rmSync(join(project.root, 'node_modules'));
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(2);
    expect(stateOf(report, 'vitest')).toMatchObject({
      state: 'problem',
      advice: 'Run `npm install --save-dev vitest`.',
    });
    expect(stateOf(report, 'vitest reporter')).toMatchObject({
      state: 'problem',
      advice: 'Run `npm install --save-dev @millwright/vitest`.',
    });
  });

  test('an empty history, a deep folder that is still to be made and a missing repository only warn', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'millwright.config.json': '{ "dir": "a/b/c" }' });
    rmSync(join(project.root, '.git'), { recursive: true });
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(0);
    expect(stateOf(report, 'git')?.state).toBe('warning');
    expect(stateOf(report, 'history')).toMatchObject({ state: 'warning', message: 'Nothing is remembered yet.' });
  });

  test('every check that is not ok has advice', async () => {
    project = createTinyProject({});
    const { checks } = await project.e2eJson<Report>(['doctor']);
    for (const check of checks.filter(({ state }) => state !== 'ok')) expect(check.advice, check.name).toBeTruthy();
  });
});

describe('redact patterns of the configuration', () => {
  test('what doctor warns of is true: a run of the user writes it, and with the option of the reporter it does not', async () => {
    const config = (options: string): string =>
      `export default { test: { reporters: [['@millwright/vitest'${options}]] } };\n`;
    const tiny = createTinyProject({
      'vitest.config.ts': config(''),
      'millwright.config.json': '{ "redact": ["cust-778899"] }',
      'tests/a.test.ts': `import { test } from 'vitest';\ntest('pays', () => { throw new Error('customer cust-778899'); });\n`,
    });
    project = tiny;
    const checked = async () => stateOf(await tiny.e2eJson<Report>(['doctor']), 'vitest redaction');
    const recorded = async (): Promise<string> => {
      await runVitest([], { cwd: tiny.root });
      return (await tiny.e2e(['history', 'export', '--format', 'jsonl'])).stdout;
    };
    expect(await checked()).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('1 of 1 `redact` patterns of millwright.config.json'),
      advice: expect.stringContaining("['@millwright/vitest', { redact: ["),
    });
    expect(await recorded()).toContain('customer cust-778899');
    rmSync(join(tiny.root, '.millwright'), { recursive: true });
    tiny.write('vitest.config.ts', config(", { redact: ['cust-778899'] }"));
    expect(await checked()).toMatchObject({ state: 'ok' });
    const second = await recorded();
    expect(second).toContain('customer [redacted]');
    expect(second).not.toContain('778899');
  });
});
