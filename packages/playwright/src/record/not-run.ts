import type { TestEntry } from '@millwright/core';
import { isLeftOutNote } from '@millwright/core/record';
import type { FullResult, TestCase, TestResult } from '@playwright/test/reporter';

/**
 * Whether a result says that the test never started: Playwright reports tests whose `beforeAll` threw, or whose serial neighbour
 * failed, as skipped although nobody asked for that.
 */
export function isDidNotRun(test: TestCase, result: TestResult): boolean {
  return result.status === 'skipped' && test.expectedStatus !== 'skipped';
}

/** Why a planned test was never started, as far as the end of the run tells. */
export function notRunReasonOf(
  test: TestCase,
  run: { readonly status: FullResult['status']; readonly maxFailures: number },
): string {
  if (test.results.length > 0) return 'A beforeAll hook or an earlier test of its serial group failed.';
  if (run.status === 'interrupted') return 'The run was interrupted.';
  if (run.status === 'timedout') return 'The run reached its global timeout.';
  if (test.parent.project()?.dependencies.length)
    return 'A project it depends on failed, or the run stopped before its turn.';
  if (run.maxFailures > 0) return `The run stopped after ${run.maxFailures} failures.`;
  return 'The run stopped before its turn.';
}

/** Why a strategy left a test out; undefined for a test that it did not. The report of a merge tells it as the run did. */
export function leftOutReasonOf(test: TestCase): string | undefined {
  return test.annotations.find(({ type, description }) => type === 'skip' && isLeftOutNote(description))?.description;
}

/** A test left out as its author wrote it: expected to pass, and not skipped. */
export function withoutSkip(entry: TestEntry): TestEntry {
  const { annotations = [], ...rest } = entry;
  const own = annotations.filter(({ description }) => !isLeftOutNote(description));
  return { ...rest, ...(own.length > 0 ? { annotations: own } : {}), expectedStatus: 'passed' };
}
