import {
  type TestEntry,
  type TestStrategy,
  UserError,
  narrowedStrategyOf,
  projectChoiceOf,
  recordedTestsOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

/** Which of the planned tests are wanted; all without a word. */
export interface WantedTests {
  /** Names of projects, `*` for any letters. */
  readonly projects?: readonly string[] | undefined;
  /** Only those that failed when they last ran. */
  readonly lastFailed?: boolean | undefined;
}

/** The part of a strategy that is wanted. Throws a UserError when that is nothing. */
export async function narrowByWanted(
  history: HistoryStore,
  strategy: TestStrategy,
  { projects, lastFailed }: WantedTests,
): Promise<TestStrategy> {
  const ofProjects = projects === undefined ? strategy : narrowByProjects(strategy, projects);
  return lastFailed === true ? narrowByLastFailed(ofProjects, await readLastFailed(history)) : ofProjects;
}

function narrowByProjects(strategy: TestStrategy, projects: readonly string[]): TestStrategy {
  const narrowed = narrowedStrategyOf(strategy, projectChoiceOf(projects, strategy.testCases));
  if (narrowed.testCases.length > 0) return narrowed;
  const known = [...new Set(strategy.testCases.map((test) => test.project))].filter((project) => project !== '');
  throw new UserError({
    code: 'nothing-selected',
    message: `No planned test belongs to \`--project ${projects.join(',')}\`.`,
    hint:
      known.length === 0
        ? 'No project of the planned tests is known by name.'
        : `Projects of the planned tests: ${known.join(', ')}.`,
  });
}

function narrowByLastFailed(strategy: TestStrategy, failed: readonly TestEntry[]): TestStrategy {
  const byFile = Map.groupBy(failed, (test) => test.file);
  const narrowed = narrowedStrategyOf(
    strategy,
    (test) => recordedTestsOf(test, byFile.get(test.file) ?? []).length > 0,
  );
  if (narrowed.testCases.length > 0) return narrowed;
  throw new UserError({
    code: 'nothing-selected',
    message: 'No planned test failed when it last ran, so `--last-failed` selects nothing.',
    hint: 'Leave it out to run the whole plan.',
  });
}

async function readLastFailed(history: HistoryStore): Promise<readonly TestEntry[]> {
  const histories = await history.readTestHistories();
  return histories
    .filter(
      ({ observations }) => observations.findLast(({ outcome }) => outcome !== 'skipped')?.outcome === 'unexpected',
    )
    .map(({ test }) => test);
}
