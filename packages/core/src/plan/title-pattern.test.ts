import { expect, test } from 'vitest';

import { titleMatcherOf } from './title-pattern.ts';

test.each([
  { pattern: ['cart', 'adds'], titlePath: ['cart', 'adds'], matches: true },
  { pattern: ['cart', 'costs ${price} (now)'], titlePath: ['cart', 'costs 3.50 (now)'], matches: true },
  { pattern: ['cart', 'costs ${price} (now)'], titlePath: ['cart', 'costs 3.50'], matches: false },
  { pattern: ['cart', 'adds %i and %i'], titlePath: ['cart', 'adds 1 and 2'], matches: true },
  { pattern: ['cart', 'of $user.name'], titlePath: ['cart', 'of Ann'], matches: true },
  { pattern: ['cart', '${a}'], titlePath: ['shop', 'x'], matches: false },
  { pattern: ['cart'], titlePath: ['cart', 'adds'], matches: false },
  { pattern: ['a.c'], titlePath: ['abc'], matches: false },
])('$pattern and $titlePath: $matches', ({ pattern, titlePath, matches }) => {
  expect(titleMatcherOf(pattern)(titlePath)).toBe(matches);
});
