import { describe, expect, test } from 'vitest';

import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import { narrowedStrategyOf, projectChoiceOf } from './narrow-strategy.ts';

function planned(testId: string, over: Partial<PlannedTest> = {}): PlannedTest {
  return {
    testId,
    runner: 'playwright',
    project: 'chromium',
    file: `${testId}.spec.ts`,
    titlePath: [testId],
    type: 'e2e',
    priority: 'Medium',
    risk: 0.5,
    riskFactors: [],
    dependencies: [],
    estimatedDurationMs: 100,
    estimateFrom: 'history',
    tags: [],
    ...over,
  };
}

const testCases = [planned('a'), planned('b'), planned('c'), planned('d')];
const strategy: TestStrategy = {
  format: 'millwright/strategy',
  version: 1,
  id: 'nightly-1',
  name: 'nightly',
  description: '',
  createdAt: '2026-11-01T12:00:00.000Z',
  targetServices: [],
  wholeSuite: true,
  testCases,
  executionOrder: ['c', 'a', 'd', 'b'],
  parallelGroups: [
    { index: 0, testIds: ['c', 'a'], estimatedDurationMs: 200 },
    { index: 1, testIds: ['d', 'b'], estimatedDurationMs: 200 },
  ],
  totalDurationMs: 400,
  wallDurationMs: 200,
  coverageTargets: [],
  leftOut: [],
  lacked: [],
};

describe('a narrowed strategy', () => {
  test('keeps the order and the groups of what is left, and is not the whole suite any more', () => {
    expect(narrowedStrategyOf(strategy, (test) => test.testId !== 'd' && test.testId !== 'b')).toEqual({
      ...strategy,
      wholeSuite: false,
      testCases: [testCases[0], testCases[2]],
      executionOrder: ['c', 'a'],
      parallelGroups: [{ index: 0, testIds: ['c', 'a'], estimatedDurationMs: 200 }],
      totalDurationMs: 200,
      wallDurationMs: 200,
    });
  });

  test('is the strategy itself when everything is wanted', () => {
    expect(narrowedStrategyOf(strategy, () => true)).toBe(strategy);
  });
});

describe('a choice of projects', () => {
  const vitest = { runner: 'vitest' } as const;
  test.each<[string, readonly string[], PlannedTest, readonly PlannedTest[], boolean]>([
    ['by name', ['chromium'], planned('a'), testCases, true],
    ['by name in another case', ['Chromium'], planned('a'), testCases, true],
    ['by one of several names', ['firefox', 'chromium'], planned('a'), testCases, true],
    ['by a pattern', ['chro*'], planned('a'), testCases, true],
    ['not by a part of the name', ['chrom'], planned('a'), testCases, false],
    ['a name is no expression', ['c.romium'], planned('a'), testCases, false],
    ['of Playwright and never run', ['firefox'], planned('a', { project: '' }), testCases, true],
    ['of Vitest without projects', ['unit'], planned('a', { ...vitest, project: '' }), testCases, false],
    [
      'of Vitest with projects, never run',
      ['unit'],
      planned('a', { ...vitest, project: '' }),
      [planned('b', { ...vitest, project: 'unit' })],
      true,
    ],
  ])('%s', (_name, wanted, subject, all, expected) => {
    expect(projectChoiceOf(wanted, all)(subject)).toBe(expected);
  });
});
