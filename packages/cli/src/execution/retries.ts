import {
  type Attempt,
  type ExecutedTest,
  type FlakeStats,
  type PlannedTest,
  type RetryDecision,
  type RetryPolicy,
  type Run,
  classifyFailure,
  isExpected,
  recordedTestsOf,
  retryDecisionOf,
} from '@millwright/core';

/** A failed test and whether another try is worth it. */
export interface RetryPlan {
  readonly test: PlannedTest;
  readonly decision: RetryDecision;
  /** Tries already made. */
  readonly tries: number;
}

export interface RetryInput {
  readonly planned: readonly PlannedTest[];
  readonly executed: readonly ExecutedTest[];
  /** The joined runs of the execution so far. */
  readonly runs: readonly Run[];
  readonly statsByTest: ReadonlyMap<string, FlakeStats>;
  readonly policy: Partial<RetryPolicy>;
}

/** Decides for every failed test of an execution whether to try it again, by what failed and by its past. */
export function planRetries(input: RetryInput): readonly RetryPlan[] {
  const outcomes = new Map(input.executed.map((test) => [test.testId, test]));
  const ran = input.executed.filter((test) => test.outcome !== 'pending' && test.outcome !== 'skipped').length;
  const failing = input.planned.filter((test) => outcomes.get(test.testId)?.outcome === 'unexpected');
  const failingRatio = ran === 0 ? 0 : failing.length / ran;
  return failing.map((test) => {
    const bad = lastBadAttemptOf(test, input.runs);
    const failure = bad?.failures?.[0];
    // Of one row: a planned test may stand for many rows and projects, each with attempts of its own.
    const tries = (bad?.retry ?? 0) + 1;
    const stats = input.statsByTest.get(test.testId);
    const decision = retryDecisionOf({
      cause:
        failure === undefined ? (bad?.status === 'timedOut' ? 'timeout' : 'unknown') : classifyFailure(failure).cause,
      attempt: tries,
      ...(stats === undefined ? {} : { stats }),
      // A few tests are no mass: of three tests one that fails is a third.
      ...(failing.length > 5 ? { failingRatio } : {}),
      policy: input.policy,
    });
    return { test, decision, tries };
  });
}

function lastBadAttemptOf(planned: PlannedTest, runs: readonly Run[]): Attempt | undefined {
  return runs
    .flatMap((run) => {
      const tests = new Map(recordedTestsOf(planned, run.tests).map((test) => [test.id, test]));
      return run.attempts.filter((attempt) => {
        const test = tests.get(attempt.testId);
        return test !== undefined && !isExpected(test, attempt);
      });
    })
    .at(-1);
}
