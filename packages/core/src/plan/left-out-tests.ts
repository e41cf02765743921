import type { ExecutedTest } from '../model/execution.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import { recordedTestsOf } from './executed-tests.ts';
import { hasPlaceholder } from './title-pattern.ts';

/** What was chosen among the planned tests, beside the plan itself. */
export interface RunnerSelection {
  /** A regular expression for titles, as both runners take it. */
  readonly grep?: string | undefined;
  readonly isSharded: boolean;
  /** Whether projects were named: then a test that never ran may turn out to belong to none of them. */
  readonly namesProjects: boolean;
}

/**
 * The planned tests without a trace that a selection left out. In doubt a test was not left out: one that a run listed, one of a
 * file that a run never came to, and one whose titles the pattern matches should have run.
 */
export function leftOutTestsOf(
  planned: readonly PlannedTest[],
  executed: readonly ExecutedTest[],
  runs: readonly Run[],
  selection: RunnerSelection,
): ReadonlySet<TestId> {
  const pending = new Set(executed.filter((test) => test.outcome === 'pending').map((test) => test.testId));
  const listed = Map.groupBy(
    runs.flatMap((run) => run.tests),
    (test) => test.file,
  );
  const unstarted = new Set(runs.flatMap((run) => run.unstartedFiles ?? []));
  const isLeftOut = (test: PlannedTest): boolean => {
    if (unstarted.has(test.file) || recordedTestsOf(test, listed.get(test.file) ?? []).length > 0) return false;
    if (selection.isSharded) return true;
    if (selection.grep !== undefined && !surelyMatches(test, selection.grep)) return true;
    return selection.namesProjects && test.project === '' && runs.some((run) => endedItself(run, test));
  };
  return new Set(planned.filter((test) => pending.has(test.testId) && isLeftOut(test)).map((test) => test.testId));
}

function endedItself(run: Run, test: PlannedTest): boolean {
  return run.runner === test.runner && run.status !== 'crashed' && run.status !== 'interrupted';
}

/**
 * Playwright matches project, file, titles and tags in one line, whatever the case; Vitest the titles alone. A title that only
 * run time completes, and a project that is not known yet, may or may not match.
 */
function surelyMatches(test: PlannedTest, grep: string): boolean {
  if (hasPlaceholder(test.titlePath)) return false;
  if (test.runner === 'vitest') return [' ', ' > '].every((blank) => new RegExp(grep).test(test.titlePath.join(blank)));
  const file = test.file.split('/').at(-1) ?? '';
  return playwrightPatternOf(grep).test([test.project, file, ...test.titlePath, ...test.tags].join(' '));
}

/** `/pattern/flags`, or a pattern whatever the case. */
function playwrightPatternOf(grep: string): RegExp {
  const [, pattern, flags] = /^\/(.*)\/([gi]*)$/.exec(grep) ?? [];
  return pattern === undefined ? new RegExp(grep, 'i') : new RegExp(pattern, flags?.replace('g', ''));
}

/** The tests that failed in the runs of an execution and that no planned test stands for. Runs as they were recorded. */
export function unplannedFailuresOf(planned: readonly PlannedTest[], runs: readonly Run[]): readonly TestEntry[] {
  const attempts = Map.groupBy(
    runs.flatMap((run) => run.attempts),
    (attempt) => attempt.testId,
  );
  const entries = new Map(runs.flatMap((run) => run.tests.map((test) => [test.id, test] as const)));
  const failed = [...entries.values()].filter((test) => outcomeOf(test, attempts.get(test.id) ?? []) === 'unexpected');
  const byFile = Map.groupBy(failed, (test) => test.file);
  const covered = new Set(
    planned.flatMap((test) => recordedTestsOf(test, byFile.get(test.file) ?? []).map(({ id }) => id)),
  );
  return failed.filter((test) => !covered.has(test.id));
}
