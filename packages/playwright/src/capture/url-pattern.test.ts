import { expect, test } from 'vitest';

import { urlPatternOf } from './url-pattern.ts';

test.each([
  ['https://shop.example/', '/'],
  ['https://shop.example/orders/17?tab=2#top', '/orders/:id'],
  ['http://localhost:3000/u/0b8f7c52-1d2e-4f3a-9b4c-5d6e7f8a9b0c/edit', '/u/:id/edit'],
  ['http://localhost:3000/blob/9f86d081884c7d65', '/blob/:id'],
  ['http://localhost:3000/p/clx9v2k3w0000qzrm1', '/p/:id'],
  ['http://localhost:3000/articles/how-to-write-good-tests', '/articles/how-to-write-good-tests'],
  ['http://localhost:3000/v2/top10', '/v2/top10'],
  ['http://localhost:3000/orders/ord-1057/lines', '/orders/:id/lines'],
  ['http://localhost:3000/step-2', '/step-2'],
  ['about:blank', ''],
  ['data:text/html,<b>x</b>', ''],
  ['not an address', ''],
])('%s is a page like %s', (address, pattern) => {
  expect(urlPatternOf(address)).toBe(pattern);
});
