import { describe, expect, test } from 'vitest';

import type { Attempt } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import type { TestStrategy } from '../model/strategy.ts';
import { reviewPlan } from './plan-review.ts';

const known = (file: string, more: object = {}) => ({
  testId: file,
  id: file,
  runner: 'playwright',
  project: '',
  file,
  titlePath: [file],
  expectedStatus: 'passed',
  estimatedDurationMs: 1000,
  ...more,
});

/** c before b before a, of which c was estimated at 3 s; the unit test is of another runner. */
const strategy = {
  id: 'quick-1',
  testCases: [known('a'), known('b'), known('c', { estimatedDurationMs: 3000 }), known('u', { runner: 'vitest' })],
  executionOrder: ['c', 'u', 'b', 'a'],
} as unknown as TestStrategy;

type Ran = readonly [file: string, startedAtMs: number, durationMs: number, status?: Attempt['status'], slot?: number];

function runOf(workers: number, ...ran: readonly Ran[]): Run {
  return {
    runner: 'playwright',
    workers,
    tests: ran.map(([file]) => known(file)),
    attempts: ran.map(([testId, startedAtMs, durationMs, status = 'passed', parallelIndex = -1]) => ({
      testId,
      startedAtMs,
      durationMs,
      status,
      parallelIndex,
      retry: 0,
      repeat: 0,
    })),
  } as unknown as Run;
}

test('a run that kept the plan: what was expected, what it took, and when the failure was known', () => {
  const run = runOf(
    1,
    ['c', 1000, 3500, 'failed'],
    ['b', 4600, 900],
    ['a', 5500, 1500],
    ['new', 7000, 500],
    ['off', 9000, 0, 'skipped'],
  );
  expect(reviewPlan(strategy, [run])).toEqual({
    strategyId: 'quick-1',
    plannedCount: 3,
    ranCount: 3,
    unplannedCount: 1,
    orderKept: 1,
    expectedWallMs: 5500,
    wallMs: 6500,
    firstFailureMs: 3500,
    firstFailureByFileMs: 5900,
  });
});

test('of two workers the sooner free one takes the next file', () => {
  const run = runOf(2, ['c', 0, 3000], ['b', 0, 1000], ['a', 1000, 1000, 'failed']);
  expect(reviewPlan(strategy, [run])).toMatchObject({
    expectedWallMs: 3000,
    wallMs: 3000,
    firstFailureMs: 2000,
    firstFailureByFileMs: 1000,
  });
});

describe('two workers', () => {
  test('get the first two files at once: which of them is ready first is no other order', () => {
    const run = runOf(2, ['b', 0, 900, 'passed', 1], ['c', 50, 3000, 'passed', 0], ['a', 950, 10, 'passed', 1]);
    expect(reviewPlan(strategy, [run]).orderKept).toBe(1);
  });

  test('a file that started while the place of an earlier one was still busy came before its turn', () => {
    const run = runOf(2, ['b', 0, 900, 'passed', 1], ['a', 50, 3000, 'passed', 0], ['c', 950, 10, 'passed', 1]);
    expect(reviewPlan(strategy, [run]).orderKept).toBe(1 / 3);
  });

  test('a hook before the first test does not make a file later than the next one', () => {
    const run = runOf(2, ['c', 0, 1000, 'passed', 0], ['b', 1900, 10, 'passed', 0], ['a', 1500, 10, 'passed', 1]);
    expect(reviewPlan(strategy, [run]).orderKept).toBe(1);
  });
});

test('shards are held against the plan each by itself', () => {
  const shards = [runOf(1, ['a', 0, 1000], ['b', 1000, 4000]), runOf(1, ['c', 9000, 2000, 'failed'])];
  expect(reviewPlan(strategy, shards)).toEqual({
    strategyId: 'quick-1',
    plannedCount: 3,
    ranCount: 3,
    unplannedCount: 0,
    orderKept: 0,
    expectedWallMs: 3000,
    wallMs: 5000,
    firstFailureMs: 2000,
    firstFailureByFileMs: 2000,
  });
});

test('without a failure, and without tests, nothing is said of what was not there', () => {
  expect(reviewPlan(strategy, [runOf(1)])).toEqual({
    strategyId: 'quick-1',
    plannedCount: 3,
    ranCount: 0,
    unplannedCount: 0,
    expectedWallMs: 0,
    wallMs: 0,
  });
});
