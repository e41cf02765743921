import { expect, test } from 'vitest';

import { classifyFailure } from '../cause/classify.ts';
import type { Failure } from '../model/failure.ts';
import { withPendingCall } from './with-pending-call.ts';

const limit: Failure = { message: 'Test timeout of 30000ms exceeded.', frames: [], page: { ariaSnapshot: '- main' } };
const location = { file: 'tests/a.spec.ts', line: 6, column: 3 };
const click: Failure = {
  name: 'Error',
  message: 'locator.click: Test timeout of 30000ms exceeded.',
  frames: [{ ...location, origin: 'user' }],
  location,
  locator: "getByRole('button')",
  callLog: ["waiting for getByRole('button')"],
};
const assertion: Failure = { name: 'Error', message: 'expect(received).toBe(expected)', frames: [] };

test('the call that was pending when a test ran out of time is told with it, and decides its class', () => {
  const [joined, ...rest] = withPendingCall([limit, click, assertion]);
  expect(rest).toEqual([assertion]);
  expect(joined).toMatchObject({
    message: 'Test timeout of 30000ms exceeded.\n\nError: locator.click: Test timeout of 30000ms exceeded.',
    location,
    locator: "getByRole('button')",
    page: { ariaSnapshot: '- main' },
  });
  expect(classifyFailure(limit).cause).toBe('timeout');
  expect(classifyFailure(joined as Failure).cause).toBe('locator-not-found');
});

test('a page that the end of the test closed tells where it was', () => {
  const message = 'page.waitForTimeout: Target page, context or browser has been closed';
  const closed: Failure = { name: 'Error', message, frames: click.frames, location };
  const [joined] = withPendingCall([limit, closed]);
  expect(joined).toMatchObject({ location });
  expect(classifyFailure(joined as Failure).cause).toBe('timeout');
});

test('a hook keeps its name', () => {
  const hook = { ...limit, message: 'Test timeout of 30000ms exceeded while running "beforeEach" hook.', location };
  const [joined] = withPendingCall([hook, click]);
  expect(classifyFailure(joined as Failure).cause).toBe('setup');
});

test.each([
  ['one failure', [limit]],
  ['another failure of its own', [limit, assertion]],
  ['a failure before the limit', [assertion, limit]],
  ['none', []],
])('%s stays as it is', (_, failures) => expect(withPendingCall(failures)).toEqual(failures));
