import type { DebugReport, Execution, TestStrategy } from '@millwright/core';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import {
  type TinyProject,
  createTinyProject,
  failingTest,
  flakingTest,
  passingTests,
  wiredVitest,
} from './support/tiny-project.ts';

type Executed = Execution & { readonly debug?: DebugReport };

let project: TinyProject;
afterEach(() => project.remove());

function tiny(files: Readonly<Record<string, string>> = {}): TinyProject {
  return createTinyProject({
    'vitest.config.ts': wiredVitest,
    'tests/a.test.ts': passingTests('one', 'two'),
    ...files,
  });
}

describe('exit codes of autonomous-run', () => {
  test('0: a plan is made when there is none, and every test of it runs', async () => {
    project = tiny();
    const executed = await project.e2eJson<Executed>(['autonomous-run']);
    expect(executed).toMatchObject({ exitCode: 0, status: 'completed', gate: { verdict: 'pass' } });
    expect(executed.tests.map((entry) => entry.outcome)).toEqual(['expected', 'expected']);
    expect(project.read('.millwright/strategies/latest.txt').trim()).toBe(executed.strategyId);
  });

  test("1: a test fails, the cause is told, and the runner's own words are in the log", async () => {
    project = tiny({ 'tests/b.test.ts': failingTest('sum') });
    const { exitCode, stdout, stderr } = await project.e2e(['autonomous-run', '--no-retry']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 passed, 1 failed');
    expect(stdout).toContain('Verdict: fail');
    expect(stdout).toMatch(/expected 2 to be 3/);
    expect(stderr).toContain('3 tests planned');
    const [log = ''] = project.list('.millwright/logs');
    expect(project.read(`.millwright/logs/${log}`)).toContain('1 failed');
  });

  test.each<[string, readonly string[], string]>([
    ['a selection that matches nothing', ['--grep', 'no such test'], 'No planned test matched `--grep no such test`.'],
    ['a strategy id that does not exist', ['--strategy-id', 'gone-1'], 'There is no strategy with the id "gone-1"'],
    ['a strategy file that does not exist', ['--strategy', 'gone.json'], 'There is no strategy at'],
    [
      'an execution that does not exist',
      ['--resume', 'exec-gone'],
      'There is no execution with the id "exec-gone" to resume.',
    ],
    [
      'a config that does not exist',
      ['--config', 'gone.config.ts'],
      'Expected `--config` to name an existing file, got "gone.config.ts".',
    ],
  ])('2: %s', async (_name, args, message) => {
    project = tiny();
    const { exitCode, stderr } = await project.e2e(['autonomous-run', ...args]);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each<[string, (strategy: TestStrategy) => string, string]>([
    ['newer', (strategy) => JSON.stringify({ ...strategy, version: 2 }), 'has version 2 of the strategy format'],
    ['cut off', (strategy) => JSON.stringify(strategy).slice(0, 200), 'is not valid JSON'],
    ['of another kind', () => '{ "format": "millwright/run" }', 'is not a strategy'],
    [
      'edited by hand',
      (strategy) => JSON.stringify({ ...strategy, testCases: [{ testId: 'x' }] }),
      'expected `testCases[0]` to have',
    ],
  ])('2: a strategy file that is %s', async (_name, textOf, message) => {
    project = tiny();
    const strategy = await project.e2eJson<TestStrategy>(['plan-strategy', '--name', 'n']);
    project.write('plan.json', textOf(strategy));
    const { exitCode, stderr } = await project.e2e(['autonomous-run', '--strategy', 'plan.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('2: the runner is not installed', async () => {
    project = tiny();
    rmSync(join(project.root, 'node_modules'));
    const { exitCode, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('vitest is not installed');
    expect(stderr).toContain('npm install --save-dev vitest');
  });

  test('2: the config has no reporter, so nothing would be remembered', async () => {
    project = createTinyProject({
      'vitest.config.ts': 'export default { test: {} };\n',
      'tests/a.test.ts': passingTests('one'),
    });
    const { exitCode, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('vitest.config.ts has no @millwright/vitest reporter');
    expect(stderr).toContain('e2e init --apply');
  });

  test('2: the configs lie in the folders of a monorepo, and this is its root', async () => {
    project = createTinyProject({
      'packages/a/vitest.config.ts': wiredVitest,
      'packages/a/a.test.ts': passingTests('one'),
    });
    const { exitCode, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no vitest.config.* in ');
    expect(stderr).toContain('`--root`');
  });

  test('2: the planned tests are gone since', async () => {
    project = tiny();
    await project.e2e(['plan-strategy', '--name', 'old']);
    project.write('tests/a.test.ts', passingTests('another'));
    project.git('mv', 'tests/a.test.ts', 'tests/b.test.ts');
    const { exitCode, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain('plan again');
  });
});

describe('options of one line', () => {
  test('what follows -- goes to the runner untouched', async () => {
    project = tiny({ 'tests/b.test.ts': failingTest('sum'), 'tests/c.test.ts': failingTest('product') });
    const executed = await project.e2eJson<Executed>([
      'autonomous-run',
      '--no-retry',
      '--parallel',
      '1',
      '--',
      '--bail=1',
      '--no-file-parallelism',
    ]);
    expect(executed.batches[0]?.command.slice(-2)).toEqual(['--bail=1', '--no-file-parallelism']);
    expect(executed.exitCode).toBe(1);
  });

  test('--grep runs those tests of the plan and no others, also when it is tried again', async () => {
    project = tiny({ 'tests/b.test.ts': flakingTest('shaky', 1) });
    const executed = await project.e2eJson<Executed>(['autonomous-run', '--grep', 'one|shaky'], {
      env: { MILLWRIGHT_DIR: 'memory' },
    });
    expect(executed.exitCode).toBe(0);
    expect(executed.tests.map((entry) => entry.outcome).toSorted()).toEqual(['expected', 'flaky', 'pending']);
    expect(executed.batches.map((batch) => batch.reason)).toEqual(['plan', 'retry']);
    expect(project.list('memory')).toContain('history');
  });

  test('a retry is another try of the failed test alone, and the runner is told which try it is', async () => {
    const told =
      "import { appendFileSync } from 'node:fs';\nappendFileSync(new URL('./tries.log', import.meta.url), `${process.env.MILLWRIGHT_ATTEMPT} `);\n";
    project = tiny({ 'tests/b.test.ts': told + flakingTest('shaky', 2) });
    const executed = await project.e2eJson<Executed>(['autonomous-run']);
    expect(executed.exitCode).toBe(0);
    expect(project.read('tests/tries.log')).toBe('0 1 2 ');
    expect(executed.tests.map(({ outcome, attempts }) => `${outcome} ${attempts}`).toSorted()).toEqual([
      'expected 1',
      'expected 1',
      'flaky 3',
    ]);
    expect(executed.stderr).toContain('Retrying 1 test after');
  });

  test('--retries lets the runner try again in the same process; --no-retry never does', async () => {
    project = tiny({ 'tests/b.test.ts': flakingTest('shaky', 1) });
    expect(await project.e2eJson<Executed>(['autonomous-run', '--no-retry'])).toMatchObject({
      exitCode: 1,
      batches: [{ reason: 'plan' }],
    });
    rmSync(join(project.root, 'tests/shaky.tries'));
    const executed = await project.e2eJson<Executed>(['autonomous-run', '--retries', '1']);
    expect(executed.exitCode).toBe(0);
    expect(executed.batches).toHaveLength(1);
    expect(executed.tests.some((entry) => entry.outcome === 'flaky')).toBe(true);
  });
});
