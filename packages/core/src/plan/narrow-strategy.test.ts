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
  const unit = planned('u', { runner: 'vitest', project: 'unit' });
  const newUnit = planned('v', { runner: 'vitest', project: '' });
  const newPage = planned('n', { project: '' });
  test.each<
    [string, readonly string[], readonly PlannedTest[], readonly string[], readonly string[], readonly string[]]
  >([
    // name, words, plan → chosen tests, words for Playwright, words for Vitest
    ['by name', ['chromium'], [...testCases, unit], ['a', 'b', 'c', 'd'], ['chromium'], []],
    ['by name in another case', ['Unit'], [...testCases, unit], ['u'], [], ['Unit']],
    ['by a pattern', ['chro*'], testCases, ['a', 'b', 'c', 'd'], ['chro*'], []],
    ['by names of both runners', ['chromium', 'unit'], [planned('a'), unit], ['a', 'u'], ['chromium'], ['unit']],
    ['a test that never ran may belong to it', ['chromium'], [planned('a'), newPage], ['a', 'n'], ['chromium'], []],
    [
      'a runner with no project of the name is left out',
      ['unit'],
      [newUnit, planned('a'), unit],
      ['v', 'u'],
      [],
      ['unit'],
    ],
    [
      'a word that nobody has goes to the runner nobody knows',
      ['chromium', 'unit'],
      [planned('a'), newUnit],
      ['a', 'v'],
      ['chromium'],
      ['unit'],
    ],
    ['a word that somebody has does not', ['unit'], [unit, newPage], ['u'], [], ['unit']],
    ['nothing ever ran: the runner decides', ['x'], [newPage], ['n'], ['x'], []],
  ])('%s', (_name, words, plan, chosen, forPlaywright, forVitest) => {
    const choice = projectChoiceOf(words, plan);
    expect(plan.filter((test) => choice.isChosen(test)).map((test) => test.testId)).toEqual(chosen);
    expect(choice.wordsFor('playwright')).toEqual(forPlaywright);
    expect(choice.wordsFor('vitest').filter(() => plan.some((test) => test.runner === 'vitest'))).toEqual(forVitest);
    expect(choice.unknown).toEqual([]);
  });

  test('words that no project has are told when every runner is known', () => {
    expect(projectChoiceOf(['chrom', 'c.romium', 'unit'], [planned('a'), unit]).unknown).toEqual(['chrom', 'c.romium']);
  });
});
