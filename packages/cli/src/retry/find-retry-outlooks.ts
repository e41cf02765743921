import {
  type CauseClass,
  type FlakeState,
  type RetryOutlook,
  type RetryPolicy,
  type RunRef,
  type TestEntry,
  type TestHistory,
  causes,
  failureOddsOf,
  retryOutlookOf,
} from '@millwright/core';

import type { RetryKnowledge } from './read-retry-knowledge.ts';

/** What would be done if a failure of this class met a test that nothing is known of. */
export interface ClassOutlook extends RetryOutlook {
  readonly cause: CauseClass;
}

/** What would be done if a test failed in its next run, after a change, as it failed before. */
export interface FailureOutlook extends RetryOutlook {
  readonly test: TestEntry;
  /** `unknown` where the text of the failure is not kept any more. */
  readonly cause: CauseClass;
  readonly signature: string;
  readonly state: FlakeState;
  /** Runs that began with this failure, and when the last one did. */
  readonly failedRuns: number;
  readonly lastFailedAt: string;
}

/** One row for each class, in the order of the registry. */
export function classOutlooksOf(knowledge: RetryKnowledge, policy: Partial<RetryPolicy>): readonly ClassOutlook[] {
  const durationMs = middleOf([...knowledge.histories.values()].map(durationOf));
  return causes.map(({ name: cause }) => ({
    cause,
    ...retryOutlookOf({ cause, model: knowledge.model, durationMs, policy }),
  }));
}

/** One row for each failure of each test that is remembered, the latest first. */
export function failureOutlooksOf(knowledge: RetryKnowledge, policy: Partial<RetryPolicy>): readonly FailureOutlook[] {
  return [...knowledge.histories.values()]
    .flatMap((history) => outlooksOf(history, knowledge, policy))
    .toSorted((a, b) => b.lastFailedAt.localeCompare(a.lastFailedAt) || a.test.id.localeCompare(b.test.id));
}

function outlooksOf(
  history: TestHistory,
  { model, statsByTest, causeBySignature }: RetryKnowledge,
  policy: Partial<RetryPolicy>,
): readonly FailureOutlook[] {
  const { test, observations } = history;
  const failed = Map.groupBy(
    observations.filter(({ signature, outcome }) => signature !== undefined && outcome !== 'expected'),
    ({ signature }) => signature ?? '',
  );
  const latest = observations.at(-1);
  if (latest === undefined || failed.size === 0) return [];
  const stats = statsByTest.get(test.id);
  const { flakeRatio } = failureOddsOf(observations, afterChange(latest.run));
  const durationMs = durationOf(history);
  return [...failed].map(([signature, own]) => {
    const cause = causeBySignature.get(signature) ?? 'unknown';
    return {
      test,
      cause,
      signature,
      state: stats?.state ?? 'unknown',
      failedRuns: new Set(own.map(({ run }) => run.executionId ?? run.runId)).size,
      lastFailedAt: own.at(-1)?.run.startedAt ?? '',
      ...retryOutlookOf({ cause, testId: test.id, signature, stats, flakeRatio, model, durationMs, policy }),
    };
  });
}

/** A run of the same place that tests other code. */
function afterChange({ runId, runner, startedAt, status, environment }: RunRef): RunRef {
  return { runId, runner, startedAt, status, ...(environment === undefined ? {} : { environment }) };
}

function durationOf({ observations }: TestHistory): number {
  return middleOf(observations.filter(({ outcome }) => outcome !== 'skipped').map(({ durationMs }) => durationMs));
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
