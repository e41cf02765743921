import { describe, expect, test } from 'vitest';

import type { TestEntry } from '../model/test.ts';
import { historyOf } from './fixtures/history-of.ts';
import { findTightTimeout, tightTimeoutWordsOf } from './tight-timeout.ts';

interface Case {
  readonly name: string;
  /** As in `historyOf`, and the seconds of each run. */
  readonly line: string;
  readonly seconds: readonly number[];
  readonly test?: Partial<TestEntry>;
  readonly words?: string;
}

const limited: Partial<TestEntry> = { timeoutMs: 30_000 };

const timesOf = (count: number, ...rest: readonly number[]): readonly number[] => [
  ...Array.from({ length: count }, () => 10),
  ...rest,
];

function judge({ line, seconds, test: entry }: Case): ReturnType<typeof findTightTimeout> {
  const written = historyOf(line, { test: entry ?? limited });
  return findTightTimeout({
    test: written.test,
    observations: written.observations.map((one, index) => ({ ...one, durationMs: (seconds[index] ?? 0) * 1000 })),
  });
}

describe('a limit is too short when', () => {
  test.each<Case>([
    {
      name: 'every good run is near it',
      line: '.....',
      seconds: [24.1, 25, 27, 28.4, 29],
      words: 'took 24.1–29 s of 30 s in its last 5 runs',
    },
    {
      name: 'it ran out, and good runs were near it',
      line: '.....F.',
      seconds: [12, 13, 26, 14, 12, 30, 13],
      words: 'took 12–26 s of 30 s in 6 good ones of its last 7 runs, and ran out in 1',
    },
    {
      name: 'two of twenty good runs are near it: one of them is no exception any more',
      line: '.'.repeat(20),
      seconds: timesOf(18, 25, 26),
      words: 'took 10–26 s of 30 s in its last 20 runs',
    },
    {
      name: 'passing on a retry took nearly all of it',
      line: 'fffff',
      seconds: [27, 27, 27, 27, 27],
      words: 'took 27 s of 30 s in its last 5 runs',
    },
    {
      name: 'it was lowered below what the test takes',
      line: '.....',
      seconds: [4, 4, 4, 4, 4],
      test: { timeoutMs: 2000 },
      words: 'took 4 s of 2 s in its last 5 runs',
    },
  ])('$name', (given) => {
    const found = judge(given);
    expect(found && tightTimeoutWordsOf(found)).toBe(given.words);
  });
});

describe('a limit is long enough when', () => {
  test.each<Case>([
    { name: 'good runs keep within 80 %', line: '.....', seconds: [24, 24, 24, 24, 24] },
    { name: 'one of twenty good runs was slow', line: '.'.repeat(20), seconds: timesOf(19, 29) },
    { name: 'the slow runs are long ago', line: '.'.repeat(26), seconds: [29, 29, 29, 29, 29, 29, ...timesOf(20)] },
    { name: 'there is none', line: '.....', seconds: [29, 29, 29, 29, 29], test: {} },
    { name: 'it is switched off', line: '.....', seconds: [29, 29, 29, 29, 29], test: { timeoutMs: 0 } },
    { name: 'the test hangs: good runs are far from it', line: '.....FF', seconds: [2, 2, 2, 2, 2, 30, 30] },
    { name: 'the test fails late for other reasons', line: '.....F', seconds: [2, 2, 2, 2, 2, 29] },
    { name: 'too few good runs are known', line: '....FFF', seconds: [29, 29, 29, 29, 30, 30, 30] },
    { name: 'the runs near it were skipped', line: 'sssss.....', seconds: [29, 29, 29, 29, 29, 1, 1, 1, 1, 1] },
    {
      name: 'the test is to fail',
      line: '.....',
      seconds: [29, 29, 29, 29, 29],
      test: { ...limited, expectedStatus: 'failed' },
    },
  ])('$name', (given) => expect(judge(given)).toBeUndefined());
});

test('tells what was measured, and a limit with room', () => {
  const found = judge({
    name: '',
    line: '.'.repeat(20),
    seconds: timesOf(10, 25, 26, 27, 24, 25, 25, 25, 25, 26, 28.2),
  });
  expect(found).toMatchObject({
    limitMs: 30_000,
    runs: 20,
    timedOutRuns: 0,
    passedRuns: 20,
    shortestMs: 10_000,
    longestMs: 28_200,
    usualMostMs: 27_000,
    roomyLimitMs: 57_000,
  });
});
