import { expect, test } from 'vitest';

import { retryOutlookOf } from './retry-outlook.ts';

test('as many retries as are worth it while each fails', () => {
  expect(retryOutlookOf({ cause: 'timeout', durationMs: 1000 })).toMatchObject({
    retries: 3,
    delaysMs: [1000, 2000, 3000],
  });
  // A green is worth one try of a minute-long test, and not a second.
  const slow = retryOutlookOf({ cause: 'timeout', durationMs: 60_000, policy: { greenMinutes: 15 } });
  expect(slow).toMatchObject({ retries: 1 });
});

test('none where a rule forbids them, with the rule as the reason', () =>
  expect(retryOutlookOf({ cause: 'snapshot', durationMs: 1000 })).toEqual({
    retries: 0,
    firstRatio: 0,
    anyRatio: 0,
    delaysMs: [],
    expectedMinutes: 0,
    reason: 'A snapshot differs cannot change by trying again.',
  }));
