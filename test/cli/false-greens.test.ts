import type { Execution } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

const wiredPlaywright = (more = ''): string => `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'tests', ${more} reporter: [['list'], ['@millwright/playwright']] });
`;
/** Refuses a connection on its first try and passes when it is tried again. */
const shaky = (name: string): string =>
  `if (!existsSync('${name}.tried')) { writeFileSync('${name}.tried', ''); throw new Error('connect ECONNREFUSED 127.0.0.1:3000'); }`;
const playwrightHead = `import { existsSync, writeFileSync } from 'node:fs';\nimport { test } from '@playwright/test';\n`;
const vitestHead = `import { existsSync, writeFileSync } from 'node:fs';\nimport { test } from 'vitest';\n`;
const broken = `throw new Error('always broken');`;

const ignored = 'node_modules\n.millwright\ntest-results\n*.tried\n';
const create = (files: Readonly<Record<string, string>>): TinyProject =>
  createTinyProject({ '.gitignore': ignored, 'millwright.config.json': '{ "retry": { "baseDelayMs": 1 } }', ...files });
const outcomesOf = (execution: Execution): readonly string[] =>
  execution.tests.map((entry) => entry.outcome).toSorted();

describe('a retry that passes hides nothing', () => {
  test('a test that came after the plan was made and failed', async () => {
    project = create({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': `${vitestHead}test('a', () => { ${shaky('a')} });\n`,
    });
    await project.e2e(['plan-strategy', '--name', 'old']);
    project.write('tests/new.test.ts', `${vitestHead}test('brand new', () => { ${broken} });\n`);
    const executed = await project.e2eJson<Execution>(['autonomous-run']);
    expect(executed.exitCode).toBe(1);
    expect(executed.gate?.results).toContainEqual({
      rule: 'no-unplanned-failures',
      verdict: 'fail',
      message: '1 test that is not in the plan failed: brand new. Plan again.',
    });
  });

  test.each([
    ['--shard', ['--shard', '1/1']],
    ['no selection', []],
  ])('the broken follower of a serial test that flaked: %s', async (_name, args) => {
    project = create({
      'playwright.config.ts': wiredPlaywright(),
      'tests/flow.spec.ts': `${playwrightHead}test.describe.serial('flow', () => {
  test('one', async () => { ${shaky('one')} });
  test('two', async () => { ${broken} });
});
`,
    });
    const executed = await project.e2eJson<Execution>(['autonomous-run', ...args]);
    expect([executed.exitCode, outcomesOf(executed)]).toEqual([1, ['flaky', 'unexpected']]);
  });

  test('a good follower of a serial test that flaked is run with it, and all is well', async () => {
    project = create({
      'playwright.config.ts': wiredPlaywright(),
      'tests/flow.spec.ts': `${playwrightHead}test.describe.serial('flow', () => {
  test('one', async () => { ${shaky('one')} });
  test('two', async () => {});
});
`,
    });
    const executed = await project.e2eJson<Execution>(['autonomous-run']);
    expect([executed.exitCode, outcomesOf(executed)]).toEqual([0, ['expected', 'flaky']]);
  });

  test.each([
    ['--shard', ['--shard', '1/1']],
    ['--project', ['--project', 'api']],
  ])('what depends on a setup that flaked runs after all: %s', async (_name, args) => {
    project = create({
      'playwright.config.ts': wiredPlaywright(
        `projects: [{ name: 'setup', testMatch: /setup/ }, { name: 'api', testMatch: /api/, dependencies: ['setup'] }],`,
      ),
      'tests/setup.ts': `${playwrightHead}test('signs in', async () => { ${shaky('setup')} });\n`,
      'tests/api.spec.ts': `${playwrightHead}test('reads', async () => {});\ntest('writes', async () => { ${broken} });\n`,
    });
    await project.e2e(['plan-strategy', '--name', 'all']);
    const executed = await project.e2eJson<Execution>(['autonomous-run', '--no-healing', ...args]);
    expect(executed.exitCode, executed.stderr).toBe(1);
  });

  test.each([
    ['--shard', ['--shard', '1/1']],
    ['no selection', []],
  ])('what bail cut off: %s', async (_name, args) => {
    project = create({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': `${vitestHead}test('a', () => { ${shaky('a')} });\n`,
      'tests/b.test.ts': `${vitestHead}test('b', () => { ${broken} });\n`,
    });
    const executed = await project.e2eJson<Execution>([
      'autonomous-run',
      '--parallel',
      '1',
      ...args,
      '--',
      '--bail=1',
      '--no-file-parallelism',
    ]);
    expect(executed.exitCode, JSON.stringify(executed.tests)).toBe(1);
  });

  test('tests whose lines have moved since the plan was made', async () => {
    const spec = (gap: string): string =>
      `${playwrightHead}${gap}test('one', async () => {});\ntest('two', async () => { ${broken} });\n`;
    project = create({ 'playwright.config.ts': wiredPlaywright(), 'tests/a.spec.ts': spec('') });
    expect((await project.e2e(['autonomous-run', '--no-retry'])).exitCode).toBe(1);
    project.write('tests/a.spec.ts', spec('\n\n\n\n'));
    const executed = await project.e2eJson<Execution>([
      'autonomous-run',
      '--last-failed',
      '--shard',
      '1/1',
      '--no-retry',
    ]);
    expect([executed.exitCode, outcomesOf(executed)]).toEqual([1, ['unexpected']]);
  });
});

describe('--project', () => {
  test('a name that no project has is refused, also beside one that has', async () => {
    project = create({
      'playwright.config.ts': wiredPlaywright(`projects: [{ name: 'api' }, { name: 'ui' }],`),
      'tests/a.spec.ts': `${playwrightHead}test('one', async () => {});\n`,
    });
    expect((await project.e2e(['autonomous-run', '--project', 'nosuch'])).exitCode).not.toBe(0);
    const first = await project.e2eJson<Execution>(['autonomous-run', '--project', 'api']);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.batches[0]?.command).toContain('--project=api');
    await project.e2e(['autonomous-run']);
    await project.e2e(['plan-strategy', '--name', 'known']);
    const { exitCode, stderr } = await project.e2e(['autonomous-run', '--project', 'api,uii']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('No planned test belongs to `--project uii`.')]);
  });

  test('a runner whose configuration names no project is not started for one, from the first time on', async () => {
    project = create({
      'playwright.config.ts': wiredPlaywright(`projects: [{ name: 'api' }],`),
      'tests/a.spec.ts': `${playwrightHead}test('one', async () => {});\n`,
      'vitest.config.ts': wiredVitest.replace('tests/', 'unit/'),
      'unit/b.test.ts': passingTests('two'),
    });
    const first = await project.e2eJson<Execution>(['autonomous-run', '--project', 'api', '--no-stress']);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.batches.map(({ runner }) => runner)).toEqual(['playwright']);
    expect(outcomesOf(first)).toEqual(['expected']);
  });
});

describe('--last-failed', () => {
  test('says that a test which failed last is not in the plan', async () => {
    project = create({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': `${vitestHead}test('a', () => { ${broken} });\n`,
      'tests/b.test.ts': passingTests('b'),
    });
    await project.e2e(['plan-strategy', '--name', 'old']);
    project.write('tests/c.test.ts', `${vitestHead}test('c', () => { ${broken} });\n`);
    await project.e2e(['autonomous-run', '--no-retry']);
    const { exitCode, stderr } = await project.e2e(['autonomous-run', '--last-failed', '--no-retry']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('1 test that failed when it last ran is not in this plan (c): plan again'),
    ]);
  });

  test('runs the tests of a file that could not be loaded', async () => {
    project = create({
      'vitest.config.ts': wiredVitest,
      'tests/a.test.ts': passingTests('a'),
      'tests/b.test.ts': passingTests('b'),
    });
    expect((await project.e2e(['autonomous-run'])).exitCode).toBe(0);
    project.write('tests/b.test.ts', `import './nowhere.ts';\n${passingTests('b')}`);
    expect((await project.e2e(['autonomous-run'])).exitCode).toBe(1);
    const executed = await project.e2eJson<Execution>(['autonomous-run', '--last-failed']);
    // Nothing could be run, and that is never green.
    expect([executed.exitCode, executed.tests.length]).toEqual([2, 1]);
  });
});
