import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { PlannedTest } from '../model/strategy.ts';
import { predictionsOf, withFailProbabilities } from './plan-predictions.ts';

const planned = (testId: string, change?: number): PlannedTest => ({
  testId,
  runner: 'playwright',
  project: '',
  file: 'tests/cart.spec.ts',
  titlePath: [testId],
  type: 'e2e',
  priority: 'Medium',
  risk: 0.5,
  riskFactors: change === undefined ? [] : [{ name: 'change-relevance', score: change, weight: 0.2, evidence: '' }],
  dependencies: [],
  estimatedDurationMs: 1000,
  estimateFrom: 'default',
  tags: [],
});

/** A run an hour from the first of January on. */
const histories = (lines: Readonly<Record<string, string>>) =>
  Object.entries(lines).map(([id, line]) => historyOf(line, { test: { id, titlePath: [id] } }));

describe('a plan', () => {
  test('holds how probably each test fails, and what the change does to that', () => {
    const past = histories({ a: '....', b: '....', c: '..FF' });
    const { tests, predictedBy } = withFailProbabilities(
      [planned('a', 1), planned('b', 0), planned('c', 0)],
      past,
      new Map(),
    );
    const [a = 0, b = 0, c = 0] = tests.map(({ failProbability }) => failProbability);
    expect(predictedBy).toBe('rule');
    expect(a).toBeGreaterThan(b);
    expect(c).toBeGreaterThan(a);
    for (const { failReasons } of tests) expect(failReasons?.length).toBeGreaterThan(0);
  });

  test('without history holds nothing of it', () => {
    const tests = [planned('a')];
    expect(withFailProbabilities(tests, [], new Map())).toEqual({ tests });
  });
});

describe('what a strategy predicts', () => {
  const strategy = {
    createdAt: '2026-01-01T02:30:00.000Z',
    predictedBy: 'learned' as const,
    testCases: [{ ...planned('a'), failProbability: 0.25 }, planned('new')],
  };
  const now = '2026-01-05T00:00:00.000Z';

  test('is what it said when it was made, while nothing ran since', () => {
    expect(predictionsOf(strategy, histories({ a: '...' }), now)).toEqual({
      at: strategy.createdAt,
      by: 'learned',
      tests: { a: 0.25 },
    });
  });

  test('is told anew when something did', () => {
    const said = predictionsOf(strategy, histories({ a: '...F' }), now);
    expect({ at: said?.at, by: said?.by, tests: Object.keys(said?.tests ?? {}) }).toEqual({
      at: now,
      by: 'rule',
      tests: ['a', 'new'],
    });
    expect(said?.tests['a']).not.toBe(0.25);
  });

  test('is nothing without a history', () => {
    const { createdAt, testCases } = strategy;
    expect(predictionsOf({ createdAt, testCases }, [], now)).toBeUndefined();
  });
});
