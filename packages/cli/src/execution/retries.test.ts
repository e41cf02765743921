import { type Failure, executedTestsOf } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { plannedTest, runOf } from './fixtures/planned.ts';
import { planRetries } from './retries.ts';

const planned = [plannedTest({ testId: 'a' }), plannedTest({ testId: 'b' })];
const failing = (message: string) => ({
  testId: 'a',
  status: 'failed' as const,
  failures: [{ message, frames: [], signature: 's' } as unknown as Failure],
});

function plansOf(attempts: Parameters<typeof runOf>[1], policy = {}, tests = planned) {
  const runs = [runOf(tests, attempts)];
  return planRetries({ planned: tests, executed: executedTestsOf(tests, runs), runs, statsByTest: new Map(), policy });
}

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
  const [plan] = planRetries({ planned: template, executed, runs, statsByTest: new Map(), policy: {} });
  expect(plan).toMatchObject({ tries: 1, decision: { retry: true } });
});

test('many failures at once are an outage, and few tests are no mass', () => {
  const many = Array.from({ length: 8 }, (_, index) => plannedTest({ testId: `t${index}` }));
  const all = many.map(({ testId }) => ({ ...failing('connect ECONNREFUSED'), testId }));
  expect(plansOf(all, {}, many).some((plan) => plan.decision.retry)).toBe(false);
  expect(plansOf(all.slice(0, 2), {}, many).every((plan) => plan.decision.retry)).toBe(true);
});
