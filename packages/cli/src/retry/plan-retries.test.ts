import { type Failure, type FlakeStats, executedTestsOf, learnRetries, signatureOf } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { planRetries } from './plan-retries.ts';
import { type RetryKnowledge, noRetryKnowledge } from './read-retry-knowledge.ts';

const planned = [plannedTest({ testId: 'a' }), plannedTest({ testId: 'b' })];
const failing = (message: string) => ({
  testId: 'a',
  status: 'failed' as const,
  failures: [{ message, frames: [], signature: 's' } as unknown as Failure],
});

function plansOf(attempts: Parameters<typeof runOf>[1], policy = {}, tests = planned, over = {}) {
  const runs = [runOf(tests, attempts)];
  return planRetries({
    planned: tests,
    executed: executedTestsOf(tests, runs),
    runs,
    policy,
    ...circumstances,
    ...over,
  });
}

const circumstances = { retryRunIds: new Set<string>(), knowledge: noRetryKnowledge, nowMs: 1000, random: () => 1 };

describe('what is worth another try', () => {
  test.each([
    ['a refused connection', 'Error: connect ECONNREFUSED 127.0.0.1:3000', true],
    ['too many requests', 'Error: Request failed with status code 429', true],
    ['a syntax error', 'SyntaxError: Unexpected token (3:4)', false],
  ])('%s: %s', (_name, message, retried) => {
    const [plan] = plansOf([failing(message), { testId: 'b' }]);
    expect(plan).toMatchObject({ test: { testId: 'a' }, tries: 1, decision: { retry: retried } });
  });

  test('a test that passes is not tried again', () => expect(plansOf([{ testId: 'a' }, { testId: 'b' }])).toEqual([]));

  test('retry.maxAttempts ends it', () => {
    expect(plansOf([failing('connect ECONNREFUSED')], { maxAttempts: 1 })[0]?.decision.retry).toBe(false);
    expect(plansOf([failing('connect ECONNREFUSED')], { maxAttempts: 2 })[0]?.decision.retry).toBe(true);
  });

  test('retry.baseDelayMs and maxDelayMs bound the wait', () => {
    expect(plansOf([failing('status code 429')], { baseDelayMs: 10 })[0]?.decision.delayMs).toBe(10);
    expect(plansOf([failing('status code 429')], { maxDelayMs: 5 })[0]?.decision.delayMs).toBe(5);
  });
});

test('a planned test that stands for many rows counts the tries of the row that failed', () => {
  const rows = ['1', '2', '3', '4'].map((row) => plannedTest({ testId: row, titlePath: [`adds ${row}`] }));
  const template = [plannedTest({ testId: 'template', titlePath: ['adds %i'] })];
  const runs = [
    runOf(
      rows,
      rows.map(({ testId }) => ({
        ...failing('connect ECONNREFUSED'),
        testId,
        ...(testId === '3' ? {} : { status: 'passed' as const, failures: [] }),
      })),
    ),
  ];
  const executed = executedTestsOf(template, runs);
  expect(executed[0]).toMatchObject({ outcome: 'unexpected', attempts: 4 });
  const [plan] = planRetries({ planned: template, executed, runs, policy: {}, ...circumstances });
  expect(plan).toMatchObject({ tries: 1, decision: { retry: true } });
});

test('many failures at once are an outage, and few tests are no mass', () => {
  const many = Array.from({ length: 8 }, (_, index) => plannedTest({ testId: `t${index}` }));
  const all = many.map(({ testId }) => ({ ...failing('connect ECONNREFUSED'), testId }));
  expect(plansOf(all, {}, many).some((plan) => plan.decision.retry)).toBe(false);
  expect(plansOf(all.slice(0, 2), {}, many).every((plan) => plan.decision.retry)).toBe(true);
});

describe('waiting as long as a server asks', () => {
  const limited = (text: string) => ({ ...failing(`429 Too Many Requests, ${text}`), startedAtMs: 0, durationMs: 400 });

  test.each<[string, string, object]>([
    ['seconds count from the answer on', 'Retry-After: 2', { retry: true, delayMs: 1400 }],
    ['a date', 'Retry-After: Thu, 01 Jan 1970 00:00:05 GMT', { retry: true, delayMs: 4000 }],
    ['longer than retry.maxDelayMs', 'Retry-After: 3600', { retry: false, delayMs: 0 }],
  ])('%s', (_name, text, decision) => {
    const [plan] = plansOf([limited(text), { testId: 'b' }], {}, planned, { random: () => 0 });
    expect(plan?.decision).toMatchObject(decision);
  });

  test('what the test printed is read as well', () => {
    const attempt = { ...failing('status code 429'), startedAtMs: 0, durationMs: 0, stdoutTail: 'retry-after: 3\n' };
    const [plan] = plansOf([attempt, { testId: 'b' }], {}, planned, { random: () => 0 });
    expect(plan?.decision.delayMs).toBe(2000);
  });
});

describe('what the past taught', () => {
  const message = 'connect ECONNREFUSED 127.0.0.1:3000';
  const signature = signatureOf(failing(message).failures[0] as Failure);
  const learned = (passed: boolean): RetryKnowledge => ({
    ...noRetryKnowledge,
    model: learnRetries(
      Array.from({ length: 60 }, () => ({ testId: 'a', signature, retry: 1, passed })),
      new Map([[signature, 'network']]),
    ),
  });

  test.each([
    ['retries of this failure always passed', true, true],
    ['retries of this failure never passed', false, false],
  ])('%s', (_name, passed, retried) => {
    const [plan] = plansOf([failing(message), { testId: 'b' }], {}, planned, { knowledge: learned(passed) });
    expect(plan?.decision.retry).toBe(retried);
    expect(plan?.decision.reason).toContain(`(${passed ? 60 : 0} of 60 retries of this failure of the test passed)`);
  });

  test('a broken test is not tried again', () => {
    const stats = { state: 'broken', probabilities: { healthy: 0, flaky: 0.1, broken: 0.9 } } as FlakeStats;
    const knowledge = { ...noRetryKnowledge, statsByTest: new Map([['a', stats]]) };
    const [plan] = plansOf([failing(message), { testId: 'b' }], {}, planned, { knowledge });
    expect(plan?.decision).toMatchObject({ retry: false, reason: expect.stringContaining('The test is broken') });
  });
});

describe('the time for retries', () => {
  const slow = { ...failing('connect ECONNREFUSED'), durationMs: 40_000 };
  const both = [
    { ...slow, testId: 'a' },
    { ...slow, testId: 'b' },
  ];

  test('goes to the retry that is worth most', () => {
    const tests = [plannedTest({ testId: 'a' }), plannedTest({ testId: 'b' })];
    const [a, b] = plansOf(
      [{ ...both[0], ...failing('expect(1).toBe(2)'), durationMs: 40_000 }, both[1] ?? {}],
      {},
      tests,
    );
    expect(a?.decision).toMatchObject({ retry: false, reason: expect.stringContaining('is used up') });
    expect(b?.decision.retry).toBe(true);
  });

  test.each([
    ['a share of the first tries', { budgetRatio: 1 }],
    ['at least so long', { budgetMinMs: 80_000 }],
  ])('%s', (_name, policy) => expect(plansOf(both, policy).map((plan) => plan.decision.retry)).toEqual([true, true]));

  test('what retries took before counts', () => {
    const again = runOf(planned, [{ ...slow, testId: 'a' }], { runId: 'retry', startedAt: '2026-11-01T12:01:00.000Z' });
    const runs = [runOf(planned, both), again];
    const executed = executedTestsOf(planned, runs);
    const plans = planRetries({
      planned,
      executed,
      runs,
      policy: {},
      ...circumstances,
      retryRunIds: new Set(['retry']),
    });
    expect(plans.map(({ tries, decision: { retry } }) => [tries, retry])).toEqual([
      [2, false],
      [1, false],
    ]);
  });
});
