import type { Attempt } from '../model/attempt.ts';
import { isExpected } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import { recordedTestsOf } from '../plan/executed-tests.ts';

/** A test that nothing is known of yet, in the form in which it was executed. */
export interface FreshTest {
  /** The test as it was recorded: of a planned title with rows, the one row. */
  readonly test: PlannedTest;
  /** `new`: never seen before. `changed`: its source text is another than when it was last remembered. */
  readonly why: 'new' | 'changed';
  /** Wall time of its passing run. */
  readonly durationMs: number;
}

/** What an execution did, and what was known before it. */
export interface FreshTestInput {
  readonly planned: readonly PlannedTest[];
  /** The runs of the execution. */
  readonly runs: readonly Run[];
  /** The tests that were remembered before it, each under the id that it has now, aliases resolved. */
  readonly remembered: ReadonlyMap<TestId, Pick<TestEntry, 'bodyHash'>>;
}

/** The new and changed tests of an execution that passed at each of their tries. Tests that are meant to fail are left out. */
export function findFreshTests({ planned, runs, remembered }: FreshTestInput): readonly FreshTest[] {
  const entries = [...new Map(runs.flatMap((run) => run.tests).map((test) => [test.id, test])).values()];
  const byFile = Map.groupBy(entries, (test) => test.file);
  const attempts = Map.groupBy(
    runs.flatMap((run) => run.attempts),
    (attempt) => attempt.testId,
  );
  const found = planned.flatMap((plan) =>
    recordedTestsOf(plan, byFile.get(plan.file) ?? []).flatMap((entry): FreshTest[] => {
      const why = freshnessOf(entry, remembered);
      const durationMs = passingDurationOf(entry, attempts.get(entry.id) ?? []);
      return why === undefined || durationMs === undefined
        ? []
        : [{ test: plannedRowOf(plan, entry), why, durationMs }];
    }),
  );
  return [...new Map(found.map((fresh) => [fresh.test.testId, fresh])).values()];
}

function freshnessOf(entry: TestEntry, remembered: FreshTestInput['remembered']): FreshTest['why'] | undefined {
  const known = remembered.get(entry.id);
  if (known === undefined) return 'new';
  const isChanged = known.bodyHash !== undefined && entry.bodyHash !== undefined && known.bodyHash !== entry.bodyHash;
  return isChanged ? 'changed' : undefined;
}

function passingDurationOf(entry: TestEntry, attempts: readonly Attempt[]): number | undefined {
  const told = attempts.filter(({ status }) => status !== 'skipped' && status !== 'interrupted');
  const isGood = entry.expectedStatus === 'passed' && told.every((attempt) => isExpected(entry, attempt));
  return isGood ? told.at(-1)?.durationMs : undefined;
}

function plannedRowOf(plan: PlannedTest, entry: TestEntry): PlannedTest {
  const { id, project, titlePath, line } = entry;
  return { ...plan, testId: id, project, titlePath, line };
}
