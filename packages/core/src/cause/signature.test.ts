import * as fc from 'fast-check';
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
      name: 'another name of this machine',
      a: 'connect ECONNREFUSED 127.0.0.1:4000',
      b: 'connect ECONNREFUSED ::1:4000',
    },
    {
      name: 'another client that was refused',
      a: 'apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:4000',
      b: 'page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:4000/cart',
    },
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
    {
      name: 'a web assertion of 1.50 and of 1.55',
      a: "Timed out 5000ms waiting for expect(locator).toBeVisible()\n\nLocator: getByText('Total')\nExpected: visible\nReceived: <element(s) not found>\nCall log:\n  - expect.toBeVisible with timeout 5000ms\n  - waiting for getByText('Total')\n",
      b: "expect(locator).toBeVisible() failed\n\nLocator: getByText('Total')\nExpected: visible\nTimeout: 300ms\nError: element(s) not found\n\nCall log:\n  - Expect \"toBeVisible\" with timeout 300ms\n  - waiting for getByText('Total')\n",
    },
    {
      name: 'a page assertion of 1.50 and of 1.55',
      a: 'Timed out 300ms waiting for expect(locator).toHaveURL(expected)\n\nLocator: locator(\':root\')\nExpected pattern: /cart/\nReceived string:  "about:blank"',
      b: 'expect(page).toHaveURL(expected) failed\n\nExpected pattern: /cart/\nReceived string:  "about:blank"\nTimeout: 300ms',
    },
    {
      name: 'objects of Vitest 3 and 4',
      a: 'expected Object { "a": 1 } to deeply equal Object { "a": 2 }',
      b: 'expected { a: 7 } to deeply equal { a: 2 }',
    },
    {
      name: 'a test that runs out of time in Playwright and Vitest',
      a: 'Test timeout of 30000ms exceeded.',
      b: 'Test timed out in 5000ms.\nIf this is a long-running test, pass a timeout value as the last argument.',
    },
    {
      name: 'the limit of a call and of the test around it',
      a: 'locator.click: Timeout 500ms exceeded.',
      b: 'locator.click: Test timeout of 30000ms exceeded.',
    },
    {
      name: 'the difference that Vitest 3 prints below',
      a: "expected 'cart' to match /order/",
      b: "expected 'cart' to match /order/\n\n- Expected:\n/order/\n\n+ Received:\n'cart'",
    },
    { name: 'colours', a: 'expected 1 to be 2', b: 'expected \u001B[31m1\u001B[39m to be \u001B[32m2\u001B[39m' },
    {
      name: 'line ends',
      a: 'TypeError: no\n    at pay (/app/src/a.ts:3:5)',
      b: 'TypeError: no\r\n    at pay (/app/src/a.ts:9:5)\r\n',
    },
  ])('$name', ({ a, b }) => expect(signatureOf(failure(a))).toBe(signatureOf(failure(b))));

  test('another line of the same function', () => {
    const moved = failure('oops', {
      frames: [{ file: 'tests/cart.spec.ts', line: 99, column: 1, function: 'addItem', origin: 'user' }],
    });
    expect(signatureOf(moved)).toBe(signatureOf(failure('oops')));
  });

  test('the same function in the words of another engine', () => {
    const named = (name: string): Failure =>
      failure('oops', { frames: [{ file: 'src/a.ts', line: 1, column: 1, function: name, origin: 'user' }] });
    const names = ['pay', 'async pay', 'Object.pay', 'Cart.pay [as pay]', 'new pay', 'Module.pay'];
    expect(new Set(names.map((name) => signatureOf(named(name)))).size).toBe(1);
  });

  test('whatever port, id, time, duration, amount and line a run gives', () => {
    const circumstances = fc.record({
      port: fc.integer({ min: 1024, max: 65_535 }),
      id: fc.uuid(),
      hash: fc.stringMatching(/^[0-9a-f]{7}[0-9][0-9a-f]{8}$/),
      at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-12-31') }),
      ms: fc.integer({ min: 1, max: 90_000 }),
      amount: fc.integer({ min: 1000, max: 99_999 }),
      line: fc.integer({ min: 1, max: 9999 }),
      root: fc.constantFrom('/home/runner/work/app/app', '/builds/team/web', '/__w/1/s', '/Users/ada/src'),
      email: fc.emailAddress().filter((email) => !/['"<>()]/.test(email)),
    });
    type Values = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;
    const messages: readonly ((values: Values) => string)[] = [
      (v) =>
        `Error: GET http://127.0.0.1:${v.port}/api/orders/${v.id}?at=${v.at.toISOString()} answered 503: {"took":${v.amount}}`,
      (v) =>
        `TimeoutError: page.goto: Timeout ${v.ms}ms exceeded.\nCall log:\n  - navigating to "http://localhost:${v.port}/cart/${v.amount}", waiting until "load"`,
      (v) =>
        `expect(received).toBe(expected) // Object.is equality\n\nExpected: ${v.amount}\nReceived: ${v.amount + 1}`,
      (v) => `expected { id: '${v.id}', total: ${v.amount} } to deeply equal { total: 1 }`,
      (v) =>
        `RangeError: only ${v.amount} left of ${v.hash} after ${v.ms} ms\n    at reserve (${v.root}/src/stock.ts:${v.line}:7)`,
      (v) => `Error: ENOENT: no such file or directory, open '${v.root}/tmp/${v.hash}/report.json'`,
      (v) => `Error: session of ${v.email} ended at ${v.at.toISOString()}`,
      (v) => `connect ECONNREFUSED 127.0.0.1:${v.port}`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...messages), circumstances, circumstances, (message, one, other) => {
        const told = (values: Values): Failure => ({
          message: message(values),
          frames: [{ file: 'tests/a.spec.ts', line: values.line, column: 3, origin: 'user' }],
          snippet: `  ${values.line - 1} | \n> ${values.line} |   await pay(cart);\n     |         ^`,
        });
        expect(signatureOf(told(one))).toBe(signatureOf(told(other)));
      }),
    );
  });
});

describe('another signature for', () => {
  test.each([
    { name: 'another message', a: 'a fell', b: 'b fell' },
    { name: 'another route', a: 'Error: GET /api/orders answered 500', b: 'Error: GET /api/users answered 500' },
    { name: 'another status', a: 'Error: GET /api/orders answered 500', b: 'Error: GET /api/orders answered 404' },
    {
      name: 'another kind of value',
      a: 'expect(received).toBe(expected)\n\nExpected: 3\nReceived: undefined',
      b: 'expect(received).toBe(expected)\n\nExpected: 3\nReceived: 4',
    },
    { name: 'another matcher', a: 'expect(received).toBe(expected)', b: 'expect(received).toEqual(expected)' },
    { name: 'the opposite', a: 'expect(locator).toBeVisible() failed', b: 'expect(locator).not.toBeVisible() failed' },
    {
      name: 'an element that is not there',
      a: 'expect(locator).toHaveText(expected) failed\n\nLocator: locator(\'h1\')\nExpected string: "Hi"\nReceived string: "Ho"',
      b: 'expect(locator).toHaveText(expected) failed\n\nLocator: locator(\'h1\')\nExpected string: "Hi"\nReceived: <element(s) not found>',
    },
    {
      name: 'another property of undefined',
      a: "TypeError: Cannot read properties of undefined (reading 'total')",
      b: "TypeError: Cannot read properties of undefined (reading 'name')",
    },
    {
      name: 'another name of an assertion',
      a: 'Error: the total\n\nexpect(received).toBe(expected)',
      b: 'Error: the tax\n\nexpect(received).toBe(expected)',
    },
  ])('$name', ({ a, b }) => expect(signatureOf(failure(a))).not.toBe(signatureOf(failure(b))));

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

  test('another statement of the body of a test', () => {
    const inBody = (statement: string): Failure =>
      failure('expect(received).toBe(expected)', {
        frames: [{ file: 'tests/a.spec.ts', line: 7, column: 3, origin: 'user' }],
        snippet: `  6 | \n> 7 |   ${statement}\n    |   ^`,
      });
    expect(signatureOf(inBody('expect(total).toBe(3);'))).not.toBe(signatureOf(inBody('expect(tax).toBe(3);')));
  });
});

test('is quick on hostile messages', () => {
  const parts = [
    '\n',
    ' ',
    '"',
    "'",
    'a.',
    '/a',
    '1-',
    'a@',
    'expected ',
    'expected a to be ',
    '- a: ',
    '+ a: 1\n',
    '> 1 |',
    'at a',
    'Received: ',
    'GET /',
    'waiting for "',
    '\\',
  ];
  const start = performance.now();
  for (const part of parts) {
    const text = part.repeat(Math.ceil(8192 / part.length)).slice(0, 8192);
    signatureOf({
      message: `Error: ${text}`,
      frames: [],
      snippet: text,
      diff: text,
      callLog: text.split('\n').slice(0, 60),
    });
  }
  expect(performance.now() - start).toBeLessThan(4000);
});
