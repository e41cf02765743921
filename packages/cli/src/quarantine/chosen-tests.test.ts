import { describe, expect, test } from 'vitest';

import { chosenTestsOf } from './chosen-tests.ts';

const tests = ['adds an item', 'pays the whole bill'].map((title, index) => ({
  id: `id-${index}`,
  project: 'chromium',
  file: 'tests/cart.spec.ts',
  titlePath: ['cart', title],
}));

describe('the test that a name means', () => {
  test.each(['tests/cart.spec.ts > cart > adds an item', 'tests/cart.spec.ts:7:3 › cart › adds an item', 'id-0'])(
    '%s',
    (wanted) => {
      expect(chosenTestsOf(tests, wanted, undefined)).toEqual([tests[0]]);
    },
  );

  test.each([
    { wanted: 'pays the whole bill', hint: 'Do you mean "tests/cart.spec.ts > cart > pays the whole bill"?' },
    { wanted: 'cart › pays the whole bill', hint: 'Do you mean "tests/cart.spec.ts > cart > pays the whole bill"?' },
    {
      wanted: 'tests/cart.spec.ts > cart > adds an itme',
      hint: 'Do you mean "tests/cart.spec.ts > cart > adds an item"?',
    },
    { wanted: 'is elsewhere', hint: 'Write it as `file > describe > test`; run it once if it is new.' },
  ])('$wanted is none, and the hint says what is meant', ({ wanted, hint }) => {
    expect(() => chosenTestsOf(tests, wanted, undefined)).toThrow(expect.objectContaining({ hint }) as Error);
  });
});
