import type { Attempt, Outcome } from '../model/attempt.ts';
import type { ExecutedTest } from '../model/execution.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestEntry } from '../model/test.ts';
import { hasPlaceholder, titleMatcherOf } from './title-pattern.ts';

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

/** How the runs are to be read. */
export interface ExecutedTestsOptions {
  /** The runs are still going on: what has ended so far speaks for a planned test, whatever may follow. */
  readonly ongoing?: boolean;
}

/**
 * What became of each planned test in the runs of an execution, given as they were recorded and not joined. `pending`: it
 * left no trace, was cut off, or stands for rows of which some never ended. The rows of a title that only run time knows
 * count as all known once a run that came to its own end has listed them. A row that failed is told at once.
 */
export function executedTestsOf(
  planned: readonly PlannedTest[],
  runs: readonly Run[],
  options: ExecutedTestsOptions = {},
): readonly ExecutedTest[] {
  const known = knownOf(planned, runs, options);
  return planned.map((test) => executedTestOf(test, known));
}

interface Known extends ExecutedTestsOptions {
  readonly byFile: ReadonlyMap<string, readonly TestEntry[]>;
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** Ids of the tests that came to an end of their own. */
  readonly ended: ReadonlySet<string>;
  readonly plannedIds: ReadonlySet<string>;
  readonly runs: readonly { readonly run: Run; readonly ids: ReadonlySet<string> }[];
}

function knownOf(planned: readonly PlannedTest[], runs: readonly Run[], options: ExecutedTestsOptions): Known {
  const entries = new Map(runs.flatMap((run) => run.tests.map((test) => [test.id, test] as const)));
  return {
    ...options,
    byFile: Map.groupBy(entries.values(), (test) => test.file),
    attempts: Map.groupBy(
      runs.flatMap((run) => run.attempts),
      (attempt) => attempt.testId,
    ),
    ended: new Set(runs.flatMap(endedTestsOf)),
    plannedIds: new Set(planned.map((test) => test.testId)),
    runs: runs.map((run) => ({ run, ids: new Set(run.tests.map((test) => test.id)) })),
  };
}

/** What Vitest notes at a test that it stopped half-way because of `bail` or Ctrl-C; it calls such a test skipped. */
const vitestAbortNote = 'The test run was aborted by the user.';

function endedTestsOf(run: Run): readonly string[] {
  const stopped = new Set(
    run.tests
      .filter((test) => test.annotations?.some((note) => note.type === 'skip' && note.description === vitestAbortNote))
      .map((test) => test.id),
  );
  return run.attempts
    .filter(({ status, testId }) => status !== 'interrupted' && !(status === 'skipped' && stopped.has(testId)))
    .map((attempt) => attempt.testId);
}

const worstFirst: readonly Outcome[] = ['unexpected', 'flaky', 'expected', 'skipped'];

function executedTestOf(planned: PlannedTest, known: Known): ExecutedTest {
  const matching = recordedTestsOf(planned, known.byFile.get(planned.file) ?? []);
  // A row that is planned under its own title speaks for itself.
  const rows = matching.filter((test) => test.id === planned.testId || !known.plannedIds.has(test.id));
  const all = rows.flatMap((test) => known.attempts.get(test.id) ?? []);
  return {
    testId: planned.testId,
    outcome: planOutcomeOf(planned, matching, rows, known),
    durationMs: all.reduce((sum, attempt) => sum + attempt.durationMs, 0),
    estimatedDurationMs: planned.estimatedDurationMs,
    attempts: all.length,
  };
}

function planOutcomeOf(
  planned: PlannedTest,
  matching: readonly TestEntry[],
  rows: readonly TestEntry[],
  known: Known,
): ExecutedTest['outcome'] {
  const ended = rows.filter((test) => known.ended.has(test.id));
  const outcomes = new Set(ended.map((test) => outcomeOf(test, known.attempts.get(test.id) ?? [])));
  const worst = worstFirst.find((outcome) => outcomes.has(outcome));
  if (worst === 'unexpected') return worst;
  if (known.ongoing) return worst ?? 'pending';
  if (matching.length === 0 || ended.length < rows.length || !areAllKnown(planned, matching, known)) return 'pending';
  // All its rows are planned by themselves, so nothing is left that it stands for.
  return worst ?? 'skipped';
}

/** Whether no more tests than these can be meant: some run that was not cut off has listed them. */
function areAllKnown(planned: PlannedTest, rows: readonly TestEntry[], { runs }: Known): boolean {
  if (rows.some((test) => test.id === planned.testId)) return true;
  const isPattern = hasPlaceholder(planned.titlePath);
  return runs.some(
    ({ run, ids }) =>
      rows.some((test) => ids.has(test.id)) &&
      ((run.status !== 'crashed' && run.status !== 'interrupted') || (!isPattern && run.projects.length === 1)),
  );
}
