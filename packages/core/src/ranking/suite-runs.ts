import type { TestHistory } from '../model/test-history.ts';
import type { TestEntry } from '../model/test.ts';
import type { SuiteResult } from './suite-memory.ts';

/** What a test is called in every project. */
export type NamedTest = Pick<TestEntry, 'file' | 'titlePath'>;

/** A run of the suite: one run of a runner, or all runs of an execution, whose retries belong together. */
export interface SuiteRun {
  /** Id of the execution or of the run. */
  readonly id: string;
  /** ISO 8601, when the first of its runs started. */
  readonly startedAt: string;
  /** In the order of tests' ids. */
  readonly results: readonly SuiteResult[];
}

/**
 * The results of each run, oldest run first. Stress runs are left out, since they run one test again and again, and so are tests that were
 * skipped; of the retries of an execution the last one counts. A flake is not `failed`.
 */
export function suiteRunsOf(histories: readonly TestHistory[]): readonly SuiteRun[] {
  const runs = new Map<string, { startedAt: string; readonly results: Map<string, SuiteResult> }>();
  for (const { test, observations } of histories) {
    // One text for all runs: looking it up again compares no letters.
    const family = familyOf(test);
    for (const { run, outcome, durationMs } of observations) {
      if (run.stress === true || outcome === 'skipped') continue;
      const key = run.executionId ?? run.runId;
      const known = runs.get(key) ?? { startedAt: run.startedAt, results: new Map<string, SuiteResult>() };
      if (run.startedAt < known.startedAt) known.startedAt = run.startedAt;
      runs.set(key, known);
      // Oldest first, so that the last retry decides.
      known.results.set(test.id, { test: test.id, family, failed: outcome === 'unexpected', durationMs });
    }
  }
  return [...runs]
    .map(([id, { startedAt, results }]) => ({
      id,
      startedAt,
      results: [...results.values()].toSorted((a, b) => compare(a.test, b.test)),
    }))
    .toSorted((a, b) => compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
}

/** What a test is called in all projects, as one text. */
export function familyOf({ file, titlePath }: NamedTest): string {
  return [file, ...titlePath].join(' › ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
