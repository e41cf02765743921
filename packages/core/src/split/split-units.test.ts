import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { shardsOfItems } from './shard-units.ts';
import { type SplitUnit, lowerBoundOf, sharesOf } from './split-units.ts';

const unitsOf = (...durations: readonly number[]): SplitUnit[] =>
  durations.map((durationMs, index) => ({ key: `unit ${index}`, durationMs }));

const longestOf = (shares: readonly (readonly SplitUnit[])[]): number =>
  Math.max(...shares.map((share) => share.reduce((sum, { durationMs }) => sum + durationMs, 0)));

const anyUnits = fc.array(fc.nat(100_000), { maxLength: 60 }).map((durations) => unitsOf(...durations));
const anyCount = fc.integer({ min: 1, max: 9 });

/** The best split there is, by trying all. */
function bestPossible(units: readonly SplitUnit[], count: number): number {
  const loads = Array.from({ length: count }, () => 0);
  let best = Infinity;
  const place = (index: number): void => {
    const unit = units[index];
    if (!unit) {
      best = Math.min(best, Math.max(...loads));
      return;
    }
    loads.forEach((load, share) => {
      loads[share] = load + unit.durationMs;
      place(index + 1);
      loads[share] = load;
    });
  };
  place(0);
  return best;
}

describe('shares', () => {
  test('each unit is in exactly one', () => {
    fc.assert(
      fc.property(anyUnits, anyCount, (units, count) => {
        const shares = sharesOf(units, count);
        expect(shares).toHaveLength(count);
        expect(shares.flat().toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
          units.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
        );
      }),
    );
  });

  test('are the same in whatever order the units come', () => {
    fc.assert(
      fc.property(anyUnits, anyCount, fc.nat(), (units, count, seed) => {
        const shuffled = units.toSorted(
          (a, b) => ((a.durationMs * 31 + seed) % 97) - ((b.durationMs * 31 + seed) % 97),
        );
        expect(sharesOf(shuffled, count)).toEqual(sharesOf(units, count));
      }),
    );
  });

  test('take at most 4/3 − 1/(3m) of the best split there is', () => {
    const few = fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }).map((durations) => unitsOf(...durations));
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 3 }), (units, count) => {
        const bound = (4 / 3 - 1 / (3 * count)) * bestPossible(units, count);
        expect(longestOf(sharesOf(units, count))).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });

  test('are never longer than longest-first alone makes them', () => {
    fc.assert(
      fc.property(anyUnits, anyCount, (units, count) => {
        const loads = Array.from({ length: count }, () => 0);
        for (const { durationMs } of units.toSorted((a, b) => b.durationMs - a.durationMs)) {
          const least = loads.indexOf(Math.min(...loads));
          loads[least] = (loads[least] ?? 0) + durationMs;
        }
        const longest = longestOf(sharesOf(units, count));
        expect(longest).toBeLessThanOrEqual(Math.max(...loads));
        expect(longest).toBeGreaterThanOrEqual(Math.floor(lowerBoundOf(units, count)));
      }),
    );
  });

  test('a swap finds what longest-first misses', () => {
    // Longest first alone ends with 3 + 2 + 2 beside 3 + 2.
    expect(longestOf(sharesOf(unitsOf(3, 3, 2, 2, 2), 2))).toBe(6);
  });

  test('none is empty while there are enough units, even of units that take no time', () => {
    expect(sharesOf(unitsOf(5, 0, 0), 3).map((share) => share.length)).toEqual([1, 1, 1]);
  });
});

describe('the shards of items', () => {
  const parts = ['a', 'a', 'b', 'c'].map((unitKey, item) => ({ unitKey, durationMs: 10, item }));

  test('keep the parts of a unit together, and no item is lost', () => {
    expect([...shardsOfItems(parts, 3)]).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
});
