import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { durationLevelsMs, durationsOfLetters, levelLettersOf, nearestDurationLevelMs } from './duration-levels.ts';

describe('duration levels', () => {
  test('are 92, whole, and reach 14 minutes', () => {
    expect(durationLevelsMs).toHaveLength(92);
    expect(durationLevelsMs.slice(0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(durationLevelsMs.at(-1)).toBe(869_150);
  });

  test('are near: half a millisecond, or 7.5 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 869_150, noNaN: true }), (duration) => {
        const error = Math.abs(nearestDurationLevelMs(duration) - duration);
        expect(error).toBeLessThanOrEqual(Math.max(0.5, duration * 0.075));
      }),
    );
  });

  test('go to letters and back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...durationLevelsMs)), (durations) => {
        const letters = levelLettersOf(durations) as string;
        expect(letters).toHaveLength(durations.length);
        expect(JSON.stringify(letters)).toHaveLength(durations.length + 2);
        expect(durationsOfLetters(letters)).toEqual(durations);
      }),
    );
  });

  test.each([[0.5], [-0], [1e9], [-1]])('%s is none', (duration) => {
    expect(levelLettersOf([1, duration])).toBeUndefined();
  });
});
