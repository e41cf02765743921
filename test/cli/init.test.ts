import type { RunHeader } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { runPlaywright, runVitest } from '../support/run-process.ts';
import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

const plainVitest =
  "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({\n  test: { include: ['tests/**/*.test.ts'] },\n});\n";
const plainPlaywright =
  "import { defineConfig } from '@playwright/test';\n\nexport default defineConfig({\n  testDir: './e2e',\n  reporter: 'list',\n});\n";
const playwrightTest = "import { expect, test } from '@playwright/test';\ntest('adds', () => expect(1 + 1).toBe(2));\n";

interface Initialised {
  readonly format: string;
  readonly configs: readonly {
    readonly runner: string;
    readonly file: string;
    readonly state: string;
    readonly diff?: string;
  }[];
}

let project: TinyProject;
afterEach(() => project.remove());

function plain(): TinyProject {
  return createTinyProject({
    'vitest.config.ts': plainVitest,
    'playwright.config.ts': plainPlaywright,
    'tests/a.test.ts': passingTests('one'),
    'e2e/a.spec.ts': playwrightTest,
  });
}

describe('e2e init', () => {
  test('shows the diff and writes nothing', async () => {
    project = plain();
    const { exitCode, stdout } = await project.e2e(['init']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("+  reporter: [['list'], ['@millwright/playwright']],");
    expect(stdout).toMatch(/^\+.*'@millwright\/vitest'/m);
    expect(stdout).toContain('Nothing was written.');
    expect(project.git('status', '--porcelain')).toBe('');
    expect(project.list('.millwright')).toEqual([]);
  });

  test('what --apply wrote really records, with both real runners; a second time changes nothing', async () => {
    project = plain();
    const applied = await project.e2eJson<Initialised>(['init', '--apply']);
    expect(applied).toMatchObject({
      exitCode: 0,
      format: 'millwright/init',
      configs: [
        { runner: 'playwright', state: 'applied' },
        { runner: 'vitest', state: 'applied' },
      ],
    });
    expect(project.read('.millwright/.gitignore')).toContain('!aliases.json');
    expect((await runVitest([], { cwd: project.root })).exitCode).toBe(0);
    expect((await runPlaywright([], { cwd: project.root })).exitCode).toBe(0);
    const { runs } = await project.e2eJson<{ runs: readonly (RunHeader & { testCount: number })[] }>([
      'history',
      'list',
    ]);
    expect(runs.map((run) => [run.runner, run.testCount])).toEqual([
      ['vitest', 1],
      ['playwright', 1],
    ]);
    const text = project.read('playwright.config.ts') + project.read('vitest.config.ts');
    const again = await project.e2eJson<Initialised>(['init', '--apply']);
    expect(again).toMatchObject({ exitCode: 0, configs: [{ state: 'already' }, { state: 'already' }] });
    expect(project.read('playwright.config.ts') + project.read('vitest.config.ts')).toBe(text);
  });

  test('a config it does not understand is left alone, with the line to add', async () => {
    const text = "import base from './base.js';\nexport default base(process.env);\n";
    project = createTinyProject({ 'playwright.config.ts': text });
    const { exitCode, stdout } = await project.e2e(['init', '--apply']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("reporter: [['list'], ['@millwright/playwright']]");
    expect(project.read('playwright.config.ts')).toBe(text);
  });

  test('one file with uncommitted changes: none is written, until --force', async () => {
    project = plain();
    project.write('vitest.config.ts', `${plainVitest}// mine\n`);
    const { exitCode, stderr } = await project.e2e(['init', '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('vitest.config.ts has uncommitted changes, so nothing was written.');
    expect(project.read('playwright.config.ts')).toBe(plainPlaywright);
    expect((await project.e2e(['init', '--apply', '--force'])).exitCode).toBe(0);
    expect(project.read('vitest.config.ts')).toMatch(/@millwright\/vitest[^]*\/\/ mine\n$/);
  });

  test('a reporter that is not installed is not written into a config, which would stop its runner', async () => {
    project = createTinyProject({ 'vitest.config.ts': plainVitest });
    project.git('rm', '--quiet', '--cached', '--ignore-unmatch', 'node_modules');
    const { rmSync } = await import('node:fs');
    rmSync(`${project.root}/node_modules`);
    const shown = await project.e2e(['init']);
    expect(shown.stdout).toContain('npm install --save-dev @millwright/vitest');
    const { exitCode, stderr } = await project.e2e(['init', '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('@millwright/vitest is not installed');
    expect(project.read('vitest.config.ts')).toBe(plainVitest);
  });

  test('without any config it says where to run it', async () => {
    project = createTinyProject({});
    const { exitCode, stderr } = await project.e2e(['init']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No playwright.config.*');
    expect(stderr).toContain('--root');
  });

  test('a wired config is fine as it is', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest });
    expect((await project.e2e(['init'])).stdout).toContain('vitest.config.ts already has the reporter.');
  });
});
