import type { Execution, TestStrategy } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import {
  type TinyProject,
  createTinyProject,
  failingTest,
  flakingTest,
  passingTests,
  wiredVitest,
} from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

function outcomesOf(execution: Execution): readonly string[] {
  return execution.tests.map((entry) => entry.outcome).toSorted();
}

describe('a selection that matches nothing', () => {
  test('leaves no run behind', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'tests/a.test.ts': passingTests('one') });
    expect((await project.e2e(['autonomous-run', '--grep', 'no such test'])).exitCode).toBe(2);
    expect(await project.e2eJson(['history', 'list'])).toMatchObject({ runs: [] });
  });
});

describe('--last-failed', () => {
  test('runs what failed when it last ran, and nothing when all is well', async () => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': passingTests('one', 'two'),
      'tests/b.test.ts': failingTest('sum'),
    });
    const nothingKnown = await project.e2e(['autonomous-run', '--last-failed']);
    expect(nothingKnown.exitCode).toBe(2);
    expect(nothingKnown.stderr).toContain('No planned test failed when it last ran');
    expect((await project.e2eJson<Execution>(['autonomous-run', '--no-retry'])).exitCode).toBe(1);
    const again = await project.e2eJson<Execution>(['autonomous-run', '--last-failed', '--no-retry']);
    expect(again.exitCode).toBe(1);
    expect(outcomesOf(again)).toEqual(['unexpected']);
    project.write('tests/b.test.ts', passingTests('sum'));
    const mended = await project.e2eJson<Execution>(['autonomous-run', '--last-failed']);
    expect(mended.exitCode).toBe(0);
    expect(outcomesOf(mended)).toEqual(['expected']);
    expect((await project.e2e(['autonomous-run', '--last-failed'])).exitCode).toBe(2);
  });

  test('knows a failed test again whose file was moved since', async () => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': passingTests('one'),
      'tests/b.test.ts': failingTest('sum'),
    });
    expect((await project.e2e(['autonomous-run', '--no-retry'])).exitCode).toBe(1);
    project.git('mv', 'tests/b.test.ts', 'tests/totals.test.ts');
    expect((await project.e2e(['plan-strategy', '--name', 'after the move'])).exitCode).toBe(0);
    const again = await project.e2eJson<Execution>(['autonomous-run', '--last-failed', '--no-retry']);
    expect(again.exitCode).toBe(1);
    expect(outcomesOf(again)).toEqual(['unexpected']);
  });
});

describe('--project', () => {
  const projects = `import { defineConfig } from 'vitest/config';
const of = (name: string) => ({ test: { name, include: ['tests/' + name + '/**/*.test.ts'] } });
export default defineConfig({ test: { projects: [of('unit'), of('api')], reporters: ['default', '@millwright/vitest'] } });
`;

  test('runs the tests of one project, from the first time on', async () => {
    project = createTinyProject({
      'vitest.config.ts': projects,
      'tests/unit/a.test.ts': passingTests('one', 'two'),
      'tests/api/b.test.ts': failingTest('sum'),
    });
    expect((await project.e2eJson<Execution>(['autonomous-run', '--no-retry'])).exitCode).toBe(1);
    await project.e2e(['plan-strategy', '--name', 'known']);
    const unit = await project.e2eJson<Execution>(['autonomous-run', '--project', 'unit']);
    expect(unit.exitCode).toBe(0);
    expect(outcomesOf(unit)).toEqual(['expected', 'expected']);
    const none = await project.e2e(['autonomous-run', '--project', 'e2e']);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain('No planned test belongs to `--project e2e`.');
    expect(none.stderr).toMatch(/Projects of the planned tests: (?:unit, api|api, unit)\./);
  });
});

describe('--shard', () => {
  const config = `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'tests', reporter: [['list'], ['@millwright/playwright']] });
`;
  const spec = (name: string, body = ''): string =>
    `import { test } from '@playwright/test';\ntest('${name}', async () => { ${body} });\n`;

  test('the shards of a plan run every test once, whatever each machine would run first', async () => {
    project = createTinyProject({
      'playwright.config.ts': config,
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`tests/${name}.spec.ts`, spec(name)])),
    });
    await project.e2e(['plan-strategy', '--name', 'all']);
    const first = await project.e2eJson<Execution>(['autonomous-run', '--shard', '1/2']);
    // What the history holds now changes the order of the next plan.
    await project.e2e(['plan-strategy', '--name', 'all']);
    const second = await project.e2eJson<Execution>(['autonomous-run', '--shard', '2/2']);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const ran = [first, second].map(({ tests }) => tests.filter((entry) => entry.outcome === 'expected').length);
    expect(ran).toEqual([2, 2]);
    const { runs } = await project.e2eJson<{ runs: readonly { testCount: number; shard?: unknown }[] }>([
      'history',
      'list',
    ]);
    expect(runs.map((run) => run.testCount)).toEqual([2, 2]);
  });

  test('with timings the shards of both runners take about as long, and every test is in one of them', async () => {
    const timed = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, name === 'a' ? 1200 : 300]));
    const filesOf = <T>(suffix: string, timesOf: (name: string, ms: number) => T): Record<string, T> =>
      Object.fromEntries(Object.entries(timed).map(([name, ms]) => [`tests/${name}${suffix}`, timesOf(name, ms)]));
    project = createTinyProject({
      'playwright.config.ts': config.replace("testDir: 'tests'", "testDir: 'tests', testMatch: '*.spec.ts'"),
      'vitest.config.ts': wiredVitest,
      ...filesOf('.spec.ts', (name) => spec(name)),
      ...filesOf('.test.ts', (name) => passingTests(name)),
      'tests/new.spec.ts': spec('new'),
      'tests/new.test.ts': passingTests('new'),
      'timings.json': JSON.stringify({
        format: 'millwright/timings',
        version: 1,
        playwright: { '': filesOf('.spec.ts', (name, ms) => ({ [name]: ms })) },
        vitest: { '': filesOf('.test.ts', (_name, ms) => ms) },
      }),
    });
    const shards: string[][] = [];
    for (const shard of ['1/2', '2/2']) {
      const executed = await project.e2eJson<Execution>(['autonomous-run', '--shard', shard, '--no-stress']);
      expect(executed.exitCode, executed.stderr).toBe(0);
      expect(executed.stderr).toContain(`Shard ${shard} is cut by time, from timings.json.`);
      const ran = new Set(executed.tests.flatMap(({ testId, outcome }) => (outcome === 'expected' ? [testId] : [])));
      const plan = JSON.parse(project.read(`.millwright/strategies/${executed.strategyId}.json`)) as TestStrategy;
      shards.push(plan.testCases.flatMap(({ testId, file }) => (ran.has(testId) ? [file] : [])).toSorted());
    }
    expect(shards).toEqual([
      ['tests/a.spec.ts', 'tests/a.test.ts'],
      ['b', 'c', 'd', 'new'].flatMap((name) => [`tests/${name}.spec.ts`, `tests/${name}.test.ts`]),
    ]);
    const { runs } = await project.e2eJson<{ runs: readonly { shard?: { current: number }; partial?: true }[] }>([
      'history',
      'list',
    ]);
    expect(runs.map(({ shard, partial }) => [shard?.current, partial])).toEqual(
      [1, 1, 2, 2].map((at) => [at, undefined]),
    );
    // What was timed by hand is longer than what was recorded, and what is new has a time now.
    const { diff, applied } = await project.e2eJson<{ diff: string; applied: boolean }>(['timings', '--apply']);
    expect([applied, diff]).toEqual([true, expect.stringMatching(/^\+ +"tests\/new\.test\.ts": \d+$/m)]);
    expect(await project.e2eJson(['timings'])).toMatchObject({ diff: '', applied: false });
    project.write('timings.json', '<<<<<<< HEAD');
    expect((await project.e2e(['timings'])).exitCode).toBe(2);
  });

  test('a retry tries what failed in this shard, and is no shard itself', async () => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': flakingTest('shaky', 1),
      'tests/b.test.ts': flakingTest('wobbly', 1),
    });
    for (const shard of ['1/2', '2/2']) {
      const executed = await project.e2eJson<Execution>(['autonomous-run', '--shard', shard]);
      expect(executed.exitCode, executed.stderr).toBe(0);
      expect(outcomesOf(executed)).toEqual(['flaky', 'pending']);
      expect(executed.batches.map(({ command }) => command.includes(`--shard=${shard}`))).toEqual([true, false]);
    }
  });

  test.each(['0/2', '3/2', '2', 'half'])('%s is refused', async (shard) => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'tests/a.test.ts': passingTests('one') });
    const { exitCode, stderr } = await project.e2e(['autonomous-run', '--shard', shard]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Expected \`--shard\` to be a shard such as \`2/4\`, counted from 1, got "${shard}".`);
  });

  test.each(['--shard=1/2', '--grep=one'])(
    'an execution that is resumed keeps its own, whatever %s says',
    async (flag) => {
      project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'tests/a.test.ts': passingTests('one') });
      const { exitCode, stderr } = await project.e2e(['autonomous-run', '--resume', 'exec-1', flag]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(
        `goes on with the tests that the execution began with, got \`${flag.split('=')[0]}\` as well`,
      );
    },
  );
});
