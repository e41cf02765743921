import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { canonicalAddressOf, canonicalLineOf, canonicalLocatorOf } from './canonical-text.ts';

describe('canonicalLineOf', () => {
  test.each([
    { line: 'connect ECONNREFUSED 127.0.0.1:4310', canonical: 'connect ECONNREFUSED <local>' },
    { line: 'connect ECONNREFUSED ::1:4310', canonical: 'connect ECONNREFUSED <local>' },
    { line: 'getaddrinfo ENOTFOUND api.shop.test:443', canonical: 'getaddrinfo ENOTFOUND api.shop.test' },
    {
      line: 'page.goto: net::ERR_FAILED at http://localhost:3000/cart/17?day=3',
      canonical: 'page.goto: net::ERR_FAILED at //<local>/cart/<n>',
    },
    {
      line: 'Order 8d8ac610-566d-4ef0-9c22-186b2a5ed793 of ada@shop.test is late',
      canonical: 'Order <id> of <email> is late',
    },
    { line: 'No slot at 2026-11-28T10:42:07.123Z, next 10:45 PM', canonical: 'No slot at <time>, next <time>' },
    { line: 'locator.click: Timeout 5000ms exceeded.', canonical: 'locator.click: Timeout <duration> exceeded.' },
    { line: "Cannot find module '/home/a/app/src/x.js'", canonical: "Cannot find module 'x.js'" },
    { line: "Cannot find module 'C:\\Users\\a\\app\\src\\x.js'", canonical: "Cannot find module 'x.js'" },
    { line: 'Invoice INV-1001 costs 1,234.50 EUR', canonical: 'Invoice INV<n> costs <n> EUR' },
    { line: 'duplicate key E11000 in users', canonical: 'duplicate key E11000 in users' },
    {
      line: "Cannot read properties of undefined (reading 'total')",
      canonical: "Cannot read properties of undefined (reading 'total')",
    },
    { line: 'ticket a1b2c3d4e5 is gone', canonical: 'ticket <id> is gone' },
  ])('$line', ({ line, canonical }) => expect(canonicalLineOf(line)).toBe(canonical));

  test('is its own canonical form for any text, and never longer than 300 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(canonicalLineOf(text).length).toBeLessThanOrEqual(300);
        expect(canonicalLineOf(text)).not.toMatch(/\d/);
      }),
    );
  });

  test('is quick on hostile lines', () => {
    const hostile = [
      'a.'.repeat(50_000),
      '/a'.repeat(50_000),
      '1-'.repeat(50_000),
      '"'.repeat(50_000),
      'a@'.repeat(50_000),
      ' '.repeat(100_000),
    ];
    const start = performance.now();
    hostile.forEach(canonicalLineOf);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('canonicalAddressOf', () => {
  test.each([
    { url: 'http://localhost:3000/cart/17?x=1#top', canonical: '//<local>/cart/<n>' },
    { url: 'https://shop.test/', canonical: '//shop.test' },
    { url: '/api/orders/8d8ac610-566d-4ef0-9c22-186b2a5ed793?day=2', canonical: '/api/orders/<id>' },
  ])('$url', ({ url, canonical }) => expect(canonicalAddressOf(url)).toBe(canonical));
});

describe('canonicalLocatorOf', () => {
  test.each([
    { locator: '"#pay"', canonical: '#pay' },
    { locator: "locator('#pay')", canonical: '#pay' },
    { locator: String.raw`locator('a[href=\'my-plan\']')`, canonical: "a[href='my-plan']" },
    { locator: 'getByRole("row", { name: "Order 17" })', canonical: "getByRole('row', { name: 'Order <n>' })" },
  ])('$locator', ({ locator, canonical }) => expect(canonicalLocatorOf(locator)).toBe(canonical));
});
