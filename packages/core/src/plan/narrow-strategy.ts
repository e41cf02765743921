import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import type { RunnerName } from '../model/test.ts';
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

/** Which of the planned tests belong to the projects that were asked for. */
export interface ProjectChoice {
  isChosen(test: PlannedTest): boolean;
  /** The words that this runner has to be told; empty for a runner that none of them is for. */
  wordsFor(runner: RunnerName): readonly string[];
  /** Words that no project of the plan has and that no runner could still know. */
  readonly unknown: readonly string[];
}

/**
 * Chooses by names of projects, read as both runners read them: whatever the case, `*` for any letters. A word that no planned
 * test's project has may be a project of a runner whose projects are not known yet, because its tests never ran: they are
 * chosen, and the runner decides. A test that never ran beside others that did may belong to any project that was asked for.
 */
export function projectChoiceOf(wanted: readonly string[], planned: readonly PlannedTest[]): ProjectChoice {
  const matcherOf = (word: string): RegExp => new RegExp(`^${word.split('*').map(escaped).join('.*')}$`, 'i');
  const matchers = new Map(wanted.map((word) => [word, matcherOf(word)]));
  const projectsByRunner = new Map(
    [...Map.groupBy(planned, (test) => test.runner)].map(([runner, tests]) => [
      runner,
      new Set(tests.map((test) => test.project).filter((project) => project !== '')),
    ]),
  );
  const isIn = (word: string, projects: ReadonlySet<string>): boolean =>
    [...projects].some((project) => matchers.get(word)?.test(project));
  const unclaimed = wanted.filter((word) => ![...projectsByRunner.values()].some((projects) => isIn(word, projects)));
  const wordsFor = (runner: RunnerName): readonly string[] => {
    const projects = projectsByRunner.get(runner) ?? new Set();
    return projects.size === 0 ? unclaimed : wanted.filter((word) => isIn(word, projects));
  };
  return {
    isChosen: ({ runner, project }) =>
      wordsFor(runner).some((word) => project === '' || matchers.get(word)?.test(project)),
    wordsFor,
    unknown: [...projectsByRunner.values()].some((projects) => projects.size === 0) ? [] : unclaimed,
  };
}
