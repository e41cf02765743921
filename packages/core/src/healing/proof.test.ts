import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cleanRunsNeededAfter, controlRunsOf, isControlEnough, proofPlanOf } from './proof.ts';

test('a control so long that a test which fails that often passes it with at most 5 %, between 3 and 20', () => {
  expect([controlRunsOf(0.5), controlRunsOf(0.95), controlRunsOf(0)]).toEqual([5, 3, 20]);
  fc.assert(
    fc.property(fc.double({ min: 0.14, max: 1, noNaN: true }), (ratio) => {
      const runs = controlRunsOf(ratio);
      return runs >= 3 && runs <= 20 && (1 - Math.min(0.95, ratio)) ** runs <= 0.051;
    }),
  );
});

describe('clean runs that chance does not explain', () => {
  // Closed form of the beta-binomial with the Jeffreys prior, computed apart with the log-gamma function.
  test.each([
    [1, 2, 11],
    [2, 3, 5],
    [1, 5, 31],
    [1, 10, 63],
    [2, 10, 22],
    [5, 10, 6],
    [2, 20, 45],
    [6, 20, 11],
    [0, 20, Infinity],
  ])('after %i failures in %i runs: %d', (failures, runs, needed) =>
    expect(cleanRunsNeededAfter({ runs, failures })).toBe(needed),
  );

  const controls = fc
    .record({ runs: fc.integer({ min: 1, max: 40 }), failures: fc.nat({ max: 40 }) })
    .filter(({ runs, failures }) => failures <= runs);
  test('law: one failure more never asks for more of them', () =>
    fc.assert(
      fc.property(controls, (control) => {
        const more = { runs: control.runs, failures: Math.min(control.runs, control.failures + 1) };
        return cleanRunsNeededAfter(more) <= cleanRunsNeededAfter(control);
      }),
    ));
});

describe('the plan of a proof', () => {
  test.each<[string, { runs: number; failures: number }, object]>([
    ['as many runs as the control at least', { runs: 10, failures: 9 }, { runs: 10 }],
    ['more when the control failed seldom', { runs: 10, failures: 2 }, { runs: 22 }],
    ['more when the control was short', { runs: 1, failures: 1 }, { runs: 5 }],
    ['none without a failure', { runs: 20, failures: 0 }, { unproved: expect.stringContaining('passed all 20 runs') }],
    ['none without a run', { runs: 0, failures: 0 }, { unproved: expect.stringContaining('could not be run') }],
    [
      'none when it would take too many',
      { runs: 20, failures: 1 },
      { unproved: expect.stringContaining('failed only 1 of 20 runs') },
    ],
  ])('%s', (_name, control, plan) => expect(proofPlanOf(control)).toEqual(plan));
});

test('a control stops early only when few clean runs will do', () => {
  expect(isControlEnough({ runs: 2, failures: 2 })).toBe(false);
  expect(isControlEnough({ runs: 3, failures: 3 })).toBe(true);
  expect(isControlEnough({ runs: 5, failures: 1 })).toBe(false);
});
