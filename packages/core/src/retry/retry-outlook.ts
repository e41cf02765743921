import { type RetryDecision, type RetryQuestion, retryDecisionOf } from './retry-decision.ts';
import { defaultRetryPolicy } from './retry-policy.ts';

/** What would be done if a test failed so in its first try. */
export interface RetryOutlook {
  /** Retries that would be made while each of them fails; 0 for none. */
  readonly retries: number;
  /** Chance that the first retry passes, and that one of all passes. 0 where a rule forbids retries. */
  readonly firstRatio: number;
  readonly anyRatio: number;
  /** Longest waits before each, in milliseconds. */
  readonly delaysMs: readonly number[];
  /** Expected time that its retries take, waits included, in minutes. */
  readonly expectedMinutes: number;
  /** Why the first is made, or not. One sentence. */
  readonly reason: string;
}

/** Follows the decisions from the first failure on, as long as each retry fails. */
export function retryOutlookOf(question: Omit<RetryQuestion, 'attempt'>): RetryOutlook {
  const { maxAttempts } = { ...defaultRetryPolicy, ...question.policy };
  const decisions: RetryDecision[] = [];
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const decision = retryDecisionOf({ ...question, attempt });
    decisions.push(decision);
    if (!decision.retry) break;
  }
  const made = decisions.filter(({ retry }) => retry);
  let reached = 1;
  let expectedMs = 0;
  for (const { gainRatio, delayMs } of made) {
    expectedMs += reached * (delayMs + (question.durationMs ?? 0));
    reached *= 1 - gainRatio;
  }
  return {
    retries: made.length,
    firstRatio: decisions[0]?.gainRatio ?? 0,
    anyRatio: 1 - reached,
    delaysMs: made.map(({ delayMs }) => delayMs),
    expectedMinutes: expectedMs / 60_000,
    reason: decisions[0]?.reason ?? '',
  };
}
