import { describe, expect, test } from 'vitest';

import type { Failure } from '../model/failure.ts';
import { signatureOf } from './signature.ts';

const failure = (message: string, part: Partial<Failure> = {}): Failure => ({
  message,
  frames: [{ file: 'tests/cart.spec.ts', line: 10, column: 2, function: 'addItem', origin: 'user' }],
  ...part,
});

describe('one signature for', () => {
  test.each([
    {
      name: 'other durations',
      a: 'locator.click: Timeout 5000ms exceeded.',
      b: 'locator.click: Timeout 30000ms exceeded.',
    },
    { name: 'other ports', a: 'connect ECONNREFUSED 127.0.0.1:4000', b: 'connect ECONNREFUSED 127.0.0.1:51234' },
    {
      name: 'other ids',
      a: 'Order 8d8ac610-566d-4ef0-9c22-186b2a5ed793 not found',
      b: 'Order 123e4567-e89b-12d3-a456-426614174000 not found',
    },
    {
      name: 'other folders',
      a: "Cannot find module '/home/a/app/src/x.js'",
      b: "Cannot find module '/builds/7/app/src/x.js'",
    },
    { name: 'other values', a: 'Expected: 3\nReceived: 2', b: 'Expected: 3\nReceived: 4' },
  ])('$name', ({ a, b }) => expect(signatureOf(failure(a))).toBe(signatureOf(failure(b))));

  test('another line of the same function', () => {
    const moved = failure('oops', {
      frames: [{ file: 'tests/cart.spec.ts', line: 99, column: 1, function: 'addItem', origin: 'user' }],
    });
    expect(signatureOf(moved)).toBe(signatureOf(failure('oops')));
  });
});

describe('another signature for', () => {
  test('another message', () => expect(signatureOf(failure('a fell'))).not.toBe(signatureOf(failure('b fell'))));
  test('another locator', () =>
    expect(signatureOf(failure('x', { locator: "getByText('a')" }))).not.toBe(
      signatureOf(failure('x', { locator: "getByText('b')" })),
    ));
  test('another place: only the second half differs', () => {
    const [here, there] = [failure('oops'), failure('oops', { frames: [] })].map((each) =>
      signatureOf(each).split('-'),
    );
    expect(here?.[0]).toBe(there?.[0]);
    expect(here?.[1]).not.toBe(there?.[1]);
  });
});
