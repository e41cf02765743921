import { hashOf } from '../identity/test-id.ts';
import type { TestId } from '../model/test.ts';

/** Of the tests that could be skipped this share is run all the same, and at least one. */
const holdOutRatio = 0.02;

/**
 * Some of these tests by lot. The lot is the hash of id and seed: the same for the same plan on every machine, and another for the
 * next plan.
 */
export function heldOutOf(skippable: readonly TestId[], seed: string): ReadonlySet<TestId> {
  const lot = (id: TestId): string => hashOf(`${seed}\n${id}`);
  const drawn = skippable.map((id) => ({ id, lot: lot(id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return new Set(drawn.slice(0, Math.ceil(skippable.length * holdOutRatio)).map(({ id }) => id));
}
