import { expect, test } from 'vitest';

import { isFix } from './is-fix.ts';

test.each<[string, boolean]>([
  ['fix: totals of an empty cart', true],
  ['fix(cart)!: totals of an empty cart', true],
  ['hotfix: logins', true],
  ['Fixes #12', true],
  ['Fix crash when the cart is empty (#40)', true],
  ['Resolve a race condition in the queue', true],
  ['fix: typo in the readme', false],
  ['Fix flaky test of the cart #12', false],
  ['fix(ci): cache', false],
  ['Fix the width of a column', false],
  ['Prefix names of bugs', false],
  ['A lost locator is healed', false],
])('%s: %s', (subject, mends) => {
  expect(isFix(subject)).toBe(mends);
});
