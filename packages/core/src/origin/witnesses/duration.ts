import type { Witness } from '../witness.ts';
import type { OriginInput } from '../origin-input.ts';

/** Fewer good runs say nothing of what is slow. */
const leastRuns = 20;

/** The test took longer than in 99 of 100 good runs: the machine was slow, or something was waited for. */
export const duration: Witness = {
  name: 'duration',
  testify(input) {
    const slow = input.past.filter((history) => isSlow(history, input)).length;
    if (slow === 0) return undefined;
    const ratio = slow / input.tests.length;
    return {
      weights: { flake: 0.6 * ratio, environment: 0.3 * ratio },
      text: `${slow} of ${input.tests.length} took longer than ever in a good run.`,
    };
  },
};

function isSlow({ test, observations }: OriginInput['past'][number], { current }: OriginInput): boolean {
  const good = observations.filter(({ outcome }) => outcome === 'expected').map(({ durationMs }) => durationMs);
  if (good.length < leastRuns) return false;
  const sorted = good.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Infinity;
  const now = current
    .find((history) => history.test.id === test.id)
    ?.observations.findLast(({ outcome }) => outcome === 'unexpected');
  return now !== undefined && now.durationMs > 1.1 * p99;
}
