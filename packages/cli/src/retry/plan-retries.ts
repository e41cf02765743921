import {
  type Attempt,
  type ExecutedTest,
  type Failure,
  type PlannedTest,
  type RetryDecision,
  type RetryPolicy,
  type RetryQuestion,
  type Run,
  type RunRef,
  classifyFailure,
  failureOddsOf,
  isExpected,
  joinRuns,
  recordedTestsOf,
  remainingWaitOf,
  retryAfterOf,
  retryDecisionOf,
  retryLimitOf,
  signatureOf,
  withinBudget,
} from '@millwright/core';

import { type RetryKnowledge, failedOnSameCodeOf } from './read-retry-knowledge.ts';

/** A failed test and whether another try is worth it. */
export interface RetryPlan {
  readonly test: PlannedTest;
  readonly decision: RetryDecision;
  /** Tries already made. */
  readonly tries: number;
  /** How long its last try took: what another one is expected to take. */
  readonly durationMs: number;
}

export interface RetryInput {
  readonly planned: readonly PlannedTest[];
  readonly executed: readonly ExecutedTest[];
  /** The runs of the execution so far, as they were recorded. */
  readonly runs: readonly Run[];
  /** Which of them are retries. */
  readonly retryRunIds: ReadonlySet<string>;
  readonly knowledge: RetryKnowledge;
  readonly policy: Partial<RetryPolicy>;
  readonly nowMs: number;
  /** Random numbers in [0, 1) for the jitter. */
  readonly random: () => number;
}

/**
 * Decides for every failed test of an execution whether to try it again, by what failed and by the past, and spends the time for retries
 * on those that are most worth it.
 */
export function planRetries(input: RetryInput): readonly RetryPlan[] {
  const outcomes = new Map(input.executed.map((test) => [test.testId, test]));
  const ran = input.executed.filter((test) => test.outcome !== 'pending' && test.outcome !== 'skipped').length;
  const failing = input.planned.filter((test) => outcomes.get(test.testId)?.outcome === 'unexpected');
  const failingRatio = ran === 0 ? 0 : failing.length / ran;
  const joined = { ...input, runs: joinRuns(input.runs) };
  // A few tests are no mass: of three tests one that fails is a third.
  const plans = failing.map((test) => planOf(test, joined, failing.length > 5 ? failingRatio : 0));
  const isRetry = ({ runId }: Run): boolean => input.retryRunIds.has(runId);
  return withinBudget(plans, {
    limitMs: retryLimitOf(durationOf(input.runs.filter((run) => !isRetry(run))), input.policy),
    spentMs: durationOf(input.runs.filter(isRetry)),
  });
}

function planOf(test: PlannedTest, input: RetryInput, failingRatio: number): RetryPlan {
  const bad = badAttemptsOf(test, input.runs);
  // Of one row: a planned test may stand for many rows and projects, each with attempts of its own.
  const tries = (bad?.last.retry ?? 0) + 1;
  const durationMs = bad?.last.durationMs ?? test.estimatedDurationMs;
  const decision = retryDecisionOf({
    ...(bad === undefined ? { cause: 'unknown' } : knownOf(bad, input)),
    attempt: tries,
    durationMs,
    failingRatio,
    jitter: input.random(),
    policy: input.policy,
  });
  return { test, decision, tries, durationMs };
}

type KnownOfFailure = Pick<
  RetryQuestion,
  'cause' | 'testId' | 'signature' | 'stats' | 'flakeRatio' | 'model' | 'failedOnSameCode' | 'retryAfterMs'
>;

/** What the failure itself and the past say. */
function knownOf({ run, last, first }: BadAttempts, { knowledge, nowMs }: RetryInput): KnownOfFailure {
  const { testId } = last;
  const [failure] = last.failures ?? [];
  const [firstFailure] = first.failures ?? [];
  const signature = firstFailure && signatureOf(firstFailure);
  const history = knowledge.histories.get(testId);
  const unnamed = last.status === 'timedOut' ? 'timeout' : 'unknown';
  return {
    cause: failure === undefined ? unnamed : classifyFailure(failure).cause,
    testId,
    signature,
    stats: knowledge.statsByTest.get(testId),
    flakeRatio: history && failureOddsOf(history.observations, refOf(run)).flakeRatio,
    model: knowledge.model,
    failedOnSameCode: failedOnSameCodeOf(history, signature, run.facts.git ?? {}),
    retryAfterMs: retryAfterMsOf(last, failure, nowMs),
  };
}

interface BadAttempts {
  readonly run: Run;
  /** The last bad attempt of all rows, and the first of the same row. */
  readonly last: Attempt;
  readonly first: Attempt;
}

function badAttemptsOf(planned: PlannedTest, runs: readonly Run[]): BadAttempts | undefined {
  const bad = runs.flatMap((run) => {
    const tests = new Map(recordedTestsOf(planned, run.tests).map((test) => [test.id, test]));
    return run.attempts.flatMap((attempt) => {
      const test = tests.get(attempt.testId);
      return test !== undefined && !isExpected(test, attempt) ? [{ run, attempt }] : [];
    });
  });
  const last = bad.at(-1);
  if (last === undefined) return undefined;
  const first = bad.find(({ attempt }) => attempt.testId === last.attempt.testId) ?? last;
  return { run: last.run, last: last.attempt, first: first.attempt };
}

/** Looked for where a server's answer may be told: in the error and what caused it, the call log, and what the test printed. */
function retryAfterMsOf(attempt: Attempt, failure: Failure | undefined, nowMs: number): number | undefined {
  const asked = retryAfterOf([
    attempt.stdoutTail ?? '',
    attempt.stderrTail ?? '',
    ...(failure?.callLog ?? []),
    ...(failure?.causes ?? []).map(({ message }) => message),
    failure?.message ?? '',
  ]);
  return asked && remainingWaitOf(asked, attempt.startedAtMs + attempt.durationMs, nowMs);
}

function refOf({ runId, runner, startedAt, status, facts: { git, ci, machine } }: Run): RunRef {
  return {
    runId,
    runner,
    startedAt,
    status,
    ...(git && { commit: git.commit, dirty: git.dirty }),
    environment: `${machine.os} ${ci ? 'ci' : 'local'}`,
  };
}

/** Time of all tries together. */
function durationOf(runs: readonly Run[]): number {
  return runs.flatMap((run) => run.attempts).reduce((sum, attempt) => sum + attempt.durationMs, 0);
}
