import { type FlakeCost, type TestHistory, flakeStatsOf } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { circumstanceLinesOf } from './flake-circumstances.ts';
import { createPaint } from './paint.ts';

const paint = createPaint({}, {});
const nothing = { tests: [], factors: [], coFailures: [], cost: { retriesMs: 0, rerunsMs: 0, perWeekMs: 0 } };

function testThatCost(title: string, cost: FlakeCost) {
  const history: TestHistory = {
    test: {
      id: title,
      runner: 'vitest',
      project: '',
      file: 'a.test.ts',
      titlePath: [title],
      line: 1,
      column: 1,
      expectedStatus: 'passed',
      retries: 0,
    },
    observations: [],
  };
  return { test: history.test, stats: flakeStatsOf(history), cost };
}

describe('what surrounds the flakes, in words', () => {
  test.each([
    { pValue: 0.0000001, said: '(p < 0.001)' },
    { pValue: 0.0123, said: '(p = 0.012)' },
  ])('a chance of $pValue', ({ pValue, said }) => {
    const finding = { testId: 'pays', factor: 'browser', pValue, strength: 0.5, values: [] };
    expect(circumstanceLinesOf(paint, { ...nothing, factors: [finding] })[0]).toContain(said);
  });

  test('the cost, in all and of the three tests that cost most', () => {
    const costs = [60_000, 0, 240_000, 1000, 120_000];
    const tests = costs.map((retriesMs, index) =>
      testThatCost(`test ${index}`, { retriesMs, rerunsMs: 0, perWeekMs: retriesMs / 2 }),
    );
    const cost = { retriesMs: 421_000, rerunsMs: 0, perWeekMs: 210_500 };
    expect(circumstanceLinesOf(paint, { ...nothing, tests, cost })).toEqual([
      'Flakes cost 7 min 01 s of running again so far, 3 min 31 s a week; most of it test 2 (4 min 00 s), test 4 (2 min 00 s), test 0 (1 min 00 s).',
    ]);
  });

  test('no cost, no word of it', () => {
    expect(circumstanceLinesOf(paint, nothing)).toEqual([]);
  });
});
