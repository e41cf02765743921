import type { Attempt } from './attempt.ts';
import type { Run } from './run.ts';
import type { TestEntry } from './test.ts';

/**
 * The runs of one execution as one run per runner: a later run's attempts of a test count as retries of the earlier
 * ones, and shards are put side by side. Header and facts are those of the first run.
 */
export function joinRuns(runs: readonly Run[]): readonly Run[] {
  const byRunner = Map.groupBy(
    runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)),
    (run) => run.runner,
  );
  return [...byRunner.values()].map(joinRunsOfRunner);
}

function joinRunsOfRunner(runs: readonly Run[]): Run {
  const [first, ...rest] = runs;
  if (first === undefined) throw new RangeError('Expected at least one run to join, got none.');
  if (rest.length === 0) return first;
  const tests = new Map<string, TestEntry>(runs.flatMap((run) => run.tests.map((test) => [test.id, test])));
  const attempts = runs.flatMap((run) => run.attempts).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const ran = new Set(attempts.map((attempt) => attempt.testId));
  const notRun = new Map(runs.flatMap((run) => run.notRun.map((entry) => [entry.testId, entry] as const)));
  return {
    ...first,
    status: runs.at(-1)?.status ?? first.status,
    durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
    tests: [...tests.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    attempts: renumberRetries(attempts),
    notRun: [...notRun.values()].filter((entry) => !ran.has(entry.testId)),
    errors: runs.flatMap((run) => run.errors),
    notes: [...new Set(runs.flatMap((run) => run.notes))],
  };
}

function renumberRetries(attempts: readonly Attempt[]): readonly Attempt[] {
  const counts = new Map<string, number>();
  return attempts.map((attempt) => {
    const key = `${attempt.testId} ${attempt.repeat}`;
    const retry = counts.get(key) ?? 0;
    counts.set(key, retry + 1);
    return attempt.retry === retry ? attempt : { ...attempt, retry };
  });
}
