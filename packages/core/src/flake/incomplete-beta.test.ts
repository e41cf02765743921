import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { betaCdf, betaQuantile, lnGamma, ratioEstimateOf } from './incomplete-beta.ts';

describe('lnGamma', () => {
  test.each([
    { x: 1, value: 0 },
    { x: 0.5, value: Math.log(Math.sqrt(Math.PI)) },
    { x: 5, value: Math.log(24) },
    { x: 101, value: 363.7393755555635 },
  ])('of $x', ({ x, value }) => expect(lnGamma(x)).toBeCloseTo(value, 10));
});

describe('betaCdf', () => {
  test.each([
    { name: 'uniform', x: 0.3, a: 1, b: 1, value: 0.3 },
    { name: 'x² of Beta(2,1)', x: 0.4, a: 2, b: 1, value: 0.16 },
    { name: 'symmetric at its middle', x: 0.5, a: 7.5, b: 7.5, value: 0.5 },
    // Binomial tail: I_x(a, n−a+1) = P(Bin(n, x) ≥ a), here P(Bin(10, 0.3) ≥ 3).
    { name: 'a binomial tail', x: 0.3, a: 3, b: 8, value: 0.6172172136 },
    { name: 'the arcsine law', x: 0.25, a: 0.5, b: 0.5, value: 1 / 3 },
  ])('$name', ({ x, a, b, value }) => expect(betaCdf(x, a, b)).toBeCloseTo(value, 9));

  test('rises with x and stays within 0 and 1', () => {
    const shape = fc.double({ min: 0.1, max: 500, noNaN: true });
    const x = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(shape, shape, x, x, (a, b, x1, x2) => {
        const [low, high] = [betaCdf(Math.min(x1, x2), a, b), betaCdf(Math.max(x1, x2), a, b)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });
});

describe('betaQuantile', () => {
  test('is the inverse of betaCdf', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (p, a, b) => {
          expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 6);
        },
      ),
    );
  });
});

describe('ratioEstimateOf', () => {
  // Jeffreys intervals as published by Brown, Cai and DasGupta (2001) and recomputed with R's qbeta.
  test.each([
    { hits: 1, trials: 10, low: 0.011, high: 0.381 },
    { hits: 5, trials: 10, low: 0.2235, high: 0.7765 },
    { hits: 0, trials: 30, low: 0, high: 0.0797 },
  ])('of $hits in $trials', ({ hits, trials, low, high }) => {
    const estimate = ratioEstimateOf(hits, trials);
    expect(estimate.low).toBeCloseTo(low, 2);
    expect(estimate.high).toBeCloseTo(high, 2);
  });

  test('holds the observed share, and more trials narrow it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }), (hits, rest) => {
        const trials = hits + rest;
        const few = ratioEstimateOf(hits, trials);
        const many = ratioEstimateOf(hits * 10, trials * 10);
        expect(few.low).toBeLessThanOrEqual(few.observed);
        expect(few.high).toBeGreaterThanOrEqual(few.observed);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });
});
