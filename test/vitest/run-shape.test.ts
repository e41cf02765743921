import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

const twoFiles = {
  'a.test.ts': `import { test } from 'vitest';\ntest('one', () => {});\ntest.skip('two', () => {});\n`,
  'b.test.ts': `import { test } from 'vitest';\ntest('three', () => {});\n`,
};

let project: VitestProject;
afterEach(() => project.remove());

const titlesOf = (run: { tests: readonly { titlePath: readonly string[] }[] }): string[] =>
  run.tests.map((entry) => entry.titlePath.join(' > ')).sort();

describe('the run as a whole', () => {
  test('knows its projects, and a test in two projects is two tests', async () => {
    project = createVitestProject({
      'a.test.ts': `import { test } from 'vitest';\ntest('one', () => {});\n`,
      'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        export default defineConfig({ test: { reporters: ['dot', '@millwright/vitest'], projects: [{ test: { name: 'node' } }, { test: { name: 'other' } }] } });`,
    });
    expect((await project.run()).exitCode).toBe(0);
    const run = await project.onlyRun();
    expect(run.status).toBe('passed');
    expect(run.projects.map((entry) => entry.name)).toEqual(['node', 'other']);
    expect(run.tests.map((entry) => `${entry.project} ${entry.file}`).sort()).toEqual([
      'node a.test.ts',
      'other a.test.ts',
    ]);
    expect(new Set(run.tests.map((entry) => entry.id)).size).toBe(2);
  });

  test('knows the commit', async () => {
    project = createVitestProject(twoFiles);
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=M', '-c', 'user.email=m@example.com', ...args], {
        cwd: project.root,
        encoding: 'utf8',
      });
    git('init', '--quiet', '--initial-branch=main');
    git('add', 'a.test.ts');
    git('commit', '--quiet', '-m', 'first');
    await project.run([], { env: { MILLWRIGHT_EXECUTION_ID: 'exec-7', MILLWRIGHT_STRATEGY_ID: 'plan-7' } });
    const run = await project.onlyRun();
    expect(run.facts.git).toMatchObject({
      commit: git('rev-parse', 'HEAD').trim(),
      branch: 'main',
      commitSubject: 'first',
    });
    expect(run).toMatchObject({ executionId: 'exec-7', strategyId: 'plan-7' });
  });

  test('two shards of one build share their id and together know every test', async () => {
    project = createVitestProject(twoFiles);
    const env = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '42', GITHUB_JOB: 'unit' };
    await project.run(['--shard', '1/2'], { env });
    await project.run(['--shard', '2/2'], { env });
    const runs = await project.runs();
    expect(runs.map((run) => run.shard)).toEqual([
      { current: 1, total: 2 },
      { current: 2, total: 2 },
    ]);
    expect(new Set(runs.map((run) => run.runId)).size).toBe(1);
    expect(runs.map((run) => run.partial)).toEqual([undefined, undefined]);
    expect(runs.flatMap(titlesOf).sort()).toEqual(['one', 'three', 'two']);
  });

  test.each([
    { name: '-t', args: ['-t', 'one'], titles: ['one'] },
    { name: 'file:line', args: ['a.test.ts:2'], titles: ['one'] },
    { name: 'a file', args: ['a.test.ts'], titles: ['one', 'two'] },
  ])('a selection by $name is partial and does not remember the rest as skipped', async ({ args, titles }) => {
    project = createVitestProject(twoFiles);
    expect((await project.run(args)).exitCode).toBe(0);
    const run = await project.onlyRun();
    expect(run.partial).toBe(true);
    expect(titlesOf(run)).toEqual(titles);
    expect(run.notRun).toEqual([]);
  });

  test('no test found is a failed run with nothing in it', async () => {
    project = createVitestProject({});
    expect((await project.run()).exitCode).toBe(1);
    expect(await project.onlyRun()).toMatchObject({ status: 'failed', tests: [], attempts: [] });
  });

  test('a run that stops at the first failure has failed, and says what it did not run', async () => {
    project = createVitestProject({
      'a.test.ts': `import { test } from 'vitest';\ntest('one', () => { throw new Error('no'); });\ntest('two', () => {});\ntest('three', () => {});\n`,
    });
    await project.run(['--bail', '1']);
    const run = await project.onlyRun();
    expect(run.status).toBe('failed');
    expect(run.attempts.map((attempt) => attempt.status)).toEqual(['failed']);
    expect(run.notRun).toHaveLength(2);
  });

  test('watch mode records nothing and says so in one line', async () => {
    project = createVitestProject(twoFiles);
    // A plan, here one that is missing, has no say in it either.
    const child = spawn(process.execPath, [join(repositoryRoot, 'node_modules/vitest/vitest.mjs'), '--watch'], {
      cwd: project.root,
      stdio: 'pipe',
      env: { ...process.env, VITEST: undefined, CI: undefined, NO_COLOR: '1', MILLWRIGHT_STRATEGY: 'latest' },
    });
    const printed = await new Promise<string>((resolve) => {
      let text = '';
      const take = (chunk: Buffer): void => {
        text += chunk.toString();
        if (text.includes('Waiting for file changes')) resolve(text);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.on('close', () => resolve(text));
    });
    child.kill('SIGKILL');
    expect(printed.match(/millwright: .*/g)).toEqual(['millwright: nothing is recorded in watch mode.']);
    expect(existsSync(join(project.root, '.millwright'))).toBe(false);
  });

  test('MILLWRIGHT=off leaves no trace, MILLWRIGHT_DIR moves the history', async () => {
    project = createVitestProject(twoFiles);
    await project.run([], { env: { MILLWRIGHT: 'off' } });
    expect(existsSync(join(project.root, '.millwright'))).toBe(false);
    await project.run([], { env: { MILLWRIGHT_DIR: 'memory' } });
    expect(existsSync(join(project.root, '.millwright'))).toBe(false);
    expect(existsSync(join(project.root, 'memory/history/runs'))).toBe(true);
  });

  test('the class takes options: folder and what to take out', async () => {
    project = createVitestProject({
      'a.test.ts': `import { test } from 'vitest';\ntest('leaks', () => { console.log('the word is swordfish'); });\n`,
      'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        import MillwrightReporter from '@millwright/vitest';
        export default defineConfig({ test: { reporters: ['dot', new MillwrightReporter({ dir: 'memory', redact: ['swordfish'] })] } });`,
    });
    await project.run();
    const everything = execFileSync('grep', ['-rc', '', 'memory'], { cwd: project.root, encoding: 'utf8' })
      .split('\n')
      .map((line) => line.split(':')[0] ?? '');
    const texts = everything.filter(Boolean).map((path) => readFileSync(join(project.root, path), 'utf8'));
    expect(texts.some((text) => text.includes('the word is [redacted]'))).toBe(true);
    expect(texts.some((text) => text.includes('swordfish'))).toBe(false);
  });
});
