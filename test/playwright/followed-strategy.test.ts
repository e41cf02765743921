import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';

import type { LeftOutTest, TestStrategy } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { runE2e } from '../support/run-process.ts';
import { attemptLines, createPlaywrightProject } from './playwright-project.ts';

/** Every file holds two plain tests, and a serial pair of which the second lives off the first. */
const files = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((name) => [
    `tests/${name}.spec.ts`,
    `import { test } from '@playwright/test';
let prepared = false;
test('${name}1', async () => {});
test('${name}2', async () => {});
test.describe.serial('${name}', () => {
  test('${name}3', async () => { prepared = true; });
  test('${name}4', async () => { if (!prepared) throw new Error('not prepared'); });
});
`,
  ]),
);

/** Needed by the first half of the tests only, so that nothing needs it in the second of two shards. */
const setupFile = 'tests/setup.spec.ts';
const setupText = `import { test } from '@playwright/test'; test('prepares', async () => {});`;
const shardConfig = `projects: [
  { name: 'setup', testMatch: /setup/ }, { name: 'main', testMatch: /[ab]\\.spec/, dependencies: ['setup'] },
  { name: 'other', testMatch: /[cd]\\.spec/ }]`;

/** Times of which the file d takes nearly all. */
const times = (name: string, ms: number) => [
  `tests/${name}.spec.ts`,
  { [`${name}1`]: ms, [`${name}2`]: ms, [`${name} > ${name}3`]: ms, [`${name} > ${name}4`]: ms },
];
const byFile = Object.fromEntries([times('a', 10), times('b', 10), times('c', 10), times('d', 900)]);
const slowD = JSON.stringify({ format: 'millwright/timings', version: 1, playwright: { '': byFile } });

type Named = readonly [file: string, ...titlePath: readonly string[]];

function named([name, ...titlePath]: Named) {
  const file = `tests/${name}.spec.ts`;
  return { testId: `${file} ${titlePath.at(-1)}`, runner: 'playwright', project: '', file, titlePath };
}

/** A strategy document of so many tests, made now for the files as they are. */
function strategyOf(planned: readonly Named[], leftOut: readonly Named[], over: object = {}): string {
  const leftOutTests = leftOut.map((one): LeftOutTest => ({
    ...named(one),
    cause: 'budget',
    reason: 'over the budget',
  }));
  const digests = Object.entries({ ...files, [setupFile]: setupText }).map(([file, text]) => [
    file,
    createHash('sha1').update(text).digest('hex').slice(0, 16),
  ]);
  const strategy: Partial<TestStrategy> = {
    format: 'millwright/strategy',
    version: 1,
    id: 'quick-1',
    createdAt: new Date().toISOString(),
    testCases: planned.map(named) as unknown as TestStrategy['testCases'],
    executionOrder: planned.map((one) => named(one).testId),
    leftOutTests,
    madeFor: { testFiles: Object.fromEntries(digests) as Record<string, string> },
  };
  return JSON.stringify({ ...strategy, ...over });
}

const planned: readonly Named[] = [
  ['d', 'd1'],
  ['b', 'b', 'b4'],
  ['a', 'a1'],
];
const leftOut: readonly Named[] = [['a', 'a2'], ['b', 'b2'], ['b', 'b', 'b3'], ['c', 'c1'], ['c', 'c2'], ['c', 'c', 'c3'], ['c', 'c', 'c4'], ['setup', 'prepares']]; // prettier-ignore
const quick = strategyOf(planned, leftOut);

interface More {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: string;
}

/** Runs the files with `strategy: 'latest'`; what ran in which order, and what was said. */
async function runFollowing(strategy: string | undefined, more: More = {}) {
  const plan = {
    '.millwright/strategies/latest.txt': 'quick-1\n',
    '.millwright/strategies/quick-1.json': strategy ?? '',
  };
  const project = createPlaywrightProject(
    { ...files, ...(strategy === undefined ? {} : plan), ...more.files },
    { config: `testDir: 'tests', ${more.config ?? ''}`, options: `{ strategy: 'latest' }` },
  );
  const ending = await project.run({ args: more.args ?? [], env: more.env ?? {} });
  const [run] = await project.readRuns();
  project.remove();
  expect(ending.code, ending.stdout + ending.stderr).toBe(0);
  return {
    ran: attemptLines(run).map((line) => line.replace(/(?:\w › )?(\w+): passed$/, '$1')),
    notRun: run?.notRun.map(({ reason }) => reason) ?? [],
    skips:
      run?.tests.filter(
        ({ expectedStatus, annotations = [] }) =>
          expectedStatus === 'skipped' || annotations.some(({ type }) => type === 'skip'),
      ) ?? [],
    header: { strategyId: run?.strategyId, partial: run?.partial ?? false },
    notes: run?.notes ?? [],
    ending,
  };
}

const ownOrder = ['a', 'b', 'c', 'd'].flatMap((name) => [`${name}1`, `${name}2`, `${name}3`, `${name}4`]);

describe('the reporter’s option `strategy`', () => {
  test('runs what is planned in its order and what is new, and leaves the rest out without calling it skipped', async () => {
    const run = await runFollowing(quick);
    expect(run.ran).toEqual(['d1', 'd2', 'd3', 'd4', 'b1', 'b3', 'b4', 'a1', 'a3', 'a4']);
    const note = 'Left out by strategy quick-1: over the budget';
    expect(run.notRun).toEqual(Array.from({ length: 6 }, () => note));
    expect(run.skips).toEqual([]);
    expect(run.header).toEqual({ strategyId: 'quick-1', partial: true });
    const line = '6 tests left out by strategy quick-1 (over the budget).';
    expect(run.ending.stderr).toBe(`millwright: ${line}\n`);
    expect(run.notes).toEqual([line]);
    expect(run.ending.stdout).toContain('6 skipped');
  });

  test('a file that changed since runs whole', async () => {
    const changed = { 'tests/c.spec.ts': `${files['tests/c.spec.ts']}\n` };
    const { ran } = await runFollowing(quick, { files: changed });
    expect(ran.slice(-4)).toEqual(['c1', 'c2', 'c3', 'c4']);
  });

  test.each([
    ['no strategy', undefined, ownOrder, /No strategy was planned yet/],
    [
      'a stale strategy',
      strategyOf(planned, leftOut, { createdAt: '2020-01-01T00:00:00.000Z' }),
      ['d', 'b', 'a', 'c'].flatMap((name) => [`${name}1`, `${name}2`, `${name}3`, `${name}4`]),
      /quick-1 is stale, because it is older than 7 days: nothing is left out, everything runs/,
    ],
  ])('with %s everything runs, loudly', async (_name, strategy, ran, sentence) => {
    const run = await runFollowing(strategy);
    expect({ ran: run.ran, partial: run.header.partial }).toEqual({ ran, partial: false });
    expect(run.notes).toEqual([expect.stringMatching(sentence)]);
    expect(run.ending.stderr).toMatch(sentence);
  });

  test('shards make a whole, also when one of them has no plan', async () => {
    const more = { files: { [setupFile]: setupText }, config: shardConfig };
    const first = await runFollowing(undefined, { ...more, args: ['--shard=1/2'] });
    const second = await runFollowing(quick, { ...more, args: ['--shard=2/2'] });
    expect(first.ran).toEqual(['[setup] prepares', ...ownOrder.slice(0, 8).map((title) => `[main] ${title}`)]);
    expect(second.ran).toEqual(['d1', 'd2', 'd3', 'd4'].map((title) => `[other] ${title}`));
    expect(second.ending.stderr).toContain('4 tests left out by strategy quick-1');
  });

  test('shards are cut by what tests take where that is committed, whatever plan each has', async () => {
    const more = { files: { 'timings.json': slowD } };
    const first = await runFollowing(undefined, { ...more, args: ['--shard=1/2'] });
    const second = await runFollowing(quick, { ...more, args: ['--shard=2/2'] });
    expect(first.ran).toEqual(['d1', 'd2', 'd3', 'd4']);
    // Of the others, those that the plan leaves out.
    expect(second.ran).toEqual(['b1', 'b3', 'b4', 'a1', 'a3', 'a4']);
  });

  test('shards that were not cut alike are told, with the tests that ran in none', async () => {
    const project = createPlaywrightProject(files, { config: `testDir: 'tests'`, options: `{ strategy: 'latest' }` });
    const build = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '4711', GITHUB_JOB: 'e2e' };
    project.write({ 'timings.json': slowD });
    await project.run({ args: ['--shard=1/2'], env: { ...build, MILLWRIGHT_DIR: 'one' } });
    // The job of the second shard has no timings.
    rmSync(path.join(project.dir, 'timings.json'));
    await project.run({ args: ['--shard=2/2'], env: { ...build, MILLWRIGHT_DIR: 'two' } });
    const merged = await runE2e(['history', 'merge', 'one', 'two'], { cwd: project.dir });
    const runs = await project.readRuns();
    project.remove();
    expect(runs.map((run) => [run.cut?.by, attemptLines(run).length])).toEqual([
      ['timings', 4],
      ['count', 8],
    ]);
    expect(merged).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 new run documents') });
    expect(merged.stderr).toContain('1/2 by timings, 2/2 by count. 8 tests ran in no shard: ');
    expect(merged.stderr).toContain('tests/a.spec.ts (4 tests)');
    expect(merged.stderr).toContain('; 4 tests ran more than once.');
  });

  test('has no say over tests that were asked for by name', async () => {
    const { ran, ending } = await runFollowing(quick, { args: ['b.spec.ts', 'a.spec.ts'] });
    expect(ran).toEqual(['b1', 'b2', 'b3', 'b4', 'a1', 'a2', 'a3', 'a4']);
    expect(ending.stderr).toBe('');
  });

  test('is switched off by the environment', async () => {
    const { ran, ending } = await runFollowing(quick, { env: { MILLWRIGHT_STRATEGY: 'off' } });
    expect({ ran, stderr: ending.stderr }).toEqual({ ran: ownOrder, stderr: '' });
  });
});
