import { isExpected, outcomeOf } from '../model/outcome.ts';
import { joinRuns } from '../model/join-runs.ts';
import type { Attempt, Outcome } from '../model/attempt.ts';
import type { Run, RunRef } from '../model/run.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import { familyOf } from '../ranking/suite-runs.ts';

/** What names a test in a replay. */
export type ReplayedTest = Pick<TestEntry, 'runner' | 'project' | 'file' | 'titlePath'> & {
  readonly testId: TestId;
  /** What it is called in every project. */
  readonly family: string;
  readonly tags: readonly string[];
};

/** What a run says of one test. */
export interface ReplayedResult {
  readonly test: ReplayedTest;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  readonly failedAttempts: number;
  /** Of the last try. */
  readonly durationMs: number;
  /** Of all tries together: what the run spent on it. */
  readonly spentMs: number;
}

/** A run as a replay looks at it: shards side by side, the runs of an execution as one. */
export interface ReplayedRun extends Pick<RunRef, 'commit' | 'dirty' | 'executionId'> {
  /** Of the first of its documents. */
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When the last of its documents ended, in milliseconds since the epoch: what it found was not known before. */
  readonly endedAtMs: number;
  /** In the order in which the tests started. What was skipped is not there. */
  readonly results: readonly ReplayedResult[];
}

/** Which test an id stands for; one object for each, so that a long history fits into memory. */
export type TestCatalog = Map<TestId, ReplayedTest>;

/**
 * Makes one replayed run of the documents of a run: its shards, or all runs of one execution. `resolve` follows renames; `catalog` is
 * filled on the way.
 */
export function replayedRunOf(
  documents: readonly Run[],
  resolve: (id: TestId) => TestId,
  catalog: TestCatalog,
): ReplayedRun {
  const joined = joinRuns(documents);
  const [first] = joined.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  if (!first) throw new RangeError('Expected at least one document of a run, got none.');
  const started = joined.flatMap((run) => startedResultsOf(run, resolve, catalog));
  const { git } = first.facts;
  return {
    runId: first.runId,
    startedAt: first.startedAt,
    endedAtMs: documents.reduce(
      (last, { startedAt, durationMs }) => Math.max(last, Date.parse(startedAt) + durationMs),
      0,
    ),
    ...(git ? { commit: git.commit, dirty: git.dirty } : {}),
    ...(first.executionId === undefined ? {} : { executionId: first.executionId }),
    results: started.toSorted((a, b) => a.startedAtMs - b.startedAtMs).map(({ result }) => result),
  };
}

interface StartedResult {
  readonly startedAtMs: number;
  readonly result: ReplayedResult;
}

function startedResultsOf(run: Run, resolve: (id: TestId) => TestId, catalog: TestCatalog): readonly StartedResult[] {
  const entries = new Map(run.tests.map((entry) => [entry.id, entry]));
  return [...Map.groupBy(run.attempts, ({ testId }) => testId)].flatMap(([testId, attempts]) => {
    const entry = entries.get(testId);
    const outcome = entry ? outcomeOf(entry, attempts) : 'skipped';
    if (!entry || outcome === 'skipped') return [];
    const told = attempts.filter(({ status }) => status !== 'skipped' && status !== 'interrupted');
    const result: ReplayedResult = {
      test: testIn(catalog, resolve(testId), entry),
      outcome,
      failedAttempts: told.filter((attempt) => !isExpected(entry, attempt)).length,
      durationMs: told.at(-1)?.durationMs ?? 0,
      spentMs: told.reduce((sum, attempt) => sum + attempt.durationMs, 0),
    };
    return [{ startedAtMs: firstStartOf(attempts), result }];
  });
}

function firstStartOf(attempts: readonly Attempt[]): number {
  return attempts.reduce((first, { startedAtMs }) => Math.min(first, startedAtMs), Infinity);
}

function testIn(catalog: TestCatalog, testId: TestId, entry: TestEntry): ReplayedTest {
  let test = catalog.get(testId);
  if (!test) {
    const { runner, project, file, titlePath, tags = [] } = entry;
    catalog.set(testId, (test = { testId, family: familyOf(entry), runner, project, file, titlePath, tags }));
  }
  return test;
}
