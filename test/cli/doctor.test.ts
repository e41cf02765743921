import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

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

let project: TinyProject;
afterEach(() => project.remove());

const stateOf = (report: Report, name: string) => report.checks.find((check) => check.name === name);

describe('e2e doctor', () => {
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

  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'a config without the reporter',
      { 'vitest.config.ts': 'export default { test: {} };\n' },
      'vitest reporter',
      'e2e init --apply',
    ],
    ['no runner at all', {}, 'runners', '--root'],
  ])('%s is a problem with a way out', async (_name, files, name, advice) => {
    project = createTinyProject(files);
    const report = await project.e2eJson<Report>(['doctor']);
    expect(report.exitCode).toBe(2);
    expect(stateOf(report, name)?.state).toBe('problem');
    expect(stateOf(report, name)?.advice).toContain(advice);
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
