import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run, Shard } from '@millwright/core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openHistory } from '../store/open-history.ts';
import { recordAliases } from './record-aliases.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-aliases-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A run of one test: the same in `a` and `b`, another in `c`. */
function runOf(index: number, file: string, shard?: Shard, runIndex = index): Run {
  const startedAt = `2026-11-0${index}T00:00:00.000Z`;
  const id = file.padStart(16, '0');
  return {
    runId: `RUN${String(runIndex).padStart(23, '0')}`,
    ...(shard === undefined ? {} : { shard }),
    runner: 'vitest',
    runnerVersion: '5.1.0',
    startedAt,
    facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } },
    projects: [],
    status: 'passed',
    durationMs: 10,
    tests: [
      {
        id,
        runner: 'vitest',
        project: '',
        file: `${file}.test.ts`,
        titlePath: [file === 'c' ? 'saves' : 'loads'],
        line: 1,
        column: 1,
        expectedStatus: 'passed',
        retries: 0,
        bodyHash: file === 'c' ? 'other' : 'same',
      },
    ],
    attempts: [
      {
        testId: id,
        retry: 0,
        repeat: 0,
        status: 'passed',
        startedAtMs: Date.parse(startedAt),
        durationMs: 1,
        workerIndex: 0,
        parallelIndex: 0,
      },
    ],
    notRun: [],
    errors: [],
    notes: [],
  };
}

async function aliasesAfter(...runs: readonly Run[]): Promise<readonly { from: string; to: string }[]> {
  const history = openHistory({ dir, root: dir });
  for (const run of runs) await history.appendRun(run);
  const found = await recordAliases(history, { root: dir, nowMs: 0 });
  return found.map(({ from, to }) => ({ from, to }));
}

test('a test that went to another file is the same test', async () => {
  expect(await aliasesAfter(runOf(1, 'a'), runOf(2, 'b'))).toEqual([
    { from: 'a'.padStart(16, '0'), to: 'b'.padStart(16, '0') },
  ]);
});

test('a shard without the others shows nobody gone', async () => {
  const shards = [runOf(1, 'a', { current: 1, total: 2 }), runOf(2, 'b', { current: 2, total: 2 })];
  expect(await aliasesAfter(...shards)).toEqual([]);
  const whole = await openHistory({ dir, root: dir }).readTestHistories();
  expect(whole.flatMap(({ observations }) => observations.map(({ run }) => run.partial))).toEqual([true, true]);
});

test('all shards of a run together are a whole', async () => {
  const shards = [runOf(2, 'b', { current: 1, total: 2 }, 2), runOf(2, 'c', { current: 2, total: 2 }, 2)];
  expect(await aliasesAfter(runOf(1, 'a'), ...shards)).toHaveLength(1);
  const whole = await openHistory({ dir, root: dir }).readTestHistories();
  expect(whole.flatMap(({ observations }) => observations.map(({ run }) => run.partial))).toEqual(
    whole.flatMap(({ observations }) => observations.map(() => undefined)),
  );
});
