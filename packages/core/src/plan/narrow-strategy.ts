import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import { wallDurationOf } from './groups.ts';
import { escaped } from './title-pattern.ts';

/** The part of a strategy that `isWanted` keeps, in the same order; the strategy itself when that is everything. */
export function narrowedStrategyOf(strategy: TestStrategy, isWanted: (test: PlannedTest) => boolean): TestStrategy {
  const testCases = strategy.testCases.filter(isWanted);
  if (testCases.length === strategy.testCases.length) return strategy;
  const durations = new Map(testCases.map((test) => [test.testId, test.estimatedDurationMs]));
  const sumOf = (ids: readonly string[]): number => ids.reduce((sum, id) => sum + (durations.get(id) ?? 0), 0);
  const parallelGroups = strategy.parallelGroups
    .map(({ index, testIds }) => ({ index, testIds: testIds.filter((id) => durations.has(id)) }))
    .filter(({ testIds }) => testIds.length > 0)
    .map((group) => ({ ...group, estimatedDurationMs: sumOf(group.testIds) }));
  return {
    ...strategy,
    wholeSuite: false,
    testCases,
    executionOrder: strategy.executionOrder.filter((id) => durations.has(id)),
    parallelGroups,
    totalDurationMs: sumOf([...durations.keys()]),
    wallDurationMs: wallDurationOf(parallelGroups),
  };
}

/**
 * Tells whether a planned test belongs to one of the projects, named as both runners read names: whatever the case, `*` for any
 * letters. A test that never ran has no project yet: it may belong to any of Playwright's, and to any of Vitest's where Vitest
 * is known to have projects at all.
 */
export function projectChoiceOf(
  wanted: readonly string[],
  planned: readonly PlannedTest[],
): (test: PlannedTest) => boolean {
  const matchers = wanted.map((word) => new RegExp(`^${word.split('*').map(escaped).join('.*')}$`, 'i'));
  const isNamed = (project: string): boolean => matchers.some((matcher) => matcher.test(project));
  const vitestHasProjects = planned.some((test) => test.runner === 'vitest' && test.project !== '');
  return ({ project, runner }) => (project === '' ? runner !== 'vitest' || vitestHasProjects : isNamed(project));
}
