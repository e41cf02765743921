import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Failure, type Run, excludeOutages, signatureOf } from '@millwright/core';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { arbitraryRun } from '../fixtures/arbitrary-run.ts';
import { openHistory } from '../store/open-history.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-index-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (path = dir) => openHistory({ dir: path, root: path });
const startMs = Date.parse('2026-11-01T00:00:00.000Z');
const day = 86_400_000;

/** Tests in files of their own names; `failureOf` says how each fails. */
function runOf(index: number, testCount: number, failureOf: (test: number) => Failure | undefined): Run {
  const startedAt = new Date(startMs + index * day).toISOString();
  const ids = Array.from({ length: testCount }, (_, test) => test.toString(16).padStart(16, '0'));
  return {
    runId: `RUN${String(index).padStart(23, '0')}`,
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt,
    facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } },
    projects: [],
    status: 'failed',
    durationMs: 10,
    tests: ids.map((id, test) => ({
      id,
      runner: 'playwright',
      project: '',
      file: `tests/page-${test % 10}.spec.ts`,
      titlePath: [`case ${test}`],
      line: test,
      column: 1,
      expectedStatus: 'passed',
      retries: 0,
    })),
    attempts: ids.map((testId, test) => {
      const failure = failureOf(test);
      return {
        testId,
        retry: 0,
        repeat: 0,
        status: failure ? 'failed' : 'passed',
        startedAtMs: Date.parse(startedAt) + test,
        durationMs: 7,
        workerIndex: 0,
        parallelIndex: 0,
        ...(failure && { failures: [failure] }),
      };
    }),
    notRun: [],
    errors: [],
    notes: [],
  };
}

const refused = (test: number): Failure => ({
  name: 'Error',
  message: `apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:${40_000 + test}`,
  frames: [{ file: `tests/page-${test % 10}.spec.ts`, line: 10 + test, column: 3, origin: 'user' }],
});

describe('signatures of failures', () => {
  test('are those of the core, also where a template has no numbers in the names of files', async () => {
    const run = runOf(0, 30, refused);
    await open().appendRun(run);
    const found = (await open().readTestHistories()).map((history) => history.observations[0]?.signature);
    expect(found).toEqual(run.attempts.map((attempt) => signatureOf(attempt.failures?.[0] as Failure)));
    expect(new Set(found).size).toBe(10);
  });

  test('make one outage of 30 tests in 10 files that one dead server took down', async () => {
    await open().appendRun(runOf(0, 60, () => undefined));
    await open().appendRun(runOf(1, 60, (index) => (index < 30 ? refused(index) : undefined)));
    const { outages, histories } = excludeOutages(await open().readTestHistories());
    expect(outages).toMatchObject([{ failedTests: 30, executedTests: 60, run: { runId: runOf(1, 0, refused).runId } }]);
    expect(histories.every((history) => history.observations.length === 1)).toBe(true);
  });

  test('are left out when the text of the failure is missing', async () => {
    await open().appendRun(runOf(0, 1, refused));
    await rm(join(dir, 'history/failures'), { recursive: true });
    const [history] = await open().readTestHistories();
    expect(history?.observations).toMatchObject([{ outcome: 'unexpected' }]);
    expect(history?.observations[0]).not.toHaveProperty('signature');
  });

  test('are computed whatever values stand in the template', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, fc.nat(), async (run, index) => {
        const folder = join(dir, String(index));
        await rm(folder, { recursive: true, force: true });
        await open(folder).appendRun(run);
        const told = new Map(
          (await open(folder).readTestHistories()).map((history) => [
            history.test.id,
            history.observations[0]?.signature,
          ]),
        );
        for (const { id } of run.tests) {
          const failing = run.attempts.find((attempt) => attempt.testId === id && (attempt.failures ?? []).length > 0);
          const [failure] = failing?.failures ?? [];
          expect(told.get(id)).toBe(failure && signatureOf(failure));
        }
      }),
      { numRuns: 25 },
    );
  }, 30_000);
});

describe('after pruning', () => {
  const all = { retentionDays: 0, nowMs: startMs + 400 * day };
  /** Shards that ran a test both, a partial run, and what else the types allow. */
  const variedRuns = () =>
    fc.sample(arbitraryRun, { numRuns: 10, seed: 11 }).map((run, index): Run => {
      const startedAt = new Date(startMs + index * day).toISOString();
      const attempts = run.attempts.map((attempt) => ({
        ...attempt,
        startedAtMs: attempt.startedAtMs - Date.parse(run.startedAt) + Date.parse(startedAt),
      }));
      return { ...run, attempts, runner: 'playwright', runId: `R${index >> 1}`, startedAt };
    });

  test('the histories of the tests are the same, and verify accepts what is there', async () => {
    for (const run of variedRuns()) await open().appendRun(run);
    const before = await open().readTestHistories();
    const plan = await open().prune({ ...all, dryRun: true });
    expect(await open().prune(all)).toEqual(plan);
    expect(await open().listRuns()).toEqual([]);
    expect(await open().readTestHistories()).toEqual(before);
    expect(before.length).toBeGreaterThan(10);
    expect((await open().verify()).problems).toEqual([]);
    await rm(join(dir, 'cache'), { recursive: true });
    expect(await open().readTestHistories({ last: 1_000 })).toEqual(before);
  });

  test('the folder has shrunk by the bytes that were told', async () => {
    for (let index = 0; index < 6; index += 1) await open().appendRun(runOf(index, 40, refused));
    const long = new Date(startMs);
    for (const name of await readdir(join(dir, 'history'), { recursive: true }))
      if (name.endsWith('.json')) await utimes(join(dir, 'history', name), long, long);
    const before = (await open().verify()).byteCount;
    const { freedBytes, removedRuns } = await open().prune({ retentionDays: 2, nowMs: startMs + 6 * day });
    expect(removedRuns).toHaveLength(4);
    expect(before - (await open().verify()).byteCount).toBe(freedBytes);
    expect(freedBytes).toBeGreaterThan(0);
  });

  test('a run that comes back by a merge is counted once, and pruned again without a second digest', async () => {
    const other = join(dir, 'other');
    const mine = join(dir, 'mine');
    const runs = [runOf(0, 8, refused), runOf(1, 8, () => undefined)];
    for (const run of runs) for (const path of [other, mine]) await open(path).appendRun(run);
    const before = await open(mine).readTestHistories();
    await open(mine).prune(all);
    const digests = await readdir(join(mine, 'history/digests'), { recursive: true });
    expect(await open(mine).mergeFrom([other])).toMatchObject({ addedRuns: 2 });
    expect(await open(mine).readTestHistories()).toEqual(before);
    expect(await open(mine).listRuns()).toHaveLength(2);
    await open(mine).prune(all);
    expect(await readdir(join(mine, 'history/digests'), { recursive: true })).toEqual(digests);
    expect(await open(mine).readTestHistories()).toEqual(before);
  });

  test('a digest made without the text of a failure does not count beside the one made with it', async () => {
    const [poor, rich] = [join(dir, 'poor'), join(dir, 'rich')];
    for (const path of [poor, rich]) await open(path).appendRun(runOf(0, 3, refused));
    const before = await open(rich).readTestHistories();
    await rm(join(poor, 'history/failures'), { recursive: true });
    for (const path of [poor, rich]) await open(path).prune(all);
    await open(poor).mergeFrom([rich]);
    expect(await open(poor).readTestHistories()).toEqual(before);
    expect((await open(poor).verify()).problems).toEqual([]);
  });
});

test('a second reader finds the index done and leaves it as it is', async () => {
  await open().appendRun(runOf(0, 3, refused));
  await open().readTestHistories();
  const path = join(dir, 'cache/index.json');
  const past = new Date(startMs);
  await utimes(path, past, past);
  await open().readTestHistories();
  expect((await stat(path)).mtimeMs).toBe(startMs);
});

test('an experiment is listed and says nothing of its tests, before and after pruning', async () => {
  const failing = (index: number): Run => runOf(index, 3, refused);
  await open().appendRun(runOf(0, 3, () => undefined));
  await open().appendRun({ ...failing(1), experiment: true });
  expect((await open().listRuns({})).map((run) => run.experiment)).toEqual([undefined, true]);
  const outcomes = async () =>
    (await open().readTestHistories()).map(({ observations }) => observations.map((o) => o.outcome));
  expect(await outcomes()).toEqual([['expected'], ['expected'], ['expected']]);
  await open().prune({ retentionDays: 1, nowMs: startMs + 9 * day });
  expect(await open().listRuns({})).toEqual([]);
  expect(await outcomes()).toEqual([['expected'], ['expected'], ['expected']]);
});

test('stress runs say how their tests did, and displace no run of the suite', async () => {
  await open().appendRun(runOf(0, 3, () => undefined));
  for (let index = 1; index <= 130; index += 1) {
    const { tests, attempts, ...header } = runOf(0, 1, index % 2 === 0 ? refused : () => undefined);
    const startedAt = new Date(startMs + index * 60_000).toISOString();
    const runId = `STR${String(index).padStart(23, '0')}`;
    await open().appendRun({ ...header, tests, attempts, startedAt, runId, stress: true });
  }
  const [stressed, other] = await open().readTestHistories({ last: 1 });
  expect(other?.observations).toHaveLength(1);
  const outcomes = stressed?.observations.map(({ outcome, run }) => [outcome, run.stress]);
  expect(outcomes?.slice(-2)).toEqual([
    ['expected', true],
    ['unexpected', true],
  ]);
  // One place for the run of the suite, and a ring of their own for the others.
  expect(outcomes?.[0]).toEqual(['expected', undefined]);
  expect(outcomes).toHaveLength(129);
  expect((await open().listRuns({ stress: false })).map((run) => run.runId)).toEqual([
    runOf(0, 0, () => undefined).runId,
  ]);
});

test('a run document that was edited by hand is read again', async () => {
  await open().appendRun(runOf(0, 2, () => undefined));
  const path = join(dir, 'history/runs/2026/11', `${runOf(0, 0, refused).runId}.json`);
  // Clocks of file systems tick in milliseconds; nobody edits a file so soon after it was written.
  await utimes(path, new Date(startMs), new Date(startMs));
  expect((await open().readTestHistories()).map((history) => history.observations[0]?.outcome)).toEqual([
    'expected',
    'expected',
  ]);
  const text = await readFile(path, 'utf8');
  // The same size: only the time of change tells.
  await writeFile(path, text.replace('"status":"pp"', '"status":"pf"'));
  expect((await open().readTestHistories()).map((history) => history.observations[0]?.outcome)).toEqual([
    'expected',
    'unexpected',
  ]);
  expect(await open().listRuns()).toMatchObject([{ outcomes: { expected: 1, unexpected: 1 } }]);
});
