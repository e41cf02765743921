import { expect, test } from 'vitest';

import { believedOf, chiSquareTail, dependenceOf } from './contingency.ts';

// Values of R's pchisq(x, df, lower.tail = FALSE).
test.each([
  { x: 3.841, degrees: 1, tail: 0.05 },
  { x: 5.991, degrees: 2, tail: 0.05 },
  { x: 7.815, degrees: 3, tail: 0.05 },
  { x: 9.488, degrees: 4, tail: 0.05 },
  { x: 15.086, degrees: 5, tail: 0.01 },
  { x: 23.209, degrees: 10, tail: 0.01 },
])('chi-square above $x with $degrees degrees: $tail', ({ x, degrees, tail }) => {
  expect(chiSquareTail(x, degrees)).toBeCloseTo(tail, 4);
});

const steady = (): (() => number) => {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

test.each([
  {
    name: 'all failures on one value',
    table: [
      [40, 0],
      [0, 12],
    ] as const,
    pBelow: 0.001,
    least: 0.99,
    most: 1.0001,
  },
  {
    name: 'alike on both',
    table: [
      [40, 10],
      [41, 9],
    ] as const,
    pBelow: 1.1,
    least: 0,
    most: 0.01,
  },
  {
    name: 'a thin table',
    table: [
      [20, 0],
      [1, 4],
    ] as const,
    pBelow: 0.005,
    least: 0.5,
    most: 1,
  },
  { name: 'one value', table: [[20, 5]] as const, pBelow: 1.1, least: 0, most: 0 },
  {
    name: 'no failure',
    table: [
      [20, 0],
      [9, 0],
    ] as const,
    pBelow: 1.1,
    least: 0,
    most: 0,
  },
])('$name', ({ table, pBelow, least, most }) => {
  const { pValue, strength } = dependenceOf(table, steady());
  expect(pValue).toBeLessThan(pBelow);
  expect(strength).toBeGreaterThanOrEqual(least);
  expect(strength).toBeLessThanOrEqual(most);
});

test('thin and thick tables agree where both apply', () => {
  const table = [
    [30, 12],
    [40, 6],
  ] as const;
  const thick = dependenceOf(table, steady()).pValue;
  const thin = dependenceOf([...table, [1, 0]], steady()).pValue;
  expect(Math.abs(thick - thin)).toBeLessThan(0.1);
});

test('of many values by chance hardly any is believed', () => {
  const random = steady();
  const values = Array.from({ length: 1000 }, () => random());
  expect(believedOf(values, 0.05).filter(Boolean).length).toBeLessThan(3);
  expect(believedOf([0.0001, 0.4, 0.9], 0.05)).toEqual([true, false, false]);
});
