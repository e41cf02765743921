import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ProofEvidence } from './proof-evidence.ts';
import { disprovedProbabilityOf, provedProbabilityOf } from './proved-probability.ts';

test.each<[number, ProofEvidence, number]>([
  [0.75, 'contract', 0.993],
  [0.75, 'test', 0.968],
  [0.57, 'own-name', 0.964],
  [0.3, 'own-name', 0.896],
  [0.75, 'nothing', 0.75],
  [0.3, 'contract', 0.955],
  [0.3, 'test', 0.811],
])('%d that %s vouches for is %d', (probability, evidence, proved) => {
  expect(provedProbabilityOf(probability, evidence)).toBeCloseTo(proved, 3);
});

test('a proof never lowers it, and never makes it certain', () => {
  const evidences = fc.constantFrom<ProofEvidence>('contract', 'own-name', 'test', 'nothing');
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), evidences, (probability, evidence) => {
      const proved = provedProbabilityOf(probability, evidence);
      expect(proved).toBeGreaterThanOrEqual(probability);
      expect(proved).toBeLessThan(1);
    }),
  );
});

test.each([
  [0.97, 0.782],
  [0.5, 0.1],
  [0.2, 0.027],
])('%d with which the test goes on to fail is %d', (probability, disproved) => {
  expect(disprovedProbabilityOf(probability)).toBeCloseTo(disproved, 3);
});

test('a failed proof always lowers it, and what was surer before stays surer', () => {
  const probabilities = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(probabilities, probabilities, (one, other) => {
      expect(disprovedProbabilityOf(one)).toBeLessThan(one);
      expect(disprovedProbabilityOf(Math.max(one, other))).toBeGreaterThanOrEqual(
        disprovedProbabilityOf(Math.min(one, other)),
      );
    }),
  );
});
