import type { Execution } from '@millwright/core';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';
import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

const wiredPlaywright =
  "import { defineConfig } from '@playwright/test';\n\nexport default defineConfig({ testDir: 'e2e', reporter: [['list'], ['@millwright/playwright']] });\n";

describe("a runner's own `--reporter` after `--`", () => {
  test.each<[string, readonly string[]]>([
    ['as one word', ['--reporter=dot']],
    ['as two words', ['--reporter', 'dot']],
  ])('replaces what the terminal shows, %s, and both runners still record', async (_name, flag) => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'playwright.config.ts': wiredPlaywright,
      'tests/a.test.ts': passingTests('one', 'two'),
      'e2e/b.spec.ts':
        "import { expect, test } from '@playwright/test';\n\ntest('three', () => expect(1 + 1).toBe(2));\n",
    });
    const executed = await project.e2eJson<Execution>(['autonomous-run', '--no-healing', '--', ...flag]);
    expect(executed).toMatchObject({ exitCode: 0, status: 'completed', gate: { verdict: 'pass' } });
    expect(executed.tests.map((entry) => entry.outcome)).toEqual(['expected', 'expected', 'expected']);
    expect(new Set(executed.batches.map(({ runner }) => runner))).toEqual(new Set(['playwright', 'vitest']));
    // The dots, and neither the names of tests nor of files.
    const logs = project.list('.millwright/logs').map((log) => project.read(`.millwright/logs/${log}`));
    expect(logs).toHaveLength(2);
    expect(logs.join('\n')).toContain('·');
    expect(logs.join('\n')).not.toMatch(/a\.test\.ts|b\.spec\.ts/);
  });

  test('is refused before anything runs where our reporter is not found', async () => {
    project = createTinyProject({
      // Which reporters these are, only running the config tells.
      'vitest.config.ts':
        "import { defineConfig } from 'vitest/config';\nconst reporters = process.env.REPORTERS?.split(',') ?? ['default'];\nexport default defineConfig({ test: { include: ['tests/**/*.test.ts'], reporters } });\n",
      'tests/a.test.ts': passingTests('one'),
    });
    rmSync(join(project.root, 'node_modules'));
    mkdirSync(join(project.root, 'node_modules'));
    symlinkSync(join(repositoryRoot, 'node_modules/vitest'), join(project.root, 'node_modules/vitest'), 'junction');
    const { exitCode, stderr } = await project.e2e(['autonomous-run', '--', '--reporter=dot']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('`--reporter` replaces the reporters of the configuration');
    expect(stderr).toContain('npm install --save-dev @millwright/vitest');
    expect(project.list('.millwright/logs')).toEqual([]);
    expect(project.list('.millwright/strategies')).not.toContain('latest_exec.txt');
  });
});
