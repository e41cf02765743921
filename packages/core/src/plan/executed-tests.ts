import type { Attempt, Outcome } from '../model/attempt.ts';
import type { ExecutedTest } from '../model/execution.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestEntry } from '../model/test.ts';
import { titleMatcherOf } from './title-pattern.ts';

/** The recorded tests that a planned test stands for: itself, or every row and project of it that only run time knew. */
export function recordedTestsOf(planned: PlannedTest, recorded: readonly TestEntry[]): readonly TestEntry[] {
  const same = recorded.filter((test) => test.id === planned.testId);
  if (same.length > 0) return same;
  const matches = titleMatcherOf(planned.titlePath);
  return recorded.filter(
    (test) =>
      test.runner === planned.runner &&
      test.file === planned.file &&
      (planned.project === '' || test.project === planned.project) &&
      matches(test.titlePath),
  );
}

/** What became of each planned test in the joined runs of an execution (see `joinRuns`); `pending` when it left no trace. */
export function executedTestsOf(planned: readonly PlannedTest[], runs: readonly Run[]): readonly ExecutedTest[] {
  const recorded = runs.flatMap((run) => run.tests);
  const byFile = Map.groupBy(recorded, (test) => test.file);
  const attempts = Map.groupBy(
    runs.flatMap((run) => run.attempts),
    (attempt) => attempt.testId,
  );
  return planned.map((test) => executedTestOf(test, recordedTestsOf(test, byFile.get(test.file) ?? []), attempts));
}

const worstFirst: readonly Outcome[] = ['unexpected', 'flaky', 'expected', 'skipped'];

function executedTestOf(
  planned: PlannedTest,
  tests: readonly TestEntry[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): ExecutedTest {
  const tried = tests.filter((test) => attempts.has(test.id));
  const all = tried.flatMap((test) => attempts.get(test.id) ?? []);
  const outcomes = new Set(
    tried
      .filter((test) => !wasInterrupted(attempts.get(test.id) ?? []))
      .map((test) => outcomeOf(test, attempts.get(test.id) ?? [])),
  );
  return {
    testId: planned.testId,
    outcome: worstFirst.find((outcome) => outcomes.has(outcome)) ?? 'pending',
    durationMs: all.reduce((sum, attempt) => sum + attempt.durationMs, 0),
    estimatedDurationMs: planned.estimatedDurationMs,
    attempts: all.length,
  };
}

/** A test that was only ever interrupted has not been carried out. */
function wasInterrupted(attempts: readonly Attempt[]): boolean {
  return attempts.every((attempt) => attempt.status === 'interrupted');
}
