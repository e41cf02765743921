import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { remainingWaitOf, retryAfterOf } from './retry-after.ts';

describe('what a server asked for', () => {
  test.each([
    ['the header in seconds', 'Retry-After: 120', { waitMs: 120_000 }],
    ['lower case, as fetch prints it', 'retry-after: 2\nserver: x', { waitMs: 2000 }],
    ['a dump of headers as JSON', '{"status":429,"headers":{"retry-after":"30"}}', { waitMs: 30_000 }],
    ['a dump of headers as an object', "headers: { 'retry-after': [ '7' ] }", { waitMs: 7000 }],
    ['an HTTP date', 'Retry-After: Wed, 21 Oct 2026 07:28:00 GMT', { untilMs: Date.UTC(2026, 9, 21, 7, 28) }],
    ['milliseconds', 'retry-after-ms: 1500', { waitMs: 1500 }],
    ['a field of the error', 'RateLimitError { retryAfter: 5 }', { waitMs: 5000 }],
    ['a field in milliseconds', '{"retryAfterMs":250}', { waitMs: 250 }],
    ['words', 'Rate limit reached. Please try again in 20s.', { waitMs: 20_000 }],
    ['words with a fraction', 'try again in 1.5 seconds', { waitMs: 1500 }],
    ['words in minutes', 'Too many requests, retry after 2 minutes', { waitMs: 120_000 }],
    ['words in milliseconds', 'wait for 300 ms', { waitMs: 300 }],
    ['words in minutes and seconds', 'Limit 30000 TPM. Please try again in 6m1.5s.', { waitMs: 361_500 }],
    ['words in hours, minutes and seconds', 'try again in 1h2m3s', { waitMs: 3_723_000 }],
    ['a request to wait', 'Too many attempts. Please wait 30 seconds.', { waitMs: 30_000 }],
    ['the last of several', 'Retry-After: 1\nRetry-After: 4', { waitMs: 4000 }],
    ['a count is no time', 'gave up: retry after 3 attempts', undefined],
    ['nothing', 'connect ECONNREFUSED 127.0.0.1:3000', undefined],
  ])('%s', (_name, text, asked) => expect(retryAfterOf([text])).toEqual(asked));

  test('a later text counts more', () =>
    expect(retryAfterOf(['Retry-After: 9', 'no word of it', 'Retry-After: 3'])).toEqual({ waitMs: 3000 }));

  test('any text is answered, and quickly', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.nat(10_000), (text, seconds) => {
        expect(retryAfterOf([`${text}\nRetry-After: ${seconds}`])).toEqual({ waitMs: seconds * 1000 });
      }),
    );
    const startMs = performance.now();
    retryAfterOf(['retry-after '.repeat(2000), 'retry-after: ['.repeat(2000)]);
    expect(performance.now() - startMs).toBeLessThan(200);
  });
});

test('the wait counts from the answer, and is over at some time', () => {
  expect(remainingWaitOf({ waitMs: 2000 }, 1000, 1500)).toBe(1500);
  expect(remainingWaitOf({ waitMs: 2000 }, 1000, 9000)).toBe(0);
  expect(remainingWaitOf({ untilMs: 5000 }, 0, 4000)).toBe(1000);
});
