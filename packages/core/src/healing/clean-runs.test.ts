import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cleanRunsToProve } from './clean-runs.ts';

describe('clean runs to prove that a test was mended', () => {
  // The table of n clean runs at 95 % and 99 %: beta-binomial with a Jeffreys prior.
  test.each([
    [1, 2, 11, 36],
    [2, 3, 5, 12],
    [1, 5, 31, 98],
    [2, 10, 22, 49],
    [5, 10, 6, 10],
    [6, 20, 11, 18],
    [2, 2, 3, 6],
    [3, 3, 2, 4],
  ])('%i failures in %i runs ask for %i at 95 %% and %i at 99 %%', (failures, runs, at95, at99) => {
    expect(cleanRunsToProve({ runs, failures }, 0.95)).toBe(at95);
    expect(cleanRunsToProve({ runs, failures }, 0.99)).toBe(at99);
  });

  test('the oftener it failed, the fewer; the surer one wants to be, the more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (a, b) => {
        const [failures, runs] = [Math.min(a, b), Math.max(a, b)];
        const asked = cleanRunsToProve({ runs, failures }, 0.95);
        expect(cleanRunsToProve({ runs: runs + 1, failures: failures + 1 }, 0.95)).toBeLessThanOrEqual(asked);
        expect(cleanRunsToProve({ runs, failures }, 0.99)).toBeGreaterThanOrEqual(asked);
      }),
    );
  });
});
