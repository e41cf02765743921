import { describe, expect, test } from 'vitest';

import { failureOfError, isTimeout } from './failure-of-error.ts';

const base = { root: '/app' };

describe('failureOfError', () => {
  test('takes the frames that Vitest mapped', () => {
    const failure = failureOfError(
      { name: 'Error', message: 'no', stacks: [{ file: '/app/src/a.ts', line: 3, column: 5, method: 'pay' }] },
      base,
    );
    expect(failure.frames).toEqual([{ file: 'src/a.ts', line: 3, column: 5, function: 'pay', origin: 'user' }]);
    expect(failure.location).toEqual({ file: 'src/a.ts', line: 3, column: 5 });
  });

  test('reads the stack where there are no mapped frames, without those of the runner', () => {
    const stack =
      'Error: no\n    at pay (/app/src/a.ts:3:5)\n    at file:///app/node_modules/vitest/dist/x.js:1:2\n    at processTicks (node:internal/x:1:1)';
    expect(failureOfError({ name: 'Error', message: 'no', stack }, base).frames).toEqual([
      { file: 'src/a.ts', line: 3, column: 5, function: 'pay', origin: 'user' },
    ]);
  });

  test('keeps what expect compared, without colours', () => {
    const diff =
      '\u001B[32m- Expected\u001B[39m\n\u001B[31m+ Received\u001B[39m\n\n\u001B[32m- 4\u001B[39m\n\u001B[31m+ 3\u001B[39m';
    const failure = failureOfError(
      { name: 'AssertionError', message: 'expected 3 to be 4', diff, expected: '4', actual: '3' },
      base,
    );
    expect(failure).toMatchObject({ expected: '4', actual: '3', diff: '- 4\n+ 3' });
  });

  test('follows a chain of causes, and stops in a circle', () => {
    const inner: { name: string; message: string; cause?: unknown } = { name: 'Error', message: 'inner' };
    inner.cause = inner;
    const { causes } = failureOfError({ name: 'TypeError', message: 'outer', cause: inner }, base);
    expect(causes).toHaveLength(5);
    expect(causes?.[0]).toMatchObject({ name: 'Error', message: 'inner' });
  });

  test.each([
    { name: 'no message', error: { name: 'TypeError', message: '' }, message: 'TypeError' },
    { name: 'nothing at all', error: {}, message: 'An error without a message.' },
    {
      name: 'a message that is no text',
      error: { message: 7 as unknown as string },
      message: 'An error without a message.',
    },
  ])('has a message for $name', ({ error, message }) => {
    expect(failureOfError(error, base).message).toBe(message);
  });

  test('bounds the message', () => {
    expect(failureOfError({ message: 'x'.repeat(100_000) }, base).message.length).toBeLessThanOrEqual(8192);
  });
});

describe('isTimeout', () => {
  test.each([
    { message: 'Test timed out in 50ms.\nIf this is', expected: true },
    { message: 'Hook timed out in 10000ms.', expected: true },
    { message: 'page.goto: Test timed out in a while', expected: false },
    { message: 'expected 1 to be 2', expected: false },
  ])('$message', ({ message, expected }) => {
    expect(isTimeout([{ message }])).toBe(expected);
  });
});
