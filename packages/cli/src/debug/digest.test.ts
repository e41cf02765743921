import type { Failure } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { digestOf } from './digest.ts';

describe('what happened, in a line', () => {
  test.each<[string, Partial<Failure>, string]>([
    ['an error', { message: 'Error: connect ECONNREFUSED\n  127.0.0.1:1' }, 'connect ECONNREFUSED'],
    [
      "Chai's sentence",
      {
        message: 'AssertionError: GET /admin: expected 403 to be 200 // Object.is equality',
        expected: '200',
        actual: '403',
      },
      'GET /admin: expected 403 to be 200',
    ],
    [
      'a matcher and two values',
      { message: 'Error: expect(received).toBe(expected)\n\nExpected: 40\nReceived: 41', expected: '40', actual: '41' },
      'expected 40, got 41',
    ],
    [
      "the author's own words",
      {
        message: 'Error: the tax\n\nexpect(received).toBe(expected)\n\nExpected: 40\nReceived: 41',
        expected: '40',
        actual: '41',
      },
      'the tax: expected 40, got 41',
    ],
    [
      'values that could be anybody’s, with the line',
      {
        message: 'Error: expect(received).toBe(expected)\n\nExpected: true\nReceived: false',
        expected: 'true',
        actual: 'false',
        snippet: '  7 |   open();\n> 8 |   expect(isOpen).toBe(true);\n    |                  ^',
      },
      'expected true, got false: expect(isOpen).toBe(true);',
    ],
    [
      'long values',
      { message: 'Error: expect(received).toEqual(expected)', expected: 'x'.repeat(99), actual: '1' },
      'expect(received).toEqual(expected)',
    ],
    [
      'a difference of many lines',
      {
        message: 'Error: expect(received).toMatchObject(expected)',
        expected: '{\n  "total": 13500,\n}',
        actual: '{\n  "total": 1350,\n}',
        diff: '  Object {\n-   "total": 13500,\n+   "total": 1350,\n  }',
      },
      'expected "total": 13500, got "total": 1350',
    ],
    [
      'several elements',
      { message: "locator.click: Error: strict mode violation: getByText('more') resolved to 2 elements:\n  1) <a>" },
      "getByText('more') resolved to 2 elements",
    ],
    [
      'a locator that is told apart from the message',
      { message: 'TimeoutError: locator.click: Timeout 1000ms exceeded.', locator: "getByRole('button')" },
      "getByRole('button'): locator.click: Timeout 1000ms exceeded",
    ],
  ])('%s', (_name, failure, digest) => expect(digestOf({ message: '', frames: [], ...failure })).toBe(digest));
});
