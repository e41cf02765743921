import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { retryLimitOf, withinBudget } from './retry-budget.ts';

const candidate = fc.record({
  durationMs: fc.nat(10_000),
  decision: fc.record({
    retry: fc.boolean(),
    delayMs: fc.nat(1000),
    gainRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    gainMinutes: fc.nat(28),
    costMinutes: fc.nat(5),
    reason: fc.constant('Because.'),
  }),
});

test('never spends more than is left, allows nothing that was refused, and keeps the order', () => {
  fc.assert(
    fc.property(fc.array(candidate), fc.nat(30_000), fc.nat(30_000), (candidates, limitMs, spentMs) => {
      const allowed = withinBudget(candidates, { limitMs, spentMs });
      expect(allowed.map(({ durationMs }) => durationMs)).toEqual(candidates.map(({ durationMs }) => durationMs));
      const spent = allowed
        .filter(({ decision }) => decision.retry)
        .reduce((sum, { durationMs }) => sum + durationMs, 0);
      expect(spent).toBeLessThanOrEqual(Math.max(0, limitMs - spentMs));
      allowed.forEach(({ decision }, index) => {
        if (decision.retry) expect(candidates[index]?.decision.retry).toBe(true);
      });
    }),
  );
});

test('the limit is a share of the first tries, and at least the smallest one', () => {
  expect(retryLimitOf(10_000_000)).toBe(500_000);
  expect(retryLimitOf(10_000)).toBe(60_000);
  expect(retryLimitOf(10_000, { budgetRatio: 0, budgetMinMs: 0 })).toBe(0);
});
