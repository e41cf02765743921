import type { Execution, TestStrategy } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

const rowsPerFile = 5;
const files = ['a', 'b', 'c'];
const allRows = files.flatMap((name) => Array.from({ length: rowsPerFile }, (_, row) => `${name}${row}`));

/** Files whose tests have titles that only run time knows; each row tells when it starts and when it is done. */
const rowFiles = Object.fromEntries(
  files.map((name) => [
    `tests/${name}.test.ts`,
    `import { appendFileSync } from 'node:fs';
import { test } from 'vitest';
const tell = (file: string, row: number) => appendFileSync(new URL(file, import.meta.url), \`${name}\${row} \`);
for (let i = 0; i < ${rowsPerFile}; i++) {
  test(\`row \${i}\`, async () => {
    tell('./started.log', i);
    await new Promise((resolve) => setTimeout(resolve, 300));
    tell('./done.log', i);
  });
}
`,
  ]),
);

/** Fails its first time, after four rows have started. */
const failsOnce = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
const place = (name: string) => new URL(name, import.meta.url);
test('fails once', async () => {
  if (existsSync(place('./failed.log'))) return;
  for (;;) {
    const rows = existsSync(place('./started.log')) ? readFileSync(place('./started.log'), 'utf8').trim().split(' ') : [];
    if (rows.length >= 4) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  writeFileSync(place('./failed.log'), '');
  throw new Error('connect ECONNREFUSED 127.0.0.1:3000');
});
`;

const bailingVitest = wiredVitest.replace('test: {', 'test: { bail: 1,');

let project: TinyProject;
afterEach(() => project.remove());

function rowsIn(log: string): readonly string[] {
  return project.list('tests').includes(log) ? project.read(`tests/${log}`).trim().split(' ') : [];
}

const rowsDone = (): readonly string[] => [...new Set(rowsIn('done.log'))].sort();

async function untilStarted(count: number): Promise<void> {
  while (rowsIn('started.log').length < count) await new Promise((resolve) => setTimeout(resolve, 50));
}

const outcomesOf = (execution: Execution): readonly string[] => execution.tests.map((entry) => entry.outcome);

async function expectResumedToTheEnd({ executionId }: Execution, ...args: readonly string[]): Promise<void> {
  const resumed = await project.e2eJson<Execution>(['autonomous-run', '--resume', executionId, ...args]);
  expect(resumed).toMatchObject({ exitCode: 0, status: 'completed', gate: { verdict: 'pass' } });
  expect(outcomesOf(resumed)).not.toContain('pending');
  expect(rowsDone()).toEqual(allRows);
}

describe('tests whose titles only run time knows', () => {
  test('bail: red while rows are missing, planned from what is known of them, and green when resumed', async () => {
    project = createTinyProject({
      'vitest.config.ts': bailingVitest,
      ...rowFiles,
      'tests/once.test.ts': failsOnce,
    });
    const bailed = await project.e2eJson<Execution>(['autonomous-run', '--parallel', '4', '--no-retry']);
    expect(rowsDone().length).toBeLessThan(allRows.length);
    expect(bailed).toMatchObject({ exitCode: 1, gate: { verdict: 'fail' } });
    expect(bailed.batches.map(({ reason, exitCode }) => [reason, exitCode])).toEqual([['plan', 1]]);
    expect(outcomesOf(bailed).toSorted()).toEqual(['pending', 'pending', 'pending', 'unexpected']);

    const plan = ['plan-strategy', '--name', 'p'];
    const whole = await project.e2eJson<TestStrategy>(plan);
    const titles = whole.testCases.map(({ file, titlePath }) => `${file} ${titlePath[0]}`);
    expect(titles.filter((title) => title.includes('row ${'))).toHaveLength(files.length);
    // A file that was collected names all its rows, those that never started as well.
    expect(titles).toContain(`tests/a.test.ts row ${rowsPerFile - 1}`);
    expect(whole.lacked).toContainEqual(expect.stringContaining('3 parametrised titles stand for rows'));
    const small = await project.e2eJson<TestStrategy>([...plan, '--budget', '700ms']);
    expect(small.testCases.length + small.leftOut.length).toBe(titles.length);

    await expectResumedToTheEnd(bailed, '--retry');
  });

  test('bail: rows that it cut off run when the failed test is tried again', async () => {
    project = createTinyProject({ 'vitest.config.ts': bailingVitest, ...rowFiles, 'tests/once.test.ts': failsOnce });
    const executed = await project.e2eJson<Execution>(['autonomous-run', '--parallel', '4']);
    expect(executed).toMatchObject({ exitCode: 0, status: 'completed' });
    expect(outcomesOf(executed).toSorted()).toEqual(['expected', 'expected', 'expected', 'flaky']);
    expect(rowsDone()).toEqual(allRows);
  });

  test('bail: a plan of known rows and their titles runs them all, and no row counts twice', async () => {
    project = createTinyProject({ 'vitest.config.ts': bailingVitest, ...rowFiles, 'tests/once.test.ts': failsOnce });
    await project.e2eJson<Execution>(['autonomous-run', '--parallel', '4', '--no-retry']);
    const { testCases } = await project.e2eJson<TestStrategy>(['plan-strategy', '--name', 'p']);
    const second = await project.e2eJson<Execution>(['autonomous-run', '--parallel', '4']);
    expect(second).toMatchObject({ exitCode: 0, gate: { verdict: 'pass' } });
    expect(second.tests).toHaveLength(testCases.length);
    expect(second.tests.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(allRows.length + 1);
    // A good run of everything has now listed the rows.
    const after = await project.e2eJson<TestStrategy>(['plan-strategy', '--name', 'p']);
    expect(after.testCases).toHaveLength(allRows.length + 1);
    expect(after.lacked).not.toContainEqual(expect.stringContaining('parametrised'));
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('%s half-way: --resume runs every row that is missing', async (signal) => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, ...rowFiles });
    await project.e2e(['autonomous-run', '--parallel', '2'], {
      onStart: (kill) => void untilStarted(5).then(() => kill(signal)),
    });
    const executionId = project.read('.millwright/strategies/latest_exec.txt').trim();
    expect(rowsDone().length).toBeLessThan(allRows.length);
    await expectResumedToTheEnd({ executionId } as Execution);
  });
});
