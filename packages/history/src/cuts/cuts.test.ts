import { mkdir, mkdtemp, readFile, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CutUnit, Run, RunHeader, ShardCut } from '@millwright/core';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { exportRuns } from '../exchange/exporters.ts';
import { openRunRecorder } from '../recorder/open-run-recorder.ts';
import { openHistory } from '../store/open-history.ts';
import { cutDocumentOf, cutOfDocument, encodeCut } from './cut-document.ts';

let top = '';
let dir = '';
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'millwright-cuts-'));
  dir = join(top, 'mine');
});
afterEach(() => rm(top, { recursive: true, force: true }));

const cut: ShardCut = {
  by: 'timings',
  total: 2,
  units: [
    { project: '', file: 'a.spec.ts', shard: 1, tests: 3 },
    { project: '', file: 'b.spec.ts', title: 'group > pays', shard: 2, tests: 1 },
    { project: 'api', file: 'a.spec.ts', shard: 2, tests: 1 },
  ],
};
const { digest } = encodeCut(cutDocumentOf(cut));

const headerOf = (current: number): RunHeader => ({
  runId: '01K9000000AAAAAAAAAAAAAAAA',
  shard: { current, total: 2 },
  cut: { by: 'count' },
  runner: 'playwright',
  runnerVersion: '1.65.1',
  startedAt: '2026-11-01T00:00:00.000Z',
  facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } },
  projects: [],
});

const record = (current: number, folder = dir, env: Readonly<Record<string, string>> = {}) =>
  openRunRecorder({ dir: folder, root: top, header: headerOf(current), env });
const open = (folder = dir) => openHistory({ dir: folder, root: top });
const cutFilesIn = (folder = dir) => readdir(join(folder, 'history/cuts')).catch(() => []);

async function readAll(): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for await (const run of open().readRuns()) runs.push(run);
  return runs;
}

async function recordShard(current: number, folder = dir): Promise<void> {
  const recorder = record(current, folder);
  recorder.addCut(cut);
  await recorder.finish({ status: 'passed', durationMs: 1 });
}

describe('a cut', () => {
  test('is the same document in whatever order its units come, and comes back from it', () => {
    const unit: fc.Arbitrary<CutUnit> = fc
      .record({
        project: fc.constantFrom('', 'chromium'),
        file: fc.constantFrom('a.spec.ts', 'b.spec.ts', 'c.spec.ts'),
        title: fc.constantFrom('one', 'two > three', '7', ''),
        shard: fc.integer({ min: 1, max: 4 }),
        tests: fc.integer({ min: 1, max: 3 }),
      })
      // The file c is never taken apart.
      .map(({ title, ...rest }) => (rest.file === 'c.spec.ts' ? rest : { ...rest, title }));
    const keyOf = ({ project, file, title }: CutUnit): string => JSON.stringify([project, file, title]);
    const units = fc.uniqueArray(unit, { selector: keyOf });
    fc.assert(
      fc.property(units, (some) => {
        const document = cutDocumentOf({ by: 'timings', total: 4, units: some });
        const shuffled = cutDocumentOf({ by: 'timings', total: 4, units: some.toReversed() });
        expect(encodeCut(shuffled)).toEqual(encodeCut(document));
        const back = cutOfDocument(document).units.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
        expect(back).toEqual(some.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
      }),
    );
  });

  test('says a whole file in one number', () => {
    expect(cutDocumentOf(cut).units).toEqual({
      '': { 'a.spec.ts': [1, 3], 'b.spec.ts': { 'group > pays': 2 } },
      api: { 'a.spec.ts': 2 },
    });
  });
});

describe('a recorded cut', () => {
  test('is one document for all shards, and each names it', async () => {
    for (const current of [1, 2]) await recordShard(current);
    expect(await cutFilesIn()).toEqual([`${digest}.json`]);
    const runs = await open().listRuns();
    expect(runs.map((run) => run.cut)).toEqual([
      { by: 'timings', digest },
      { by: 'timings', digest },
    ]);
    expect(await open().readCut(digest)).toEqual(cut);
    expect((await open().verify()).problems).toEqual([]);
  });

  test('survives a killed runner', async () => {
    record(1).addCut(cut);
    const segment = join(dir, 'history/runs/2026/11', (await readdir(join(dir, 'history/runs/2026/11')))[0] ?? '');
    // This process lives, and one of another machine that cannot be seen does not.
    const text = await readFile(segment, 'utf8');
    await writeFile(segment, text.replace(/"host":"[^"]*"/, '"host":"elsewhere"'));
    await open(join(top, 'other')).mergeFrom([dir]);
    expect((await open(join(top, 'other')).listRuns())[0]?.cut).toEqual({ by: 'timings', digest });
    expect(await open(join(top, 'other')).readCut(digest)).toEqual(cut);
  });

  test('holds no secret', async () => {
    const recorder = record(1, dir, { API_TOKEN: 'sesame-4711-open' });
    recorder.addCut({ ...cut, units: [{ project: '', file: 'a.ts', title: 'asks with sesame-4711-open', shard: 1 }] });
    await recorder.finish({ status: 'passed', durationMs: 1 });
    const [run] = await open().listRuns();
    const [unit] = (await open().readCut(run?.cut?.digest ?? ''))?.units ?? [];
    expect(unit?.title).toBe('asks with [redacted]');
  });

  test('that cannot be written costs itself alone', async () => {
    await mkdir(join(dir, 'history'), { recursive: true });
    await symlink(join(top, 'nowhere'), join(dir, 'history/cuts'));
    await recordShard(1);
    const [run] = await readAll();
    expect(run?.cut).toEqual({ by: 'timings' });
    expect(run?.notes).toEqual([expect.stringMatching(/^How the shards were cut could not be kept: /)]);
  });

  test('goes along in a merge, and its runs are told', async () => {
    await recordShard(1, join(top, 'one'));
    await recordShard(2, join(top, 'two'));
    const folders = [join(top, 'one'), join(top, 'two')];
    // Two run documents and the one cut; no test ran.
    expect(await open().mergeFrom(folders)).toEqual({ addedRuns: 2, addedFiles: 3, runIds: [headerOf(1).runId] });
    expect(await open().mergeFrom(folders)).toEqual({ addedRuns: 0, addedFiles: 0, runIds: [headerOf(1).runId] });
    expect(await open().readCut(digest)).toEqual(cut);
  });

  test('stays as long as a run that names it', async () => {
    await recordShard(1);
    const long = new Date('2026-11-01T00:00:00.000Z');
    await utimes(join(dir, 'history/cuts', `${digest}.json`), long, long);
    const nowMs = Date.parse('2026-11-05T00:00:00.000Z');
    await open().prune({ retentionDays: 30, nowMs });
    expect(await cutFilesIn()).toEqual([`${digest}.json`]);
    await open().prune({ retentionDays: 1, nowMs });
    expect(await cutFilesIn()).toEqual([]);
    expect((await open().verify()).problems).toEqual([]);
  });

  test('that is gone is told by verify, and undefined when it is asked for', async () => {
    await recordShard(1);
    await rm(join(dir, 'history/cuts'), { recursive: true });
    expect(await open().readCut(digest)).toBeUndefined();
    const { problems } = await open().verify();
    expect(problems.map(({ message }) => message)).toEqual([
      `It refers to what is not there: history/cuts/${digest}.json.`,
    ]);
  });

  test('does not leave the history with an export, which would point to nothing', async () => {
    await recordShard(1);
    const runs = await readAll();
    const [document] = exportRuns({ runs, format: 'jsonl' });
    expect(JSON.parse(document?.content.split('\n')[0] ?? '')).toMatchObject({ cut: { by: 'timings' } });
    expect(document?.content).not.toContain(digest);
  });
});

test('a shard that was cut by the runner names no document', async () => {
  await record(1).finish({ status: 'passed', durationMs: 1 });
  expect((await open().listRuns())[0]?.cut).toEqual({ by: 'count' });
  expect(await cutFilesIn()).toEqual([]);
});
