import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { readNeverStarted } from './read-never-started.ts';

const ran = 'aaaaaaaaaaaaaaaa';
const missing = 'bbbbbbbbbbbbbbbb';
const planned = [plannedTest({ testId: ran }), plannedTest({ testId: missing })];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-never-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs, oldest first. */
async function neverStartedOf(...runs: readonly Partial<Run>[]): Promise<Record<number, readonly string[]>> {
  const history = openHistory({ root, dir: '.millwright' });
  const idOf = (index: number): string => `01KAJ3000${index}AAAAAAAAAAAAAAAA`;
  for (const [index, over] of runs.entries()) {
    const startedAt = new Date(Date.UTC(2026, 10, 1, index)).toISOString();
    await history.appendRun(runOf(planned, [{ testId: ran }], { runId: idOf(index), startedAt, ...over }));
  }
  const found = await readNeverStarted(history);
  return Object.fromEntries(
    [...found].map(([id, tests]) => [runs.findIndex((_, index) => idOf(index) === id), tests.map((entry) => entry.id)]),
  );
}

const bailed: Partial<Run> = { status: 'failed', notRun: [{ testId: missing }] };
const good: Partial<Run> = { tests: runOf([planned[0] ?? plannedTest()], []).tests };

test('what a run that bailed never started', async () => {
  expect(await neverStartedOf(bailed)).toEqual({ 0: [missing] });
});

test('a failed run that started everything is told to have left nothing out', async () => {
  expect(await neverStartedOf({ ...good, status: 'failed' })).toEqual({ 0: [] });
});

test.each<[name: string, runs: readonly Partial<Run>[], found: Record<number, readonly string[]>]>([
  ['no run', [], {}],
  ['a good run of everything came later', [bailed, good], {}],
  ['a good run of a part came later', [bailed, { ...good, partial: true }], { 0: [missing] }],
  ['a good run came earlier', [good, { ...bailed, status: 'interrupted' }], { 1: [missing] }],
  ['an experiment', [{ ...bailed, experiment: true }], {}],
  ['a good run of another runner', [bailed, { ...good, runner: 'vitest' }], { 0: [missing] }],
])('%s', async (_name, runs, found) => expect(await neverStartedOf(...runs)).toEqual(found));

test('the newest five', async () => {
  const found = await neverStartedOf(...Array.from({ length: 7 }, () => bailed));
  expect(Object.keys(found)).toEqual(['2', '3', '4', '5', '6']);
});
