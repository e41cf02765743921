import { expect, test } from 'vitest';

import { entryOf } from '../flake/fixtures/history-of.ts';
import type { AttemptStatus } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import { type TestCatalog, replayedRunOf } from './replayed-run.ts';

type Try = readonly [id: string, startedAtMs: number, status: AttemptStatus, durationMs: number];

function documentOf(tries: readonly Try[], part: Partial<Run> = {}): Run {
  return {
    runId: 'R1',
    runner: 'playwright',
    runnerVersion: '1',
    startedAt: '2026-11-02T00:00:00.000Z',
    facts: { machine: { os: 'linux', arch: 'x64', node: '24', cpuCount: 1, memoryMb: 1 } },
    projects: [],
    status: 'failed',
    durationMs: 1,
    tests: [...new Set(tries.map(([id]) => id))].map((id) => entryOf({ id, titlePath: [id] })),
    attempts: tries.map(([testId, startedAtMs, status, durationMs]) => ({
      testId,
      retry: 0,
      repeat: 0,
      status,
      startedAtMs,
      durationMs,
      workerIndex: 0,
      parallelIndex: 0,
    })),
    notRun: [],
    errors: [],
    notes: [],
    ...part,
  };
}

const replayed = (documents: readonly Run[], resolve = (id: string) => id, catalog: TestCatalog = new Map()) =>
  replayedRunOf(documents, resolve, catalog).results.map(({ test: { testId }, outcome, durationMs, spentMs }) => [
    testId,
    outcome,
    durationMs,
    spentMs,
  ]);

test('shards are one run, in the order in which tests started', () => {
  const first = documentOf([['a', 30, 'passed', 5]], { shard: { current: 1, total: 2 } });
  const second = documentOf([['b', 20, 'failed', 7]], { shard: { current: 2, total: 2 } });
  expect(replayed([first, second])).toEqual([
    ['b', 'unexpected', 7, 7],
    ['a', 'expected', 5, 5],
  ]);
});

test('the retry of an execution is a run of its own and counts as a retry, with the time of both tries', () => {
  const part = { executionId: 'e1' };
  const retry = documentOf([['a', 90, 'passed', 4]], { ...part, runId: 'R2', startedAt: '2026-11-02T00:01:00.000Z' });
  expect(replayed([documentOf([['a', 10, 'failed', 6]], part), retry])).toEqual([['a', 'flaky', 4, 10]]);
});

test('what was skipped or cut off is not there', () => {
  expect(
    replayed([
      documentOf([
        ['a', 1, 'skipped', 0],
        ['b', 2, 'interrupted', 3],
        ['c', 3, 'passed', 1],
      ]),
    ]),
  ).toEqual([['c', 'expected', 1, 1]]);
});

test('a renamed test goes on under its new id, as one test', () => {
  const catalog: TestCatalog = new Map();
  const resolve = (id: string): string => (id === 'old' ? 'new' : id);
  expect(replayed([documentOf([['old', 1, 'passed', 1]])], resolve, catalog)).toEqual([['new', 'expected', 1, 1]]);
  replayed([documentOf([['new', 1, 'passed', 1]])], resolve, catalog);
  expect([...catalog.keys()]).toEqual(['new']);
});
