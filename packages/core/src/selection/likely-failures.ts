import type { TestId } from '../model/test.ts';

/**
 * The tests that may be dropped: those least likely to fail, as long as the rest is expected to find this share of the failures. A
 * test without a probability is kept.
 */
export function unlikelyOf(
  tests: readonly TestId[],
  probabilities: ReadonlyMap<TestId, number>,
  recall: number,
): ReadonlySet<TestId> {
  const known = tests.flatMap((id) => {
    const probability = probabilities.get(id);
    return probability === undefined ? [] : [{ id, probability }];
  });
  const budget = (1 - recall) * known.reduce((sum, { probability }) => sum + probability, 0);
  const dropped = new Set<TestId>();
  let spent = 0;
  for (const { id, probability } of known.sort((a, b) => a.probability - b.probability || (a.id < b.id ? -1 : 1))) {
    spent += probability;
    if (spent > budget) break;
    dropped.add(id);
  }
  return dropped;
}
