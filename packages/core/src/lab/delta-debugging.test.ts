import { assert, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { minimiseFailing } from './delta-debugging.ts';

/** Answers every question with `fails`; returns the minimal part and how many questions it took. */
function minimise<T>(
  items: readonly T[],
  fails: (part: readonly T[]) => boolean,
): { part: readonly T[]; asked: number } {
  const search = minimiseFailing(items);
  let asked = 0;
  for (let step = search.next(); ; asked++) {
    if (step.done === true) return { part: step.value, asked };
    step = search.next(fails(step.value));
  }
}

const letters = 'abcdefghijklmnop'.split('');

describe('the smallest failing part', () => {
  test.each([
    { name: 'one at the front', needed: ['a'] },
    { name: 'one in the middle', needed: ['h'] },
    { name: 'two far apart', needed: ['b', 'o'] },
    { name: 'three', needed: ['a', 'h', 'p'] },
    { name: 'all', needed: letters },
  ])('$name', ({ needed }) => {
    expect(minimise(letters, (part) => needed.every((item) => part.includes(item))).part).toEqual(needed);
  });

  test('one of 16 takes no more than 8 questions', () => {
    for (const needed of letters) {
      expect(minimise(letters, (part) => part.includes(needed)).asked).toBeLessThanOrEqual(8);
    }
  });

  test('order counts: the parts keep the order of the list', () => {
    minimise(letters, (part) => {
      expect(part).toEqual(part.toSorted());
      return part.includes('c') && part.includes('k');
    });
  });

  test('of one item there is nothing to ask', () => {
    expect(minimise(['a'], () => true)).toEqual({ part: ['a'], asked: 0 });
  });

  test('for every needed set: what is found fails, nothing can be left out, and no question is asked twice', () => {
    assert(
      property(
        integer({ min: 1, max: 30 }),
        uniqueArray(integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 4 }),
        (length, picked) => {
          const items = Array.from({ length }, (_, index) => index);
          const needed = [...new Set(picked.map((item) => item % length))].toSorted((a, b) => a - b);
          const asked = new Set<string>();
          const { part } = minimise(items, (candidate) => {
            expect(asked.has(candidate.join(' '))).toBe(false);
            asked.add(candidate.join(' '));
            return needed.every((item) => candidate.includes(item));
          });
          expect(part).toEqual(needed);
        },
      ),
    );
  });
});
