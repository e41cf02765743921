import { expect, test } from 'vitest';

import { precisionAt } from './precision.ts';

const tests = (...all: readonly (readonly [number, boolean])[]) =>
  all.map(([probability, failed]) => ({ probability, failed }));

test.each([
  ['the most probable one failed', tests([0.9, true], [0.1, false]), 1, 1],
  ['it passed', tests([0.9, false], [0.1, true]), 1, 0],
  ['one of two', tests([0.9, false], [0.5, true], [0.1, false]), 2, 0.5],
  ['fewer tests than places', tests([0.9, true], [0.5, false]), 10, 0.5],
  ['of equals each is first equally often', tests([0.5, true], [0.5, false], [0.5, false], [0.5, false]), 1, 0.25],
  ['equals at the edge', tests([0.9, true], [0.5, true], [0.5, false]), 2, 0.75],
])('%s', (_name, judged, count, expected) => {
  expect(precisionAt(judged, count)).toBeCloseTo(expected);
});

test('nothing is said of no test', () => {
  expect(precisionAt([], 10)).toBeUndefined();
});
