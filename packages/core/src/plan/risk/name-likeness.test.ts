import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { nameLikenessTo } from './name-likeness.ts';

const testNamed = (file: string, ...titlePath: readonly string[]) => ({ file: `tests/${file}.spec.ts`, titlePath });
const suite = [
  testNamed('checkout', 'checkout', 'buys the cart'),
  testNamed('checkout', 'checkout', 'refuses a coupon'),
  testNamed('account', 'account', 'logs in'),
  testNamed('catalogue', 'catalogue', 'sorts by price'),
];

test.each<[string, readonly string[], number, readonly string[]]>([
  ['by the rarest words first', ['src/checkout/coupon.ts'], 1, ['coupon', 'checkout']],
  ['by a word of the path', ['src/routes/account.ts'], 2, ['account']],
  ['not by words that all tests have', ['tests/spec.ts'], 0, []],
  ['not by words that no test has', ['src/payments/ledger.ts'], 3, []],
])('a test is like a change: %s', (_name, changed, at, words) => {
  const likeness = nameLikenessTo(changed, suite)(suite[at] ?? testNamed(''));
  expect(likeness.words).toEqual(words);
  expect(likeness.ratio > 0).toBe(words.length > 0);
});

test('the test that shares more is liker', () => {
  const likenessOf = nameLikenessTo(['src/checkout/coupon.ts'], suite);
  const [cart, coupon, account] = suite.map((one) => likenessOf(one).ratio);
  expect(coupon).toBeGreaterThan(cart ?? 1);
  expect(account).toBe(0);
});

test('it is a ratio, and more changed files never make a test less like the change', () => {
  const word = fc.constantFrom('cart', 'order', 'user', 'price', 'test');
  const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('/'));
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 6 }), fc.array(path), fc.array(path), (files, less, more) => {
      const tests = files.map((file) => ({ file, titlePath: [] }));
      for (const one of tests) {
        const { ratio } = nameLikenessTo(less, tests)(one);
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(ratio).toBeLessThanOrEqual(1);
        expect(nameLikenessTo([...less, ...more], tests)(one).ratio).toBeGreaterThanOrEqual(ratio);
      }
    }),
  );
});
