import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { idealOrderOf, napfdOf } from './order-score.ts';

const of = (letters: string, durationMs = 1) =>
  Array.from(letters, (letter) => ({ failed: letter === 'F', durationMs }));

describe('failures found within half of the time', () => {
  test.each([
    ['nothing failed', '....', 1],
    ['the first of four failed', 'F...', 1 - 1 / 4 + 1 / 8],
    ['the second of four failed', '.F..', 1 - 2 / 4 + 1 / 8],
    ['it would have come too late', '..F.', 0],
    ['one of two is found', 'F..F', 0.5 - 1 / 8 + 0.5 / 8],
  ])('%s: %s', (_name, letters, score) => {
    expect(napfdOf(of(letters), 0.5)).toBeCloseTo(score, 10);
  });

  test('a test that does not fit is left out, and a shorter one runs', () => {
    const long = { failed: true, durationMs: 10 };
    const short = { failed: true, durationMs: 1 };
    expect(napfdOf([long, short], 0.5)).toBeCloseTo(0.5 - 1 / 4 + 0.5 / 4, 10);
  });
});

test('no order is better than the ideal one where nothing is cut off', () => {
  const outcome = fc.record({ failed: fc.boolean(), durationMs: fc.constant(1) });
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), (order) => {
      expect(napfdOf(order, 1)).toBeLessThanOrEqual(napfdOf(idealOrderOf(order), 1) + 1e-12);
    }),
  );
});
