import { describe, expect, test } from 'vitest';

import type { PlannedTest } from '../model/strategy.ts';
import type { FreshTest } from './find-fresh-tests.ts';
import { type KnownCount, planStress, stressTimesOf } from './plan-stress.ts';

const repeats = { vitest: 1, playwright: 5 } as const;

function freshTest(testId: string, durationMs: number, runner = 'vitest'): FreshTest {
  return { test: { testId, runner } as PlannedTest, why: 'new', durationMs };
}

function many(count: number, runner = 'vitest'): readonly FreshTest[] {
  return Array.from({ length: count }, (_, index) => freshTest(`${runner}${index}`, 10, runner));
}

function known(remembered: number, altogether: number, runner = 'vitest'): ReadonlyMap<string, KnownCount> {
  return new Map([[runner, { remembered, altogether }]]);
}

test.each([
  [0, 10],
  [4999, 10],
  [5000, 5],
  [9999, 5],
  [10_000, 3],
  [29_999, 3],
  [30_000, 2],
  [299_999, 2],
  [300_000, 0],
])('a test of %i ms is run again %i times', (durationMs, times) => {
  expect(stressTimesOf(durationMs)).toBe(times);
});

describe('the brake', () => {
  test.each<[string, readonly FreshTest[], ReadonlyMap<string, KnownCount>, string | undefined]>([
    ['a first run', many(2), known(0, 2), 'no vitest test was remembered before'],
    [
      'another runner than the remembered one',
      many(2, 'playwright'),
      known(90, 90),
      'no playwright test was remembered',
    ],
    ['few tests of a small suite', many(5), known(2, 7), undefined],
    [
      'many tests of a small suite',
      many(6),
      known(6, 12),
      '6 of 12 vitest tests are new or changed (50 %, at most 30 %)',
    ],
    ['just 30 %', many(30), known(70, 100), undefined],
    ['more than 30 %', many(31), known(69, 100), '31 of 100 vitest tests are new or changed (31 %, at most 30 %)'],
  ])('%s', (_name, fresh, counts, brake) => {
    const plan = planStress(fresh, counts, repeats);
    expect(plan.brakes).toEqual(brake === undefined ? [] : [expect.stringContaining(brake) as string]);
    expect(plan.targets).toHaveLength(brake === undefined ? fresh.length : 0);
    expect(plan.rounds.length > 0).toBe(brake === undefined);
  });

  test('stops one runner and not the other', () => {
    const counts = new Map([...known(100, 101), ...known(0, 40, 'playwright')]);
    const plan = planStress([...many(1), ...many(40, 'playwright')], counts, repeats);
    expect(plan.targets.map(({ test: { testId } }) => testId)).toEqual(['vitest0']);
    expect(plan.brakes).toHaveLength(1);
  });
});

describe('the rounds', () => {
  const roundsOf = (fresh: readonly FreshTest[]) =>
    planStress(fresh, new Map([...known(99, 100), ...known(99, 100, 'playwright')]), repeats).rounds.map(
      ({ runner, repeats: times, targets, testMs }) => [
        `${runner} ${targets.map(({ test: { testId } }) => testId).join('+')} ×${times}`,
        testMs,
      ],
    );

  test('Vitest starts once for each run, and each test comes as often as its time allows', () => {
    const rounds = roundsOf([freshTest('slow', 12_000), freshTest('quick', 100)]);
    expect(rounds).toHaveLength(10);
    expect(rounds.slice(0, 4)).toEqual([
      ['vitest quick+slow ×1', 12_100],
      ['vitest quick+slow ×1', 12_100],
      ['vitest quick+slow ×1', 12_100],
      ['vitest quick ×1', 100],
    ]);
  });

  test('Playwright repeats in one process, and all tests have had some runs before one has had all', () => {
    const rounds = roundsOf([
      freshTest('quick', 100, 'playwright'),
      freshTest('middle', 6000, 'playwright'),
      freshTest('slow', 20_000, 'playwright'),
    ]);
    expect(rounds).toEqual([
      ['playwright quick+middle ×5', 30_500],
      ['playwright slow ×3', 60_000],
      ['playwright quick ×5', 500],
    ]);
  });

  test('a test of five minutes is not run again', () => {
    expect(roundsOf([freshTest('endless', 300_000)])).toEqual([]);
  });
});
