import type { Execution } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

const ignored = 'node_modules\n.millwright\n*.tries\ntest-results\n';
const known = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** Fails at its third try, and at every fifth from there on: once it was executed, at 2 of 10 stress runs. */
function seldomFailing(title: string, runner: 'vitest' | '@playwright/test'): string {
  return `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from '${runner}';
const file = new URL('./${title}.tries', import.meta.url);
test('${title}', () => {
  const tries = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  writeFileSync(file, String(tries + 1));
  if (tries % 5 === 2) throw new Error('the stock is empty');
});
`;
}

function vitestProject(config: object = {}): TinyProject {
  return createTinyProject({
    '.gitignore': ignored,
    'vitest.config.ts': wiredVitest,
    'millwright.config.json': JSON.stringify(config),
    'tests/known.test.ts': passingTests(...known),
  });
}

function commit(message: string): void {
  project.git('add', '--all');
  project.git('commit', '--quiet', '-m', message);
}

/** Plans anew, for the tests have changed, and carries it out. */
async function execute(...args: readonly string[]): Promise<Execution & { exitCode: number | null; stderr: string }> {
  await project.e2e(['plan-strategy', '--name', 'all']);
  return project.e2eJson<Execution>(['autonomous-run', ...args]);
}

interface Runs {
  readonly runs: readonly { readonly stress?: boolean; readonly experiment?: boolean; readonly partial?: boolean }[];
}

interface Analysis {
  readonly tests: readonly {
    readonly test: { readonly titlePath: readonly string[] };
    readonly stats: { readonly state: string; readonly runs: number; readonly sameCommitFailures: number };
  }[];
}

describe('new and changed tests of Vitest are run again', () => {
  test('a new test that flakes is told and remembered; a renamed one is not new, a changed one is', async () => {
    project = vitestProject();
    const first = await execute();
    expect(first).toMatchObject({ exitCode: 0, stress: { status: 'off', tests: [] } });
    expect(first.stderr).toContain('No stress runs: no vitest test was remembered before');

    const changed = passingTests(...known).replace("'two', () => expect(1 + 1)", "'two', () => expect(2 - 0)");
    project.write('tests/known.test.ts', changed.replace("'one'", "'number one'"));
    project.write('tests/stock.test.ts', seldomFailing('stock', 'vitest'));
    commit('A new test, a changed and a renamed one');
    const second = await execute('--parallel', '1');
    expect(second).toMatchObject({ exitCode: 0, status: 'completed', gate: { verdict: 'warn' } });
    const present = second.tests.filter((entry) => entry.gone !== true);
    expect(present.map((entry) => [entry.outcome, entry.attempts])).toEqual(
      Array.from({ length: 9 }, () => ['expected', 1]),
    );
    expect(second.stress).toMatchObject({ status: 'done', reasons: [] });
    expect(second.stress?.tests.toSorted((a, b) => (a.why < b.why ? -1 : 1))).toMatchObject([
      { titlePath: ['two'], why: 'changed', wantedRuns: 10, runs: 10, failures: 0 },
      { titlePath: ['stock'], why: 'new', wantedRuns: 10, runs: 10, failures: 2, firstFailure: 'the stock is empty' },
    ]);
    expect(second.gate?.results).toContainEqual({
      rule: 'new-tests-are-stable',
      verdict: 'warn',
      message: 'new test "stock" failed 2 of 10 stress runs.',
    });

    const { tests } = await project.e2eJson<Analysis>(['analyze-flaky']);
    expect(tests.map(({ test: { titlePath }, stats }) => [titlePath, stats.state, stats.runs])).toEqual([
      [['stock'], 'flaky', 11],
    ]);
    expect(tests[0]?.stats.sameCommitFailures).toBe(2);
    const { runs } = await project.e2eJson<Runs>(['history', 'list']);
    expect(runs.filter((run) => run.stress === true)).toHaveLength(10);
    expect(runs.some((run) => run.experiment === true)).toBe(false);
    expect(runs.every((run) => run.stress !== true || run.partial === true)).toBe(true);

    const third = await execute();
    expect(third.stress).toBeUndefined();
  });

  test('the text names it with its error, and the gate fails where that is wanted', async () => {
    project = vitestProject({ gate: { newTestsAreStable: 'fail' } });
    await execute();
    project.write('tests/stock.test.ts', seldomFailing('stock', 'vitest'));
    await project.e2e(['plan-strategy', '--name', 'all']);
    const { exitCode, stdout, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toContain(
      'Flaky when new: tests/stock.test.ts > stock failed 2 of 10 stress runs\n  the stock is empty\n',
    );
    expect(stdout).toContain('Verdict: fail');
  });

  test('a test that needs the others of its file gets them', async () => {
    project = vitestProject();
    await execute();
    project.write(
      'tests/cart.test.ts',
      `import { expect, test } from 'vitest';
const cart: string[] = [];
test('is filled', () => void cart.push('box'));
test('is counted', () => expect(cart).toHaveLength(1));
`,
    );
    const executed = await execute();
    expect(executed.stress?.tests.map(({ runs, failures }) => [runs, failures])).toEqual([
      [10, 0],
      [10, 0],
    ]);
  });

  test('none when too many are new, when there is no time, or when it is not wanted', async () => {
    project = vitestProject({ stressBudgetMs: 1 });
    await execute();
    project.write('tests/a.test.ts', passingTests('nine'));
    const cut = await execute();
    expect(cut.stress).toMatchObject({
      status: 'cut',
      reasons: ['The time for stress runs (stressBudgetMs) was over.'],
      tests: [{ runs: 0, wantedRuns: 10 }],
    });
    project.write('tests/b.test.ts', passingTests('ten'));
    const unwanted = await execute('--no-stress');
    expect(unwanted).toMatchObject({ exitCode: 0, gate: { verdict: 'pass' } });
    expect(unwanted.stress).toBeUndefined();
    project.write('tests/c.test.ts', passingTests('11', '12', '13', '14', '15', '16'));
    const braked = await execute();
    expect(braked.stress).toMatchObject({
      status: 'off',
      reasons: ['No stress runs: 6 of 16 vitest tests are new or changed (38 %, at most 30 %).'],
    });
  });
});

describe('new tests of Playwright are run again', () => {
  test('one that flakes is told; its copies run one after the other in fresh workers', async () => {
    const use = `{ launchOptions: { executablePath: ${JSON.stringify(findChromium())}, args: ['--no-sandbox', '--disable-gpu'] } }`;
    project = createTinyProject({
      '.gitignore': ignored,
      'playwright.config.ts': `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'e2e', reporter: [['@millwright/playwright']], use: ${use} });
`,
      'e2e/known.spec.ts': passingTests(...known).replace("'vitest'", "'@playwright/test'"),
    });
    await execute('--parallel', '2');
    project.write('e2e/stock.spec.ts', seldomFailing('stock', '@playwright/test'));
    project.write(
      'e2e/greeting.spec.ts',
      `import { expect, test } from '@playwright/test';
test.describe.serial('a visit', () => {
  let greeting = '';
  test('begins', () => {
    greeting = 'Hello';
  });
  test('goes on', () => expect(greeting).toBe('Hello'));
});
`,
    );
    commit('New tests');
    const executed = await execute('--parallel', '2');
    expect(executed).toMatchObject({ exitCode: 0, stress: { status: 'done' }, gate: { verdict: 'warn' } });
    const shown = executed.stress?.tests.map(({ titlePath, runs, failures }) => [
      titlePath.join(' > '),
      runs,
      failures,
    ]);
    expect(shown?.toSorted()).toEqual([
      ['a visit > begins', 10, 0],
      ['a visit > goes on', 10, 0],
      ['stock', 10, 2],
    ]);
    const { tests } = await project.e2eJson<Analysis>(['analyze-flaky']);
    expect(tests.map(({ test: { titlePath }, stats }) => [titlePath, stats.state])).toEqual([[['stock'], 'flaky']]);
    expect((await project.e2eJson<Runs>(['history', 'list'])).runs.filter((run) => run.stress === true)).toHaveLength(
      2,
    );
  });
});
