import type { OriginInput } from '../origin-input.ts';
import { observationsOf } from '../observations-of.ts';
import type { Witness } from '../witness.ts';

/**
 * Tests that fail together: chance seldom strikes several at once, unless it has done so before (Parry et al. 2025, arXiv 2504.16777:
 * three in four flaky tests flake in company).
 */
export const neighbours: Witness = {
  name: 'neighbours',
  testify(input) {
    const company = input.tests.length + input.failedNeighbours;
    if (company < 2) return undefined;
    const before = sharedFlakesOf(input);
    if (before > 0)
      return {
        weights: { flake: 1, environment: 0.3 },
        text: `These tests failed together so ${before === 1 ? 'once' : `${before} times`} before, and recovered.`,
      };
    return {
      weights: { flake: -Math.min(1.5, 0.6 * Math.log(company)) },
      text:
        input.failedNeighbours === 0
          ? `${input.tests.length} tests failed together, which they never did before.`
          : `${input.failedNeighbours} more failed in the same files for other reasons.`,
    };
  },
};

/** Earlier runs in which at least two of the tests failed alike and which a good run followed. */
function sharedFlakesOf(input: OriginInput): number {
  const counts = new Map<string, number>();
  for (const { testId } of input.tests) {
    const observations = observationsOf(input, testId);
    observations.forEach(({ run, failedAttempts, outcome, signature }, index) => {
      if (failedAttempts === 0 || run.startedAt >= input.run.startedAt) return;
      if (signature === undefined || !input.signatures.has(signature)) return;
      if (outcome === 'flaky' || observations[index + 1]?.outcome === 'expected')
        counts.set(run.runId, (counts.get(run.runId) ?? 0) + 1);
    });
  }
  return [...counts.values()].filter((count) => count > 1).length;
}
