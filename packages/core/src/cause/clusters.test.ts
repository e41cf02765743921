import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Failure } from '../model/failure.ts';
import { clusterFailures, type FailureItem } from './clusters.ts';

const second = 1000;
const start = Date.parse('2026-11-28T10:42:00.000Z');

interface Told {
  readonly message: string;
  readonly test: string;
  /** Seconds after the start of the run at which the attempt began and ended. */
  readonly from?: number;
  readonly to?: number;
  readonly file?: string;
  readonly line?: number;
  readonly caller?: string;
  readonly run?: string;
  readonly statement?: string;
  readonly request?: string;
  readonly more?: Partial<Failure>;
}

function item({
  message,
  test: testId,
  from = 0,
  to = 1,
  file = 'tests/a.spec.ts',
  line = 5,
  caller,
  run = 'r1',
  statement,
  request,
  more,
}: Told): FailureItem {
  return {
    testId,
    runId: run,
    at: { startedAtMs: start + from * second, endedAtMs: start + to * second },
    ...(request === undefined ? {} : { request }),
    failure: {
      message,
      frames: [{ file, line, column: 3, origin: 'user', ...(caller === undefined ? {} : { function: caller }) }],
      ...(statement === undefined ? {} : { snippet: `> ${line} |   ${statement}\n    |   ^` }),
      ...more,
    },
  };
}

const sizesOf = (told: readonly Told[]): readonly number[] =>
  clusterFailures(told.map(item)).map(({ items }) => items.length);

const sum = 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 2';

describe('two bugs with one message', () => {
  test.each<{ name: string; told: readonly Told[] }>([
    {
      name: 'in two functions of the product',
      told: [
        {
          message: "TypeError: Cannot read properties of undefined (reading 'name')",
          test: 'a',
          file: 'src/user.ts',
          caller: 'nameOf',
        },
        {
          message: "TypeError: Cannot read properties of undefined (reading 'name')",
          test: 'b',
          file: 'src/shop.ts',
          caller: 'labelOf',
        },
      ],
    },
    {
      name: 'in two tests of one file',
      told: [
        { message: sum, test: 'a', line: 5 },
        { message: sum, test: 'b', line: 9 },
      ],
    },
    {
      name: 'in two tests with the same statement',
      told: [
        { message: sum, test: 'a', line: 5, statement: 'expect(total).toBe(3)' },
        { message: sum, test: 'b', line: 9, statement: 'expect(total).toBe(3)' },
      ],
    },
    {
      name: 'in one helper, after two requests',
      told: [
        {
          message: 'expect(received).toBe(expected)\n\nExpected: 200\nReceived: 500',
          test: 'a',
          file: 'tests/http.ts',
          caller: 'expectOk',
          request: 'GET /orders',
        },
        {
          message: 'expect(received).toBe(expected)\n\nExpected: 200\nReceived: 500',
          test: 'b',
          file: 'tests/http.ts',
          caller: 'expectOk',
          request: 'GET /users',
        },
      ],
    },
    {
      name: 'on two routes',
      told: [
        { message: 'Error: GET /orders answered 500', test: 'a', file: 'tests/http.ts', caller: 'get' },
        { message: 'Error: GET /users answered 500', test: 'b', file: 'tests/http.ts', caller: 'get' },
      ],
    },
    {
      name: 'that ran out of time in two tests',
      told: [
        { message: 'Test timeout of 30000ms exceeded.', test: 'a', more: { frames: [] } },
        { message: 'Test timeout of 30000ms exceeded.', test: 'b', more: { frames: [] } },
      ],
    },
  ])('$name stay two', ({ told }) => {
    expect(sizesOf(told)).toEqual([1, 1]);
    // And each is found again in the next run, moved down.
    const again = told.map((each) => ({ ...each, run: 'r2', line: (each.line ?? 5) + 7 }));
    expect(sizesOf([...told, ...again])).toEqual([2, 2]);
  });
});

describe('one bug', () => {
  test.each<{ name: string; told: readonly Told[] }>([
    {
      name: 'of one test in two projects',
      told: [
        { message: sum, test: 'a [chromium]' },
        { message: sum, test: 'a [firefox]' },
      ],
    },
    {
      name: 'that a loop meets at one line',
      told: [
        { message: sum, test: 'each 1' },
        { message: sum, test: 'each 2' },
      ],
    },
    {
      name: 'that two tests tell with the same telling values',
      told: [
        {
          message: 'expect(received).toBe(expected)\n\nExpected: "Hello Ada"\nReceived: "Hello undefined"',
          test: 'a',
          line: 5,
          statement: 'expect(greeting).toBe(hello)',
        },
        {
          message: 'expect(received).toBe(expected)\n\nExpected: "Hello Ada"\nReceived: "Hello undefined"',
          test: 'b',
          line: 9,
          statement: 'expect(greeting).toBe(hello)',
        },
      ],
    },
    {
      name: 'that takes an element away from two files',
      told: [
        {
          message: 'TimeoutError: locator.click: Timeout 500ms exceeded.',
          test: 'a',
          more: {
            locator: "getByRole('button', { name: 'Pay' })",
            callLog: ["waiting for getByRole('button', { name: 'Pay' })"],
          },
        },
        {
          message:
            "expect(locator).toBeVisible() failed\n\nLocator: getByRole('button', { name: 'Pay' })\nExpected: visible\nError: element(s) not found",
          test: 'b',
          file: 'tests/b.spec.ts',
        },
      ],
    },
    {
      name: 'in one helper of two tests',
      told: [
        { message: 'Error: sign-in failed: wrong password', test: 'a', file: 'tests/login.ts', caller: 'signIn' },
        {
          message: 'Error: sign-in failed: wrong password',
          test: 'b',
          file: 'tests/login.ts',
          caller: 'signIn',
          line: 8,
        },
      ],
    },
  ])('$name is one', ({ told }) => expect(sizesOf(told)).toEqual([2]));
});

const refused: Told = {
  message: 'apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:3000',
  test: 'r1',
  from: 6,
  to: 7,
};
const outage: readonly Told[] = [
  refused,
  {
    message: 'page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/cart',
    test: 'r2',
    from: 7,
    to: 8,
    file: 'tests/b.spec.ts',
  },
  {
    message:
      'expect(page).toHaveURL(expected) failed\n\nExpected: "http://localhost:3000/cart"\nReceived: "chrome-error://chromewebdata/"',
    test: 'url',
    from: 7,
    to: 12,
  },
  {
    message: 'TimeoutError: locator.click: Timeout 500ms exceeded.',
    test: 'click',
    from: 6,
    to: 9,
    more: { locator: "getByText('Pay')", callLog: ["waiting for getByText('Pay')"] },
  },
  { message: 'Test timeout of 30000ms exceeded.', test: 'time', from: 5, to: 35, more: { frames: [] } },
  {
    message: 'apiRequestContext.post: read ECONNRESET\nCall log:\n  - → POST http://127.0.0.1:3000/pay',
    test: 'reset',
    from: 5,
    to: 6.5,
  },
];

describe('an outage', () => {
  test('is one cause, however it showed', () => {
    const [cluster, ...others] = clusterFailures(outage.map(item));
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({
      items: { length: 6 },
      classification: { cause: 'network' },
      outage: { server: '<local>:3000', startedAtMs: start + 6.5 * second, lastSeenAtMs: start + 8 * second },
    });
  });

  test.each<{ name: string; told: Told }>([
    { name: 'a wrong value in the same minute', told: { message: sum, test: 'x', from: 7, to: 8 } },
    {
      name: 'an element that was gone before',
      told: {
        message: 'TimeoutError: locator.click: Timeout 500ms exceeded.',
        test: 'x',
        from: -60,
        to: -59,
        more: { locator: "getByText('Pay')", callLog: ["waiting for getByText('Pay')"] },
      },
    },
    {
      name: 'a test that began when the server was back',
      told: { message: 'Test timeout of 30000ms exceeded.', test: 'x', from: 40, to: 70 },
    },
    { name: 'another server', told: { message: 'connect ECONNREFUSED 127.0.0.1:5432', test: 'x', from: 7, to: 8 } },
    {
      name: 'another run',
      told: {
        message: 'Test timeout of 30000ms exceeded.',
        test: 'x',
        from: 5,
        to: 35,
        run: 'r2',
        more: { frames: [] },
      },
    },
  ])('does not take in $name', ({ told }) => expect(sizesOf([...outage, told])).toEqual([6, 1]));

  test('is not made of one refused test', () => {
    const [cluster] = clusterFailures([item(refused)]);
    expect(cluster).not.toHaveProperty('outage');
  });

  test('that answers with an error is told by its status', () => {
    const told = ['a', 'b', 'c'].map((name) =>
      item({ message: `Error: GET /api/${name} answered 503`, test: name, to: 3 }),
    );
    expect(clusterFailures(told)).toMatchObject([{ items: { length: 3 }, outage: { server: '', status: 503 } }]);
  });

  test.each([
    { telling: 5, clusters: [6] },
    { telling: 3, clusters: [3, 1] },
  ])(
    'of $telling tests that were answered 503 leaves clusters of $clusters with a page that stayed empty',
    ({ telling, clusters }) => {
      const told = Array.from({ length: telling }, (_, index): Told => ({
        message: `Error: GET /api/${index} answered 503`,
        test: `api ${index}`,
        from: index,
        to: index + 1,
      }));
      const empty: Told = {
        message: 'TimeoutError: locator.click: Timeout 500ms exceeded.',
        test: 'page',
        from: 1,
        to: 2,
        more: { locator: "getByText('Pay')", callLog: ["waiting for getByText('Pay')"] },
      };
      expect(sizesOf([...told, empty])).toEqual(clusters);
    },
  );
});

test('the order of the failures decides nothing', () => {
  const pool: readonly Told[] = [
    ...outage,
    { message: sum, test: 'a' },
    { message: sum, test: 'b', line: 9 },
    { message: sum, test: 'a', line: 12, run: 'r2' },
    { message: 'Error: GET /orders answered 503', test: 'c' },
    { message: 'Error: GET /orders answered 500', test: 'd' },
    { message: 'connect ECONNREFUSED 127.0.0.1:5432', test: 'e' },
  ];
  const items = pool.map(item);
  const shapeOf = (list: readonly FailureItem[]): unknown =>
    clusterFailures(list)
      .map(({ signature, signatures, example, items: members, outage: window }) => ({
        signature,
        signatures,
        example: example.message,
        window,
        members: members.map(({ testId, runId }) => `${testId} ${runId}`).toSorted(),
      }))
      .map((shape) => JSON.stringify(shape))
      .toSorted();
  fc.assert(
    fc.property(
      fc
        .subarray(items)
        .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
      ([some, shuffled]) => {
        expect(shapeOf(shuffled)).toEqual(shapeOf(some));
      },
    ),
    { numRuns: 40 },
  );
});
