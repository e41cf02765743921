import { expect, test } from 'vitest';

import type { Run } from '../model/run.ts';
import { predictedFileTimesOf } from './file-times.ts';

type Row = readonly [file: string, place: number, startedAtMs: number, durationMs: number];

/** A run in which each row is one test. */
function runOf(rows: readonly Row[], over: Partial<Run> = {}): Run {
  return {
    status: 'passed',
    tests: rows.map(([file], index) => ({ id: `t${index}`, project: '', file })),
    attempts: rows.map(([, parallelIndex, startedAtMs, durationMs], index) => ({
      testId: `t${index}`,
      parallelIndex,
      startedAtMs,
      durationMs,
      status: 'passed',
    })),
    ...over,
  } as unknown as Run;
}

const rows: readonly Row[] = [
  ['a', 0, 1000, 10],
  ['a', 0, 1020, 10],
  ['b', 0, 1330, 20],
  ['c', 1, 1100, 50],
];

test('loading a file and its hooks count, as they were seen or as usual', () => {
  expect([...predictedFileTimesOf([runOf(rows)])]).toEqual([
    ['\na', 30 + 300],
    ['\nb', 20 + 300],
    ['\nc', 50 + 300],
  ]);
});

test('a file that runs alone counts from its first test on', () => {
  expect(predictedFileTimesOf([runOf([['a', 0, 500, 40]])]).get('\na')).toBe(40);
});

test('tests that run at the same time count once', () => {
  expect(
    predictedFileTimesOf([
      runOf([
        ['a', 0, 0, 100],
        ['a', 0, 10, 100],
      ]),
    ]).get('\na'),
  ).toBe(110);
});

test.each([{ partial: true }, { stress: true }, { status: 'interrupted' }, { status: 'crashed' }] as const)(
  'a run says nothing that is %o',
  (over) => {
    expect(predictedFileTimesOf([runOf(rows, over)]).size).toBe(0);
  },
);
