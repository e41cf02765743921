import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Attempt, Run, RunHeader, TestEntry } from '@millwright/core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openHistory } from '../store/open-history.ts';
import { parseSegment } from '../store/parse-segment.ts';
import { openRunRecorder } from './open-run-recorder.ts';
import { RunDraft } from './run-draft.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-recorder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const startMs = Date.parse('2026-11-01T00:00:00.000Z');
const header: RunHeader = {
  runId: '01K9000000AAAAAAAAAAAAAAAA',
  runner: 'vitest',
  runnerVersion: '5.1.0',
  startedAt: new Date(startMs).toISOString(),
  facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } },
  projects: [],
};
const entry: TestEntry = {
  id: 'aaaaaaaaaaaaaaaa',
  runner: 'vitest',
  project: '',
  file: 'a.test.ts',
  titlePath: ['adds'],
  line: 1,
  column: 1,
  expectedStatus: 'passed',
  retries: 0,
};
const attempt: Attempt = {
  testId: entry.id,
  retry: 0,
  repeat: 0,
  status: 'passed',
  startedAtMs: startMs + 5,
  durationMs: 1,
  workerIndex: 0,
  parallelIndex: 0,
};
const record = (change: Partial<RunHeader> = {}) =>
  openRunRecorder({ dir, root: dir, header: { ...header, ...change }, env: {} });

async function recorded(): Promise<Run> {
  for await (const run of openHistory({ dir, root: dir }).readRuns()) return run;
  throw new Error('There is no run.');
}

async function segmentText(): Promise<string> {
  const names = await readdir(join(dir, 'history/runs/2026/11'));
  return readFile(join(dir, 'history/runs/2026/11', names.find((name) => name.endsWith('.open')) ?? ''), 'utf8');
}

test('every call is on disk when it returns, and gone into the document at the end', async () => {
  const recorder = record();
  recorder.addAttempt(entry, attempt);
  expect((await segmentText()).split('\n').filter((line) => line.startsWith('{"attempt"'))).toHaveLength(1);
  recorder.addNotRun({ ...entry, id: 'bbbbbbbbbbbbbbbb' }, 'its group was cut short');
  recorder.addError({ message: 'no config', frames: [] });
  recorder.addNote('Coverage was not there.');
  recorder.amendHeader({ workers: 3 });
  const path = await recorder.finish({ status: 'failed', durationMs: 12 });
  expect(path).toBe(join(dir, 'history/runs/2026/11/01K9000000AAAAAAAAAAAAAAAA.json'));
  expect(await readdir(join(dir, 'history/runs/2026/11'))).toEqual(['01K9000000AAAAAAAAAAAAAAAA.json']);
  expect(await recorded()).toEqual({
    ...header,
    workers: 3,
    status: 'failed',
    durationMs: 12,
    tests: [entry, { ...entry, id: 'bbbbbbbbbbbbbbbb' }],
    attempts: [attempt],
    notRun: [{ testId: 'bbbbbbbbbbbbbbbb', reason: 'its group was cut short' }],
    errors: [{ message: 'no config', frames: [] }],
    notes: ['Coverage was not there.'],
  });
});

test('a test is written once, and again when it says something new', async () => {
  const recorder = record();
  recorder.addAttempt(entry, attempt);
  recorder.addAttempt({ ...entry }, { ...attempt, retry: 1 });
  recorder.addAttempt({ ...entry, tags: ['@slow'] }, { ...attempt, retry: 2 });
  expect((await segmentText()).split('\n').filter((line) => line.startsWith('{"test"'))).toHaveLength(2);
  await recorder.finish({ status: 'passed', durationMs: 1 });
  expect((await recorded()).tests).toEqual([{ ...entry, tags: ['@slow'] }]);
});

test('clocks are rounded', async () => {
  const recorder = record();
  recorder.addAttempt(entry, { ...attempt, startedAtMs: startMs + 5.3, durationMs: 1.234_567 });
  await recorder.finish({ status: 'passed', durationMs: 1 });
  expect((await recorded()).attempts[0]).toEqual({ ...attempt, startedAtMs: startMs + 5, durationMs: 1.2 });
});

test('what cannot be written as JSON costs one note', async () => {
  const recorder = record();
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  recorder.addAttempt(entry, { ...attempt, failures: [circle as never] });
  recorder.addAttempt(entry, attempt);
  await recorder.finish({ status: 'passed', durationMs: 1 });
  const run = await recorded();
  expect(run.notes).toEqual([expect.stringMatching(/^One thing could not be recorded: /)]);
  expect(run.attempts).toEqual([attempt]);
  expect(run.tests).toEqual([entry]);
});

test('two runs under one name both stay', async () => {
  for (const durationMs of [1, 2, 1]) await record().finish({ status: 'failed', durationMs });
  expect(
    (await readdir(join(dir, 'history/runs/2026/11'))).map((name) => name.replace(/~[0-9a-f]{8}/, '~hash')),
  ).toEqual(['01K9000000AAAAAAAAAAAAAAAA.json', '01K9000000AAAAAAAAAAAAAAAA~hash.json']);
});

test('a run that passed with no test at all leaves nothing behind, a failed one and an empty shard do', async () => {
  expect(await record().finish({ status: 'passed', durationMs: 1 })).toBeUndefined();
  expect(await readdir(join(dir, 'history/runs/2026/11'))).toEqual([]);
  expect(await record().finish({ status: 'failed', durationMs: 1 })).toBeDefined();
  const shard = record({ runId: '01K9000000BBBBBBBBBBBBBBBB', shard: { current: 2, total: 2 } });
  expect(await shard.finish({ status: 'passed', durationMs: 1 })).toBeDefined();
});

test('calls after the end do nothing', async () => {
  const recorder = record();
  recorder.addAttempt(entry, attempt);
  await recorder.finish({ status: 'passed', durationMs: 1 });
  recorder.addAttempt(entry, { ...attempt, retry: 1 });
  expect(await recorder.finish({ status: 'failed', durationMs: 9 })).toBeUndefined();
  expect((await recorded()).status).toBe('passed');
});

test('the segment of a living process is left alone', async () => {
  const recorder = record();
  recorder.addAttempt(entry, attempt);
  const history = openHistory({ dir, root: dir, now: () => Date.now() + 86_400_000 });
  expect(await history.recoverOpenSegments()).toEqual([]);
  expect((await history.verify()).openSegments).toBe(1);
  expect(await recorder.finish({ status: 'passed', durationMs: 1 })).toBeDefined();
});

test('a list of files that tests share is on disk once, and each test has it in the end', async () => {
  const recorder = record();
  const second = { ...entry, id: 'bbbbbbbbbbbbbbbb', titlePath: ['subtracts'] };
  recorder.addAttempt(entry, attempt);
  recorder.addAttempt(second, { ...attempt, testId: second.id });
  const files = ['src/deep/shared-module.ts'];
  recorder.addCoverage(
    { testId: entry.id, files, precision: 'imported' },
    { testId: second.id, files, precision: 'imported' },
    { testId: second.id, files, precision: 'executed' },
  );
  expect((await segmentText()).split('shared-module.ts')).toHaveLength(3);
  await recorder.finish({ status: 'passed', durationMs: 3 });
  const covered = await openHistory({ dir, root: dir }).readCoverageMap();
  expect([entry.id, second.id].map((id) => covered.precision.get(id))).toEqual(['imported', 'executed']);
});

test('coverage of one test, as earlier versions wrote it, is read', () => {
  const draft = new RunDraft(header);
  draft.apply({ coverage: { testId: entry.id, files: ['a.ts'], precision: 'imported' } });
  expect(draft.coverage().tests).toEqual([{ testId: entry.id, files: ['a.ts'], precision: 'imported' }]);
});

test('an end that was written at once is what a recovered run tells, and a later end counts more', async () => {
  const recorder = record();
  recorder.endAtOnce({ status: 'interrupted', durationMs: 7 });
  recorder.addAttempt(entry, { ...attempt, status: 'interrupted' });
  const left = parseSegment(await segmentText());
  expect(left).toMatchObject({ status: 'ok', run: { status: 'interrupted', durationMs: 7 } });
  expect(left.status === 'ok' && left.run.attempts).toHaveLength(1);
  await recorder.finish({ status: 'failed', durationMs: 9 });
  const run = await recorded();
  expect([run.status, run.durationMs, run.attempts.length]).toEqual(['failed', 9, 1]);
});
