import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Run, RunHeader } from '@millwright/core';
import { chromium } from '@playwright/test';
import { afterEach, describe, expect, test } from 'vitest';

import { type MinimalProject, minimalTitles, openMinimalProject, titlesOf } from '../support/minimal-project.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

const plainVitest =
  "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({\n  test: { include: ['tests/**/*.test.ts'] },\n});\n";
const plainPlaywright =
  "import { defineConfig } from '@playwright/test';\n\nexport default defineConfig({\n  testDir: './e2e',\n  reporter: 'list',\n});\n";

interface Initialised {
  readonly format: string;
  readonly configs: readonly {
    readonly runner: string;
    readonly file: string;
    readonly state: string;
    readonly diff?: string;
  }[];
}

let project: Pick<TinyProject, 'remove'> | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

/** Both runners in one folder. */
function plain(): TinyProject {
  return createTinyProject({ 'vitest.config.ts': plainVitest, 'playwright.config.ts': plainPlaywright });
}

/** What `init` writes into the smallest project of each runner, and what stood there. */
const wirings = {
  playwright: {
    removed: "  reporter: 'list',",
    added: "  reporter: [['list'], ['@millwright/playwright']],",
  },
  vitest: {
    removed: undefined,
    added:
      "    reporters: ['default', ...(process.env.GITHUB_ACTIONS === 'true' ? ['github-actions'] : []), '@millwright/vitest'],",
  },
} as const;

describe.each(['playwright', 'vitest'] as const)('e2e init in the smallest %s project', (runner) => {
  const { added, removed } = wirings[runner];
  const open = (): MinimalProject => {
    const opened = openMinimalProject(runner);
    project = opened;
    return opened;
  };

  test('shows the diff and changes nothing', async () => {
    const { config, e2e, git, list, read } = open();
    const before = read(config);
    const { exitCode, stdout } = await e2e(['init']);
    expect(exitCode).toBe(0);
    const changed = stdout.split('\n').filter((line) => /^[+-](?![+-])/.test(line));
    expect(changed).toEqual([...(removed === undefined ? [] : [`-${removed}`]), `+${added}`]);
    expect(stdout).toContain('Nothing was written. Run `e2e init --apply` to make the change.');
    expect(read(config)).toBe(before);
    expect(git('status', '--porcelain', '--ignored')).toBe('!! node_modules\n');
    expect(list('.millwright')).toEqual([]);
  });

  test('--apply wires it, a second time has nothing to do, and the real runner is remembered', async () => {
    const { config, e2e, e2eJson, git, read, run } = open();
    const applied = await e2eJson<Initialised>(['init', '--apply']);
    expect(applied).toMatchObject({
      exitCode: 0,
      format: 'millwright/init',
      configs: [{ runner, file: config, state: 'applied' }],
    });
    expect(git('diff', '--name-only')).toBe(`${config}\n`);
    expect(read('.millwright/.gitignore')).toContain('!aliases.json');
    const wired = read(config);
    const again = await e2e(['init', '--apply']);
    expect(again).toMatchObject({ exitCode: 0, stdout: `ok  ${config} already has the reporter.\n` });
    expect(read(config)).toBe(wired);

    const ended = await run();
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0);
    expect(ended.stdout).toContain('3 passed');
    const { runs } = await e2eJson<{ runs: readonly (RunHeader & { testCount: number })[] }>(['history', 'list']);
    expect(runs.map((one) => [one.runner, one.testCount])).toEqual([[runner, 3]]);
    const { run: shown } = await e2eJson<{ run: Run }>(['history', 'show', runs[0]?.runId ?? '']);
    expect(titlesOf(shown)).toEqual(minimalTitles);
    expect(shown.attempts.map((attempt) => attempt.status)).toEqual(['passed', 'passed', 'passed']);

    const { exitCode, checks } = await e2eJson<{ checks: readonly { name: string; state: string }[] }>(['doctor']);
    expect(exitCode).toBe(0);
    // These tests open no page, and a machine with the system's Chromium only is told of Playwright's own.
    const browser = existsSync(chromium.executablePath()) ? 'ok' : 'warning';
    expect(Object.fromEntries(checks.map(({ name, state }) => [name, state]))).toEqual({
      node: 'ok',
      config: 'ok',
      [runner]: 'ok',
      [`${runner} reporter`]: 'ok',
      ...(runner === 'playwright' ? { browser } : {}),
      git: 'ok',
      history: 'ok',
    });
  });

  test.each(['README.md', 'docs/reporters.md'])('%s shows what it writes', (page) => {
    const lines = readFileSync(join(repositoryRoot, page), 'utf8').split('\n');
    expect(lines.map((line) => line.trim())).toContain(added.trim());
  });
});

describe('e2e init elsewhere', () => {
  test('both runners of a folder at once', async () => {
    const both = plain();
    project = both;
    const applied = await both.e2eJson<Initialised>(['init', '--apply']);
    expect(applied).toMatchObject({
      exitCode: 0,
      configs: [
        { runner: 'playwright', state: 'applied' },
        { runner: 'vitest', state: 'applied' },
      ],
    });
    const again = await both.e2eJson<Initialised>(['init', '--apply']);
    expect(again).toMatchObject({ exitCode: 0, configs: [{ state: 'already' }, { state: 'already' }] });
  });

  test('a config it does not understand is left alone, with the line to add', async () => {
    const text = "import base from './base.js';\nexport default base(process.env);\n";
    const tiny = createTinyProject({ 'playwright.config.ts': text });
    project = tiny;
    const { exitCode, stdout } = await tiny.e2e(['init', '--apply']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("reporter: [['list'], ['@millwright/playwright']]");
    expect(tiny.read('playwright.config.ts')).toBe(text);
  });

  test('one file with uncommitted changes: none is written, until --force', async () => {
    const tiny = plain();
    project = tiny;
    tiny.write('vitest.config.ts', `${plainVitest}// mine\n`);
    const { exitCode, stderr } = await tiny.e2e(['init', '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('vitest.config.ts has uncommitted changes, so nothing was written.');
    expect(tiny.read('playwright.config.ts')).toBe(plainPlaywright);
    expect((await tiny.e2e(['init', '--apply', '--force'])).exitCode).toBe(0);
    expect(tiny.read('vitest.config.ts')).toMatch(/@millwright\/vitest[^]*\/\/ mine\n$/);
  });

  test('a reporter that is not installed is not written into a config, which would stop its runner', async () => {
    const tiny = createTinyProject({ 'vitest.config.ts': plainVitest });
    project = tiny;
    tiny.git('rm', '--quiet', '--cached', '--ignore-unmatch', 'node_modules');
    const { rmSync } = await import('node:fs');
    rmSync(`${tiny.root}/node_modules`);
    const shown = await tiny.e2e(['init']);
    expect(shown.stdout).toContain('npm install --save-dev @millwright/vitest');
    const { exitCode, stderr } = await tiny.e2e(['init', '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('@millwright/vitest is not installed');
    expect(tiny.read('vitest.config.ts')).toBe(plainVitest);
  });

  test('without any config it says where to run it', async () => {
    const tiny = createTinyProject({});
    project = tiny;
    const { exitCode, stderr } = await tiny.e2e(['init']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No playwright.config.*');
    expect(stderr).toContain('--root');
  });

  test('a wired config is fine as it is', async () => {
    const tiny = createTinyProject({ 'vitest.config.ts': wiredVitest });
    project = tiny;
    expect((await tiny.e2e(['init'])).stdout).toContain('vitest.config.ts already has the reporter.');
  });
});
