import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Outcome } from '../model/attempt.ts';
import { defaultReleasePolicy, releaseProgressOf } from './release-test.ts';

const outcomesOf = (line: string): Outcome[] =>
  Array.from(line, (letter) =>
    letter === '.' ? 'expected' : letter === 'f' ? 'flaky' : letter === 's' ? 'skipped' : 'unexpected',
  );

describe('releaseProgressOf', () => {
  test.each([
    ['nothing yet', '', 0.3, false, 11],
    ['a frequent flake needs few good runs', '.'.repeat(11), 0.3, true, 0],
    ['but not fewer', '.'.repeat(10), 0.3, false, 1],
    ['a rare one needs many', '.'.repeat(36), 0.1, false, 1],
    ['a rare one, proved', '.'.repeat(37), 0.1, true, 0],
    ['skipped runs say nothing', 's'.repeat(99), 0.3, false, 11],
    ['a pass on retry is no good run', `${'.'.repeat(10)}f`, 0.3, false, 13],
    ['a failure begins it anew, with a higher bar', `F${'.'.repeat(13)}`, 0.3, false, 1],
    ['which can still be reached', `F${'.'.repeat(14)}`, 0.3, true, 0],
    ['a proof stays one', `${'.'.repeat(11)}F`, 0.3, true, 0],
  ])('%s', (_, line, flakeRatio, proved, goodRunsWanted) => {
    expect(releaseProgressOf(outcomesOf(line), flakeRatio)).toMatchObject({ proved, goodRunsWanted });
  });

  test('so many good runs as it wants do prove it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Outcome>('expected', 'unexpected', 'flaky', 'skipped'), { maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (outcomes, flakeRatio) => {
          const { proved, goodRunsWanted } = releaseProgressOf(outcomes, flakeRatio);
          const more = Array.from({ length: goodRunsWanted }, (): Outcome => 'expected');
          expect(releaseProgressOf([...outcomes, ...more], flakeRatio).proved).toBe(true);
          if (!proved) expect(releaseProgressOf([...outcomes, ...more.slice(1)], flakeRatio).proved).toBe(false);
        },
      ),
    );
  });

  test.each([0.02, 0.05, 0.1, 0.3, 0.5])(
    'of tests that flake in %d of runs as before, at most 5 %% are ever released; of mended ones nearly all',
    (flakeRatio) => {
      const random = generatorOf(7);
      const released = (failRatio: number): number => {
        const trials = 1000;
        let count = 0;
        for (let trial = 0; trial < trials; trial += 1) {
          const outcomes = Array.from({ length: 600 }, (): Outcome =>
            random() < failRatio ? 'unexpected' : 'expected',
          );
          if (releaseProgressOf(outcomes, flakeRatio).proved) count += 1;
        }
        return count / trials;
      };
      expect(released(flakeRatio)).toBeLessThanOrEqual(defaultReleasePolicy.wrongReleaseRatio);
      expect(released(0)).toBe(1);
      expect(released(0.001)).toBeGreaterThan(0.9);
    },
  );
});

/** Mulberry32 (public domain). */
function generatorOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
