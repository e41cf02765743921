import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Attempt, Run, RunHeader, TestEntry } from '@millwright/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openHistory } from '../store/open-history.ts';
import { MergedRecorder } from './merged-recorder.ts';
import { openRunRecorder } from './open-run-recorder.ts';
import type { RunRecorder } from './run-recorder.ts';

let dir = '';
let said: string[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-merged-'));
  said = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const startMs = Date.parse('2026-11-01T00:00:00.000Z');
const end = { status: 'passed', durationMs: 100 } as const;

const entryOf = (name: string): TestEntry => ({
  id: name.padEnd(16, '0'),
  runner: 'vitest',
  project: '',
  file: `${name}.test.ts`,
  titlePath: [name],
  line: 1,
  column: 1,
  expectedStatus: 'passed',
  retries: 0,
});
const attemptOf = (entry: TestEntry, change: Partial<Attempt> = {}): Attempt => ({
  testId: entry.id,
  retry: 0,
  repeat: 0,
  status: 'passed',
  startedAtMs: startMs,
  durationMs: 10,
  workerIndex: 0,
  parallelIndex: 0,
  ...change,
});

let runCount = 0;
function openAt(startedAtMs: number): RunRecorder {
  runCount += 1;
  const header: RunHeader = {
    runId: `01K9${String(runCount).padStart(22, '0')}`,
    runner: 'vitest',
    runnerVersion: '5.1.0',
    startedAt: new Date(startedAtMs).toISOString(),
    facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } },
    projects: [],
  };
  return openRunRecorder({ dir, root: dir, header, env: {} });
}

const merged = (): MergedRecorder =>
  new MergedRecorder({
    dir,
    root: dir,
    runner: 'vitest',
    open: (startedAtMs = startMs) => openAt(startedAtMs),
    say: (line) => said.push(line),
  });

/** Records the attempts, as a shard or as a merged report. */
async function record(recorder: Pick<RunRecorder, 'addAttempt' | 'finish'>, ...told: [TestEntry, Attempt][]) {
  for (const [entry, attempt] of told) recorder.addAttempt(entry, attempt);
  return recorder.finish(end);
}

async function runs(): Promise<readonly Run[]> {
  const all: Run[] = [];
  for await (const run of openHistory({ dir, root: dir }).readRuns()) all.push(run);
  return all;
}

const [a, b, skipped] = [entryOf('a'), entryOf('b'), entryOf('c')];

describe('MergedRecorder', () => {
  test('records a report of which the history knows nothing, whole, at the time of its first attempt', async () => {
    const recorder = merged();
    recorder.addNotRun(b, 'no time');
    recorder.addError({ message: 'outside', frames: [] });
    recorder.addNote('a note');
    recorder.addCoverage({ testId: a.id, files: ['a.ts'], precision: 'imported' });
    expect(await record(recorder, [a, attemptOf(a, { startedAtMs: startMs + 7 })])).toBeDefined();
    expect(recorder.spanMs).toBe(10);
    const [run] = await runs();
    expect(run).toMatchObject({ startedAt: '2026-11-01T00:00:00.007Z', notes: ['a note'] });
    expect(run?.notRun).toEqual([{ testId: b.id, reason: 'no time' }]);
    expect(run?.errors.map(({ message }) => message)).toEqual(['outside']);
    expect((await openHistory({ dir, root: dir }).readCoverageMap()).filesByTest.get(a.id)).toEqual(['a.ts']);
    expect(said).toEqual([]);
  });

  test('records nothing of what the history has, and says so; twice as well', async () => {
    await record(openAt(startMs), [a, attemptOf(a, { startedAtMs: startMs + 0.4 })]);
    for (const round of [1, 2]) {
      expect(await record(merged(), [a, attemptOf(a)])).toBeUndefined();
      expect(said).toHaveLength(round);
    }
    expect(await runs()).toHaveLength(1);
  });

  test.each([
    { name: 'another start', change: { startedAtMs: startMs + 60_000 } },
    { name: 'another retry', change: { retry: 1 } },
    { name: 'another repetition', change: { repeat: 1 } },
  ])('does not take $name for the same attempt', async ({ change }) => {
    await record(openAt(startMs), [a, attemptOf(a)]);
    expect(await record(merged(), [a, attemptOf(a, change)])).toBeDefined();
    expect(await runs()).toHaveLength(2);
  });

  test('knows a skipped test by its neighbours, because its start may be made up', async () => {
    const skip = (startedAtMs: number): [TestEntry, Attempt] => [
      skipped,
      attemptOf(skipped, { status: 'skipped', startedAtMs }),
    ];
    await record(openAt(startMs), [a, attemptOf(a)], skip(startMs + 1));
    expect(await record(merged(), [a, attemptOf(a)], skip(startMs + 999))).toBeUndefined();
    // A run from which nothing else comes says nothing about the skipped test.
    expect(await record(merged(), [b, attemptOf(b)], skip(startMs + 999))).toBeDefined();
    expect((await runs()).at(-1)?.tests.map(({ id }) => id)).toEqual([b.id, skipped.id].sort());
  });

  test('adds what is missing, with a note and without what cannot be told by shards', async () => {
    await record(openAt(startMs), [a, attemptOf(a)]);
    const recorder = merged();
    recorder.addError({ message: 'of either shard', frames: [] });
    recorder.addCoverage({ testId: a.id, files: ['x.ts'], precision: 'imported' });
    await record(recorder, [a, attemptOf(a)], [b, attemptOf(b)]);
    const added = (await runs()).find((run) => run.tests.some(({ id }) => id === b.id));
    expect(added?.attempts.map(({ testId }) => testId)).toEqual([b.id]);
    expect(added).toMatchObject({ errors: [], notes: [expect.stringContaining('Some shards')] });
    expect((await openHistory({ dir, root: dir }).readCoverageMap()).filesByTest.size).toBe(0);
  });

  test('an empty report is nothing to record', async () => {
    expect(await record(merged())).toBeUndefined();
    expect(await runs()).toEqual([]);
    expect(said).toEqual([]);
  });
});
