import {
  type Attempt,
  type FailingPage,
  type Failure,
  type PlannedTest,
  type RecordedFailingPage,
  type RememberedElement,
  type Run,
  type RunCount,
  type TestEntry,
  isExpected,
} from '@millwright/core';
import { readFailingPages } from '@millwright/history';

/** A test that was bad to the end, with what is known of the step that failed. */
export interface BrokenTest {
  readonly test: TestEntry;
  /** What a runner is told to start it. */
  readonly planned: PlannedTest;
  readonly runId: string;
  /** ISO 8601. */
  readonly failedAt: string;
  /** Its tries in these runs. */
  readonly tries: RunCount;
  readonly failure: Failure;
  /** The page of the failing locator; undefined when none was captured. */
  readonly page: FailingPage | undefined;
  /** What its locators resolved to when it passed. */
  readonly remembered: readonly RememberedElement[];
}

/** A test as it ended over several runs, which are the retries of one execution. */
interface Ended {
  readonly test: TestEntry;
  readonly last: Attempt;
  readonly run: Run;
  readonly tries: RunCount;
}

/** Where the parts of a broken test come from. */
export interface BrokenTestSources {
  readonly dir: string;
  readonly planned: readonly PlannedTest[];
  readonly rememberedByTest: ReadonlyMap<string, readonly RememberedElement[]>;
}

/** The Playwright tests whose last try in these runs was bad, in the order of their files. A test that is planned no more is left out. */
export async function readBrokenTests(
  runs: readonly Run[],
  { dir, planned, rememberedByTest }: BrokenTestSources,
): Promise<readonly BrokenTest[]> {
  const plannedById = new Map(planned.map((test) => [test.testId, test]));
  const broken: BrokenTest[] = [];
  const pages = new Map<string, readonly RecordedFailingPage[]>();
  for (const { test, last, run, tries } of endedTestsOf(runs)) {
    const plan = plannedById.get(test.id);
    const failure = last.failures?.[0];
    if (isExpected(test, last) || plan === undefined || failure === undefined) continue;
    if (!pages.has(run.runId)) pages.set(run.runId, await readFailingPages(dir, { runId: run.runId }));
    broken.push({
      test,
      planned: plan,
      runId: run.runId,
      failedAt: new Date(last.startedAtMs + last.durationMs).toISOString(),
      tries,
      failure,
      page: pageOf(pages.get(run.runId) ?? [], test.id, last.retry),
      remembered: rememberedByTest.get(test.id) ?? [],
    });
  }
  return broken.toSorted((a, b) => a.test.file.localeCompare(b.test.file) || a.test.line - b.test.line);
}

function endedTestsOf(runs: readonly Run[]): readonly Ended[] {
  const ended = new Map<string, Ended>();
  for (const run of runs.filter(({ runner }) => runner === 'playwright')) {
    const tests = new Map(run.tests.map((test) => [test.id, test]));
    for (const attempt of run.attempts.filter(hasEnded)) {
      const test = tests.get(attempt.testId);
      if (test) ended.set(test.id, endedWith(ended.get(test.id), { test, run, last: attempt }));
    }
  }
  return [...ended.values()];
}

function hasEnded({ status }: Attempt): boolean {
  return status !== 'skipped' && status !== 'interrupted';
}

/** The later try speaks for a test; all of them count. */
function endedWith(before: Ended | undefined, now: Omit<Ended, 'tries'>): Ended {
  const failures = isExpected(now.test, now.last) ? 0 : 1;
  if (!before) return { ...now, tries: { runs: 1, failures } };
  const tries = { runs: before.tries.runs + 1, failures: before.tries.failures + failures };
  const isLater = now.last.startedAtMs >= before.last.startedAtMs;
  return { ...(isLater ? now : before), tries };
}

/** The page of the last try; one is kept for each test of a run. */
function pageOf(pages: readonly RecordedFailingPage[], testId: string, retry: number): FailingPage | undefined {
  const own = pages.filter((page) => page.testId === testId);
  return (own.find((page) => page.retry === retry) ?? own[0])?.page;
}
