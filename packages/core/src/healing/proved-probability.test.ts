import fc from 'fast-check';
import { expect, test } from 'vitest';

import { provedProbabilityOf } from './proved-probability.ts';

test.each([
  [0.75, true, true, 0.993],
  [0.75, false, true, 0.968],
  [0.75, true, false, 0.984],
  [0.75, false, false, 0.857],
  [0.3, true, true, 0.955],
])('%d with a telling contract (%s) and assertion (%s) is %d', (probability, contractTells, assertionTells, proved) => {
  expect(provedProbabilityOf(probability, { contractTells, assertionTells })).toBeCloseTo(proved, 3);
});

test('a proof never lowers it, and never makes it certain', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.boolean(),
      fc.boolean(),
      (probability, contractTells, assertionTells) => {
        const proved = provedProbabilityOf(probability, { contractTells, assertionTells });
        expect(proved).toBeGreaterThanOrEqual(probability);
        expect(proved).toBeLessThan(1);
      },
    ),
  );
});
