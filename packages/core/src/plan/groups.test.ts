import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parallelGroupsOf, wallDurationOf } from './groups.ts';

const testsOf = (durations: readonly number[]) =>
  durations.map((estimatedDurationMs, index) => ({
    testId: `t${index}`,
    runner: 'playwright',
    project: '',
    file: `${index}.spec.ts`,
    estimatedDurationMs,
  }));

test('the longest group is at most 4/3 − 1/(3m) of the best possible (Graham 1969)', () => {
  const durations = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(durations, fc.integer({ min: 1, max: 3 }), (list, workers) => {
      const wallMs = wallDurationOf(parallelGroupsOf(testsOf(list), [], workers));
      expect(wallMs).toBeLessThanOrEqual((4 / 3 - 1 / (3 * workers)) * bestPossibleOf(list, workers) + 1e-9);
    }),
  );
});

test('a swap makes the longest group shorter than the longest-first rule alone', () => {
  const groups = parallelGroupsOf(testsOf([7, 6, 5, 4, 3]), ['t4', 't0', 't1', 't2', 't3'], 2);
  expect(groups.map(({ testIds }) => testIds)).toEqual([
    ['t4', 't1', 't3'],
    ['t0', 't2'],
  ]);
  expect(wallDurationOf(groups)).toBe(13);
});

test('no group is empty', () => {
  expect(parallelGroupsOf(testsOf([1]), [], 4)).toHaveLength(1);
  expect(parallelGroupsOf([], [], 4)).toEqual([]);
});

/** The shortest wall time, by trying every way to share the tests out. */
function bestPossibleOf(
  durations: readonly number[],
  workers: number,
  loads: readonly number[] = Array.from({ length: workers }, () => 0),
): number {
  const [next, ...rest] = durations;
  if (next === undefined) return Math.max(...loads);
  return Math.min(
    ...loads.map((_, worker) =>
      bestPossibleOf(
        rest,
        workers,
        loads.map((load, index) => (index === worker ? load + next : load)),
      ),
    ),
  );
}
