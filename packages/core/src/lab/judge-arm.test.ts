import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ratioEstimateOf } from '../flake/incomplete-beta.ts';
import { priorOfArm, probabilityOfMove } from './judge-arm.ts';
import { differenceOf, gridRates, rateEvidenceOf } from './rate-grid.ts';

const count = (failures: number, runs: number) => ({ runs, failures });

describe('the grid of rates', () => {
  test.each([
    { name: 'none of 12', seen: count(0, 12) },
    { name: '3 of 10', seen: count(3, 10) },
    { name: '10 of 10', seen: count(10, 10) },
  ])('has the mean of the beta posterior: $name', ({ seen }) => {
    const { weights } = rateEvidenceOf(seen);
    const mean = weights.reduce((sum, weight, index) => sum + weight * (gridRates[index] ?? 0), 0);
    expect(mean).toBeCloseTo(ratioEstimateOf(seen.failures, seen.runs).mean, 4);
  });

  test('its marginal is B(k + ½, n − k + ½) / B(½, ½)', () => {
    // For 2 of 3: (½ · 1½ · ½) / (1 · 2 · 3).
    expect(Math.exp(rateEvidenceOf(count(2, 3)).logMarginal)).toBeCloseTo(0.375 / 6, 6);
  });

  test('the difference of none and all is near one, and its interval holds its mean', () => {
    const { mean, low, high } = differenceOf(
      rateEvidenceOf(count(12, 12)).weights,
      rateEvidenceOf(count(0, 12)).weights,
    );
    expect(mean).toBeCloseTo(1 - 1 / 13, 3);
    expect(low).toBeGreaterThan(0.7);
    expect(high).toBeLessThanOrEqual(1);
  });
});

describe('whether an arm moves the rate', () => {
  const prior = priorOfArm(8);

  test.each([
    { name: 'none of 6 against all of 6', before: count(0, 6), after: count(6, 6), least: 0.95, most: 1 },
    { name: 'all of 6 against none of 6', before: count(6, 6), after: count(0, 6), least: 0.95, most: 1 },
    { name: 'none of 2 against all of 2: too few', before: count(0, 2), after: count(2, 2), least: 0.1, most: 0.6 },
    { name: 'half against half', before: count(10, 20), after: count(10, 20), least: 0, most: 0.05 },
    { name: 'none against none', before: count(0, 29), after: count(0, 29), least: 0, most: 0.01 },
    { name: '4 of 10 against 6 of 10: chance', before: count(4, 10), after: count(6, 10), least: 0, most: 0.15 },
  ])('$name', ({ before, after, least, most }) => {
    const probability = probabilityOfMove(before, after, prior);
    expect(probability).toBeGreaterThanOrEqual(least);
    expect(probability).toBeLessThanOrEqual(most);
  });

  test('is a probability, the same in both directions, and more arms need more evidence', () => {
    assert(
      property(
        integer({ min: 0, max: 20 }),
        integer({ min: 0, max: 20 }),
        integer({ min: 0, max: 20 }),
        (a, b, more) => {
          const one = count(Math.min(a, 20), 20);
          const other = count(Math.min(b, 20 + more), 20 + more);
          const probability = probabilityOfMove(one, other, prior);
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
          expect(probabilityOfMove(other, one, prior)).toBeCloseTo(probability, 8);
          expect(probabilityOfMove(one, other, priorOfArm(2))).toBeGreaterThanOrEqual(probability);
        },
      ),
    );
  });
});
