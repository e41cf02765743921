import { afterEach, expect, test } from 'vitest';

import {
  digestOf,
  followingProject,
  latestStrategy,
  quickStrategy,
  ranUnderQuickStrategy,
} from './support/followed-project.ts';
import { inOwnOrder, startedTestsOf } from './support/plan-project.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

const note = 'Left out by strategy quick-1: over the budget';
const line = '4 tests left out by strategy quick-1 (over the budget).';

test('runs what is planned in its order and what is new, and leaves the rest out without calling it skipped', async () => {
  project = createVitestProject({ ...followingProject, ...latestStrategy(quickStrategy) });
  const ending = await project.run();
  expect(ending, ending.stdout + ending.stderr).toMatchObject({ exitCode: 0, stderr: `millwright: ${line}\n` });
  expect(startedTestsOf(project.root)).toEqual(ranUnderQuickStrategy);
  const run = await project.onlyRun();
  expect(run.notRun.map(({ reason }) => reason)).toEqual([note, note]);
  expect(run.attempts.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'passed'));
  expect(run.tests.filter(({ expectedStatus, annotations }) => expectedStatus !== 'passed' || annotations)).toEqual([]);
  expect(run).toMatchObject({ strategyId: 'quick-1', partial: true, notes: [line] });
  expect(run.unstartedFiles).toBeUndefined();
});

test.each([
  { name: 'no strategy', strategy: undefined, ran: inOwnOrder, sentence: /No strategy was planned yet/ },
  {
    name: 'a stale strategy',
    strategy: { ...quickStrategy, createdAt: '2020-01-01T00:00:00.000Z' },
    ran: ['d1', 'd2', 'b1', 'b2', 'a1', 'a2', 'c1', 'c2', 'e1', 'e2'],
    sentence: /quick-1 is stale, because it is older than 7 days/,
  },
])('with $name everything runs, loudly', async ({ strategy, ran, sentence }) => {
  project = createVitestProject({ ...followingProject, ...(strategy ? latestStrategy(strategy) : {}) });
  const ending = await project.run();
  expect(ending).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(sentence) });
  expect(startedTestsOf(project.root)).toEqual(ran);
  const run = await project.onlyRun();
  expect({ notes: run.notes, partial: run.partial }).toEqual({
    notes: [expect.stringMatching(sentence)],
    partial: undefined,
  });
});

test('has no say over tests that were asked for by name', async () => {
  project = createVitestProject({ ...followingProject, ...latestStrategy(quickStrategy) });
  expect(await project.run(['tests/c', 'tests/b'])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(startedTestsOf(project.root)).toEqual(['b1', 'b2', 'c1', 'c2']);
});

test('shards make a whole, whatever part of the plan each has', async () => {
  const files = { ...followingProject, ...latestStrategy(quickStrategy) };
  project = createVitestProject(files);
  for (const shard of ['1/2', '2/2']) expect(await project.run([`--shard=${shard}`])).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root).toSorted()).toEqual(ranUnderQuickStrategy.toSorted());
});

test('shards are cut by what files take where that is committed, also by one that has no plan', async () => {
  const byFile = { 'tests/a.test.ts': 10, 'tests/b.test.ts': 10, 'tests/c.test.ts': 10, 'tests/d.test.ts': 900 };
  const timings = { format: 'millwright/timings', version: 1, vitest: { '': { ...byFile, 'tests/e.test.ts': 10 } } };
  project = createVitestProject({ ...followingProject, 'timings.json': JSON.stringify(timings) });
  expect(await project.run(['--shard=1/2'])).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root)).toEqual(['d1', 'd2']);
  expect(await project.run(['--shard=2/2'])).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root).toSorted()).toEqual(inOwnOrder.toSorted());
  const cuts = (await project.runs()).map(({ cut }) => cut);
  expect(new Set(cuts.map((cut) => JSON.stringify(cut))).size).toBe(1);
  const cut = await project.history().readCut(cuts[0]?.digest ?? '');
  expect(cut?.units.map(({ file, shard }) => [file, shard])).toEqual(
    Object.keys(byFile)
      .concat('tests/e.test.ts')
      .map((file) => [file, file === 'tests/d.test.ts' ? 1 : 2]),
  );
});

test('tests with fixtures run and are left out like others', async () => {
  const fixture = `const it = test.extend({ seven: [async ({}, use) => { await use(7); }, { auto: true }] });\n`;
  const text = followingProject['tests/b.test.ts'] ?? '';
  const withFixture = text
    .replace('const say', `${fixture}const say`)
    .replaceAll(/^test\(('\w+'), \(\)/gm, 'it($1, ({ seven })');
  expect(withFixture).toContain("it('second', ({ seven }) =>");
  const { madeFor } = quickStrategy;
  const testFiles = { ...madeFor?.testFiles, 'tests/b.test.ts': digestOf(withFixture) };
  const strategy = { ...quickStrategy, madeFor: { ...madeFor, testFiles } };
  project = createVitestProject({ ...followingProject, 'tests/b.test.ts': withFixture, ...latestStrategy(strategy) });
  const ending = await project.run();
  expect(ending, ending.stdout).toMatchObject({ exitCode: 0, stderr: `millwright: ${line}\n` });
  expect(startedTestsOf(project.root)).toEqual(ranUnderQuickStrategy);
});
