import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { causes } from '../cause/registry.ts';
import { flakeStatsOf } from '../flake/flake-stats.ts';
import { historyOf } from '../flake/fixtures/history-of.ts';
import { retryDecisionOf } from './retry-decision.ts';

const flaky = flakeStatsOf(historyOf('..f..f...f.'));
const healthy = flakeStatsOf(historyOf('...............'));
const regressed = flakeStatsOf(historyOf('..........FFF'));

describe('whether to try again', () => {
  test.each([
    { name: 'rate limit', question: { cause: 'rate-limit', attempt: 1 }, retry: true, delayMs: 1000 },
    {
      name: 'rate limit, again: twice as long',
      question: { cause: 'rate-limit', attempt: 2 },
      retry: true,
      delayMs: 2000,
    },
    {
      name: 'rate limit, exponential',
      question: { cause: 'rate-limit', attempt: 4, policy: { maxAttempts: 9 } },
      retry: true,
      delayMs: 8000,
    },
    {
      name: 'timeout, linear',
      question: { cause: 'timeout', attempt: 3, policy: { maxAttempts: 9 } },
      retry: true,
      delayMs: 3000,
    },
    { name: 'network', question: { cause: 'network', attempt: 1 }, retry: true, delayMs: 1000 },
    {
      name: 'never longer than the limit',
      question: { cause: 'rate-limit', attempt: 4, policy: { maxAttempts: 9, maxDelayMs: 5000, greenMinutes: 1000 } },
      retry: true,
      delayMs: 5000,
    },
    { name: 'tries used up', question: { cause: 'network', attempt: 4 }, retry: false, delayMs: 0 },
    {
      name: 'failed twice before on the same code',
      question: { cause: 'network', attempt: 1, failedOnSameCode: 2 },
      retry: false,
      delayMs: 0,
    },
    {
      name: 'failed once before on the same code',
      question: { cause: 'network', attempt: 1, failedOnSameCode: 1 },
      retry: true,
      delayMs: 1000,
    },
    {
      name: 'rate limit with jitter',
      question: { cause: 'rate-limit', attempt: 2, jitter: 0.25 },
      retry: true,
      delayMs: 500,
    },
    {
      name: 'the server asks for more than the base',
      question: { cause: 'rate-limit', attempt: 1, retryAfterMs: 8000, jitter: 0.5 },
      retry: true,
      delayMs: 8500,
    },
    {
      name: 'the server asks for more than the longest wait',
      question: { cause: 'rate-limit', attempt: 1, retryAfterMs: 30_001 },
      retry: false,
      delayMs: 0,
    },
    {
      name: 'what the server asked for is over',
      question: { cause: 'rate-limit', attempt: 1, retryAfterMs: 0, jitter: 0.5 },
      retry: true,
      delayMs: 0,
    },
    {
      name: 'an assertion does not wait, whatever header it quotes',
      question: { cause: 'assertion', attempt: 1, retryAfterMs: 90_000 },
      retry: true,
      delayMs: 0,
    },
    {
      name: 'a test so long that a green is not worth it',
      question: { cause: 'assertion', attempt: 1, durationMs: 1_200_000 },
      retry: false,
      delayMs: 0,
    },
    {
      name: 'greens are worth nothing',
      question: { cause: 'network', attempt: 1, policy: { greenMinutes: 0 } },
      retry: false,
      delayMs: 0,
    },
    { name: 'syntax', question: { cause: 'syntax', attempt: 1 }, retry: false, delayMs: 0 },
    { name: 'snapshot', question: { cause: 'snapshot', attempt: 1 }, retry: false, delayMs: 0 },
    { name: 'strict mode', question: { cause: 'strict-mode', attempt: 1, stats: flaky }, retry: false, delayMs: 0 },
    {
      name: 'assertion of a flaky test',
      question: { cause: 'assertion', attempt: 1, stats: flaky },
      retry: true,
      delayMs: 0,
    },
    {
      name: 'assertion of a regressed test',
      question: { cause: 'assertion', attempt: 1, stats: regressed },
      retry: false,
      delayMs: 0,
    },
    {
      name: 'timeout of a regressed test',
      question: { cause: 'timeout', attempt: 1, stats: regressed },
      retry: false,
      delayMs: 0,
    },
    {
      name: 'assertion of a healthy test once, to tell flake from regression',
      question: { cause: 'assertion', attempt: 1, stats: healthy },
      retry: true,
      delayMs: 0,
    },
    {
      name: 'half of the suite fails',
      question: { cause: 'network', attempt: 1, failingRatio: 0.5 },
      retry: false,
      delayMs: 0,
    },
  ] as const)('$name: $retry', ({ question, retry, delayMs }) => {
    const decision = retryDecisionOf(question);
    expect(decision).toMatchObject({ retry, delayMs });
    expect(decision.reason).toMatch(/\.$/);
  });
});

test('each failed try makes the next one less worth while, and delays stay bounded', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...causes.map(({ name }) => name)),
      fc.constantFrom(undefined, flaky, healthy),
      (cause, stats) => {
        const policy = { maxAttempts: 50, greenMinutes: 100_000 };
        let last = 1;
        for (let attempt = 1; attempt < 20; attempt++) {
          const decision = retryDecisionOf({ cause, attempt, policy, ...(stats ? { stats } : {}) });
          expect(decision.gainRatio).toBeLessThanOrEqual(last);
          expect(decision.delayMs).toBeLessThanOrEqual(30_000);
          last = decision.gainRatio;
        }
      },
    ),
  );
});
