import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { importFiles, openHistory, readFacts } from '@millwright/history';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runPlaywright, runVitest } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';

const scratch = mkdtempSync(join(tmpdir(), 'millwright-foreign-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of the project that the reports in `fixtures/foreign` were made with. */
function copyProject(runner: 'playwright' | 'vitest'): string {
  const root = join(scratch, runner);
  cpSync(join(repositoryRoot, 'fixtures/foreign', runner, 'project'), root, { recursive: true });
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  writeFileSync(join(root, 'package.json'), '{"name":"sample","private":true,"type":"module"}\n');
  return root;
}

async function importFrom(root: string, ...paths: string[]): Promise<Run[]> {
  return importFiles({ paths, root, nowMs: Date.now(), facts: await readFacts({ root, env: {} }) });
}

async function recordedRun(root: string): Promise<Run> {
  const history = openHistory({ dir: join(root, '.millwright'), root });
  for await (const run of history.readRuns()) return run;
  throw new Error('Our reporter recorded nothing.');
}

/** Test id → statuses of its attempts in order. */
function outcomesOf(...runs: readonly Run[]): Record<string, string> {
  const outcomes = runs.flatMap((run) =>
    run.tests.map((entry): [string, string] => [
      entry.id,
      run.attempts
        .filter((attempt) => attempt.testId === entry.id)
        .map((attempt) => attempt.status)
        .join(' '),
    ]),
  );
  return Object.fromEntries(outcomes);
}

describe('Playwright, run here', () => {
  const root = copyProject('playwright');
  let recorded: Run;

  beforeAll(async () => {
    const reporter = join(repositoryRoot, 'packages/playwright/dist/index.js');
    writeFileSync(
      join(root, 'both.config.ts'),
      `import base from './playwright.config.ts';\nexport default { ...base, reporter: [...(base.reporter as []), ['blob', { outputDir: 'out/blob' }], [${JSON.stringify(reporter)}]] };\n`,
    );
    const result = await runPlaywright(['--config', 'both.config.ts'], {
      cwd: root,
      env: { MILLWRIGHT_CAPTURE: 'off' },
    });
    expect(result.exitCode, result.stderr + result.stdout).toBe(1);
    recorded = await recordedRun(root);
  });

  test.each([
    ['JSON', 'out/report.json'],
    ['blob', 'out/blob'],
    ['Allure', 'out/allure-results'],
  ])('%s has the tests and attempts of our own reporter', async (_name, path) => {
    const runs = await importFrom(root, path);
    expect(outcomesOf(...runs)).toEqual(outcomesOf(recorded));
    expect(runs[0]?.status).toBe('failed');
    expect(await importFrom(root, path)).toEqual(runs);
  });

  test('JUnit has the tests of our own reporter', async () => {
    const [run] = await importFrom(root, 'out/junit.xml');
    expect(run?.tests.map(({ id }) => id)).toEqual(recorded.tests.map(({ id }) => id));
  });

  test('a failure reads as our own reporter has it', async () => {
    for (const path of ['out/report.json', 'out/blob']) {
      const runs = await importFrom(root, path);
      const failures = (run: Run): unknown[] =>
        run.attempts.flatMap((attempt) =>
          (attempt.failures ?? []).map(({ name, message, frames, location, expected, actual }) => ({
            testId: attempt.testId,
            retry: attempt.retry,
            name,
            message,
            frames,
            location,
            expected,
            actual,
          })),
        );
      expect(runs.flatMap(failures)).toEqual(failures(recorded));
    }
  });
});

describe('Vitest, run here', () => {
  const root = copyProject('vitest');
  let recorded: Run;

  beforeAll(async () => {
    const reporter = join(repositoryRoot, 'packages/vitest/dist/index.js');
    writeFileSync(
      join(root, 'vitest.config.ts'),
      `export default { test: { retry: 1, include: ['src/**/*.test.ts', 'edge/**/*.test.ts'], reporters: [['junit', { outputFile: 'out/junit.xml' }], ['allure-vitest/reporter', { resultsDir: 'out/allure-results' }], ${JSON.stringify(reporter)}], setupFiles: ['allure-vitest/setup'] } };\n`,
    );
    const result = await runVitest([], { cwd: root });
    expect(result.exitCode, result.stderr + result.stdout).toBe(1);
    recorded = await recordedRun(root);
  });

  test('JUnit has the tests of our own reporter, but for a title with ` > `', async () => {
    const [run] = await importFrom(root, 'out/junit.xml');
    const known = new Set(recorded.tests.map(({ id }) => id));
    expect(run?.tests.filter(({ id }) => !known.has(id)).map(({ titlePath }) => titlePath)).toEqual([
      ['rounding', 'of halves', 'goes up', 'down'],
    ]);
    expect(run?.tests).toHaveLength(recorded.tests.length);
  });

  test('Allure has the tests of our own reporter that were not skipped', async () => {
    const [run] = await importFrom(root, 'out/allure-results');
    const known = new Set(recorded.tests.map(({ id }) => id));
    expect(run?.tests.filter(({ id }) => !known.has(id))).toEqual([]);
    expect(run?.tests.length).toBeGreaterThanOrEqual(recorded.tests.length - 2);
  });
});
