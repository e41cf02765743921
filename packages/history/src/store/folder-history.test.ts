import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Attempt, type Observation, type Run, isExpected, outcomeOf } from '@millwright/core';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { updateAliases } from '../aliases/aliases.ts';
import { arbitraryRun } from '../fixtures/arbitrary-run.ts';
import { openRunRecorder } from '../recorder/open-run-recorder.ts';
import { openHistory } from './open-history.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-history-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = () => openHistory({ dir, root: dir });
const startMs = Date.parse('2026-11-01T00:00:00.000Z');
const day = 86_400_000;

function runAt(index: number, change: Partial<Run> = {}, id = 'aaaaaaaaaaaaaaaa'): Run {
  const startedAt = new Date(startMs + index * day).toISOString();
  return {
    runId: `RUN${String(index).padStart(23, '0')}`,
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt,
    facts: {
      machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 },
      git: { commit: `c${index}`, branch: index % 2 ? 'main' : 'other', dirty: false, rootPrefix: '' },
    },
    projects: [],
    status: 'failed',
    durationMs: 10,
    tests: [
      {
        id,
        runner: 'playwright',
        project: '',
        file: `f-${index}.spec.ts`,
        titlePath: ['t'],
        line: 1,
        column: 1,
        expectedStatus: 'passed',
        retries: 0,
      },
    ],
    attempts: [
      {
        testId: id,
        retry: 0,
        repeat: 0,
        status: 'failed',
        startedAtMs: Date.parse(startedAt),
        durationMs: 7,
        workerIndex: 0,
        parallelIndex: 0,
        failures: [{ message: `word${'x'.repeat(index)}`, frames: [] }],
      },
    ],
    notRun: [],
    errors: [],
    notes: [],
    ...change,
  };
}

/** What the index should say, straight from the whole runs. */
async function observedFromRuns(): Promise<Map<string, Omit<Observation, 'run' | 'signature'>[]>> {
  const observed = new Map<string, Omit<Observation, 'run' | 'signature'>[]>();
  for await (const run of open().readRuns()) {
    for (const entry of run.tests) {
      const attempts = run.attempts.filter((attempt: Attempt) => attempt.testId === entry.id);
      if (attempts.length === 0) continue;
      const told = attempts.filter((attempt) => attempt.status !== 'skipped' && attempt.status !== 'interrupted');
      const observation = {
        outcome: outcomeOf(entry, attempts),
        attempts: attempts.length,
        failedAttempts: told.filter((attempt) => !isExpected(entry, attempt)).length,
        durationMs: attempts.findLast((attempt) => attempt.status !== 'skipped')?.durationMs ?? 0,
      };
      observed.set(entry.id, [...(observed.get(entry.id) ?? []), observation]);
    }
  }
  return observed;
}

describe('readTestHistories', () => {
  test('says what the runs say, folded in one by one or all at once', async () => {
    const runs = fc.sample(arbitraryRun, { numRuns: 12, seed: 4 }).map((run, index): Run => {
      const { shard: _shard, ...rest } = run;
      const startedAt = new Date(startMs + index).toISOString();
      return Object.assign(rest, { runner: 'playwright', runId: `R${index}`, startedAt });
    });
    for (const run of runs) {
      await open().appendRun(run);
      await open().readTestHistories();
    }
    const step = await open().readTestHistories();
    await rm(join(dir, 'cache'), { recursive: true });
    expect(await open().readTestHistories()).toEqual(step);
    const found = new Map(
      step.map((entry) => [
        entry.test.id,
        entry.observations.map(({ run: _run, signature: _signature, ...rest }) => rest),
      ]),
    );
    expect(found).toEqual(await observedFromRuns());
  });

  test('gives the newest runs only, the latest entry of a test, and its failure signatures', async () => {
    for (const index of [2, 0, 1]) await open().appendRun(runAt(index));
    const [history] = await open().readTestHistories({ last: 2 });
    expect(history?.observations.map((observation) => observation.run.commit)).toEqual(['c1', 'c2']);
    expect(history?.test.file).toBe('f-2.spec.ts');
    expect(new Set(history?.observations.map((observation) => observation.signature)).size).toBe(2);
    expect(await open().readTestHistories({ runner: 'vitest' })).toEqual([]);
  });

  test('keeps the latest entry when an older run comes late', async () => {
    await open().appendRun(runAt(5));
    await open().readTestHistories();
    await open().appendRun(runAt(3));
    const [history] = await open().readTestHistories();
    expect(history?.test.file).toBe('f-5.spec.ts');
    expect(history?.observations).toHaveLength(2);
  });

  test('goes beyond the index when more runs are asked for than it holds', async () => {
    for (let index = 0; index < 140; index += 1) await open().appendRun(runAt(index));
    expect((await open().readTestHistories({ last: 100 }))[0]?.observations).toHaveLength(100);
    expect((await open().readTestHistories({ last: 139 }))[0]?.observations).toHaveLength(139);
  });

  test('reads a renamed test under its new id, also before the new one has run', async () => {
    await open().appendRun(runAt(0, {}, 'oldoldoldoldoldo'));
    await updateAliases(dir, [
      { from: 'oldoldoldoldoldo', to: 'newnewnewnewnewn', reason: 'moved', at: '2026-11-01T00:00:00.000Z' },
    ]);
    expect((await open().readTestHistories()).map((entry) => [entry.test.id, entry.observations.length])).toEqual([
      ['newnewnewnewnewn', 1],
    ]);
    await open().appendRun(runAt(1, {}, 'newnewnewnewnewn'));
    expect(
      (await open().readTestHistories()).map((entry) => [entry.test.id, entry.test.file, entry.observations.length]),
    ).toEqual([['newnewnewnewnewn', 'f-1.spec.ts', 2]]);
  });
});

test.each([
  ['all', {}, ['c0', 'c1', 'c2', 'c3']],
  ['the newest', { last: 2 }, ['c2', 'c3']],
  ['one branch', { branch: 'main' }, ['c1', 'c3']],
  ['since a day', { since: new Date(startMs + 2 * day).toISOString() }, ['c2', 'c3']],
  ['by id', { runIds: [runAt(1).runId] }, ['c1']],
  ['another runner', { runner: 'vitest' }, []],
  ['the newest of a branch', { branch: 'other', last: 1 }, ['c2']],
])('listRuns and readRuns: %s', async (_, query, commits) => {
  for (const index of [3, 1, 0, 2]) await open().appendRun(runAt(index));
  expect((await open().listRuns(query)).map((run) => run.facts.git?.commit)).toEqual(commits);
  const read: (string | undefined)[] = [];
  for await (const run of open().readRuns(query)) read.push(run.facts.git?.commit);
  expect(read).toEqual(commits);
});

describe('prune', () => {
  const options = { retentionDays: 2, nowMs: startMs + 4 * day };
  const fileCount = async () =>
    (await readdir(join(dir, 'history'), { recursive: true })).filter((name) => name.endsWith('.json')).length;

  test('removes old runs with the evidence that only they need', async () => {
    for (let index = 0; index < 5; index += 1) await open().appendRun(runAt(index));
    await open().readTestHistories();
    const long = new Date(startMs);
    for (const name of await readdir(join(dir, 'history'), { recursive: true }))
      if (name.endsWith('.json')) await utimes(join(dir, 'history', name), long, long);
    const before = await fileCount();
    const planned = await open().prune({ ...options, dryRun: true });
    expect(await fileCount()).toBe(before);
    expect(await open().prune(options)).toEqual(planned);
    expect(planned.removedRuns).toEqual([runAt(0).runId, runAt(1).runId]);
    // Two runs, each with a failure of its own; their catalogs stay for the two digests that are written.
    expect(planned.removedFiles).toBe(4);
    expect(await fileCount()).toBe(before - 4 + 2);
    expect((await open().verify()).problems).toEqual([]);
    expect((await open().readTestHistories())[0]?.observations).toHaveLength(5);
  });

  test('leaves young evidence alone, because a run that needs it may be about to be written', async () => {
    await open().appendRun(runAt(0));
    const now = Date.now();
    const result = await open().prune({ retentionDays: 0, nowMs: now });
    expect(result.removedFiles).toBe(1);
    // The catalog, the failure, the digest.
    expect(await fileCount()).toBe(3);
  });
});

describe('coverage', () => {
  const range = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };
  const file = (path: string, hits: number) => ({
    path,
    statementMap: { 0: range, 1: { start: { line: 2, column: 0 }, end: { line: 2, column: 9 } } },
    fnMap: {},
    branchMap: {
      0: {
        loc: range,
        type: 'if',
        locations: [range, { start: { line: 2, column: 0 }, end: { line: 2, column: 5 } }],
        line: 1,
      },
    },
    s: { 0: hits, 1: 0 },
    f: {},
    b: { 0: [hits, 0] },
    hash: 'abc',
  });

  test('comes back as istanbul knows it, shards added up, under paths relative to the root', async () => {
    for (const current of [1, 2]) {
      const {
        tests: _t,
        attempts: _a,
        status: _s,
        durationMs: _d,
        notRun: _n,
        errors: _e,
        notes: _no,
        ...header
      } = runAt(1, { shard: { current, total: 2 } });
      const recorder = openRunRecorder({ dir, root: '/project', header, env: {} });
      recorder.addCoverageTotals({ '/project/src/a.ts': file('/project/src/a.ts', current) });
      recorder.addCoverage({ testId: `t${current}`, files: ['src/b.ts', 'src/a.ts'], precision: 'imported' });
      recorder.addCoverage({
        testId: 'both',
        files: [`src/${current}.ts`],
        precision: current === 1 ? 'executed' : 'imported',
      });
      await recorder.finish({ status: 'passed', durationMs: 1 });
    }
    const { path: _path, ...expected } = file('', 3);
    expect(await open().readCoverageTotals()).toEqual({ 'src/a.ts': { ...expected, path: 'src/a.ts' } });
    const map = await open().readCoverageMap();
    expect(map.filesByTest.get('t2')).toEqual(['src/a.ts', 'src/b.ts']);
    expect([map.filesByTest.get('both'), map.precision.get('both')]).toEqual([['src/1.ts'], 'executed']);
    expect((await open().verify()).problems).toEqual([]);
  });

  test('that istanbul cannot add up does not cost the run', async () => {
    const {
      tests: _t,
      attempts: _a,
      status: _s,
      durationMs: _d,
      notRun: _n,
      errors: _e,
      notes: _no,
      ...header
    } = runAt(1);
    const recorder = openRunRecorder({ dir, root: dir, header, env: {} });
    recorder.addCoverageTotals({ 'a.ts': { path: 'a.ts' } });
    recorder.addCoverageTotals({ 'a.ts': { path: 'a.ts', s: 7 } });
    expect(await recorder.finish({ status: 'passed', durationMs: 1 })).toBeDefined();
    for await (const run of open().readRuns())
      expect(run.notes).toEqual([expect.stringMatching(/^Coverage could not be kept: /)]);
    expect((await open().listRuns()).length).toBe(1);
  });
});
