import fc from 'fast-check';
import { expect, test } from 'vitest';

import { provedProbabilityOf } from './proved-probability.ts';

test.each([
  [0.75, true, 0.993],
  [0.75, false, 0.968],
  [0.3, true, 0.955],
  [0.3, false, 0.811],
])('%d with a contract that tells something (%s) is %d', (probability, contractTells, proved) => {
  expect(provedProbabilityOf(probability, contractTells)).toBeCloseTo(proved, 3);
});

test('a proof never lowers it, and never makes it certain', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.boolean(), (probability, contractTells) => {
      const proved = provedProbabilityOf(probability, contractTells);
      expect(proved).toBeGreaterThanOrEqual(probability);
      expect(proved).toBeLessThan(1);
    }),
  );
});
