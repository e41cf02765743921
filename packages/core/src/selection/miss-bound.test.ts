import { expect, test } from 'vitest';

import { nothingObserved } from './fixtures/nothing-observed.ts';
import { type SelectionEvidence, isPromoted, missBoundOf, promotionRuns, upperLimitOf } from './miss-bound.ts';

test.each([
  [0, 59, 0.0495],
  [0, 373, 0.008],
  [1, 20, 0.2161],
  [20, 20, 1],
  [0, 0, 1],
])('the upper limit of %i in %i is the one of the tables of Clopper and Pearson', (hits, trials, limit) => {
  expect(upperLimitOf(hits, trials, 0.95)).toBeCloseTo(limit, 4);
});

test('a selection is promoted after 59 observed runs without a miss, and a miss asks for more', () => {
  expect(promotionRuns).toBe(59);
  expect(isPromoted({ ...nothingObserved, observedRuns: 58 })).toBe(false);
  expect(isPromoted({ ...nothingObserved, observedRuns: 59 })).toBe(true);
  expect(isPromoted({ ...nothingObserved, observedRuns: 92, missedRuns: 1 })).toBe(false);
  expect(isPromoted({ ...nothingObserved, observedRuns: 93, missedRuns: 1 })).toBe(true);
});

const skipped = (count: number, probability?: number): (number | undefined)[] =>
  Array.from({ length: count }, () => probability);

test.each<[name: string, evidence: Partial<SelectionEvidence>, tests: (number | undefined)[], most: number]>([
  ['nothing is known', {}, skipped(10), 1],
  ['nothing is skipped', {}, [], 0],
  ['whole runs, as many tests as there may be', { observedRuns: 500 }, skipped(10_000), 0.0082],
  ['tests by lot, few skipped', { heldOut: 4000 }, skipped(5), 0.0051],
  ['tests by lot, many skipped', { heldOut: 4000 }, skipped(2000), 1],
  ['the least of both', { observedRuns: 500, heldOut: 4000 }, skipped(5), 0.0051],
  [
    'probabilities that held',
    { heldOut: 4000, predicted: 10, predictedTests: 4000, predictedFailures: 4 },
    skipped(10, 0.0001),
    0.0011,
  ],
  [
    'probabilities that were too low',
    { heldOut: 4000, heldOutFailures: 40, predicted: 1, predictedTests: 4000, predictedFailures: 40 },
    skipped(10, 0.0001),
    0.054,
  ],
  ['probabilities of some only', { predicted: 10, predictedTests: 4000 }, [0.001, undefined], 1],
])('the bound: %s', (_name, evidence, tests, most) => {
  expect(missBoundOf({ ...nothingObserved, ...evidence }, tests).most).toBeCloseTo(most, 2);
});

test('more evidence without a failure never widens the bound', () => {
  const bounds = [0, 1, 10, 100, 1000].map(
    (observedRuns) => missBoundOf({ ...nothingObserved, observedRuns }, skipped(50)).most,
  );
  expect(bounds).toEqual(bounds.toSorted((a, b) => b - a));
});
