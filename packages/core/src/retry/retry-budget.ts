import type { RetryDecision } from './retry-decision.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';

/** What retries of one execution may take, and took already. */
export interface RetryBudget {
  readonly limitMs: number;
  readonly spentMs: number;
}

/** A decision, and how long the try takes. */
export interface RetryCandidate {
  readonly decision: RetryDecision;
  readonly durationMs: number;
}

/** The time that retries may take beside first tries of so much together. */
export function retryLimitOf(firstTriesMs: number, wanted: Partial<RetryPolicy> = {}): number {
  const { budgetRatio, budgetMinMs } = { ...defaultRetryPolicy, ...wanted };
  return Math.max(budgetMinMs, firstTriesMs * budgetRatio);
}

/**
 * Spends what is left of the budget on the retries that save most, and takes the others back with a sentence. Keeps the order of the
 * candidates.
 */
export function withinBudget<T extends RetryCandidate>(candidates: readonly T[], budget: RetryBudget): readonly T[] {
  let leftMs = budget.limitMs - budget.spentMs;
  const refused = new Set<T>();
  const worthiest = candidates
    .filter(({ decision }) => decision.retry)
    .toSorted((a, b) => netMinutesOf(b.decision) - netMinutesOf(a.decision));
  for (const candidate of worthiest) {
    if (candidate.durationMs > leftMs) refused.add(candidate);
    else leftMs -= candidate.durationMs;
  }
  return candidates.map((candidate) =>
    refused.has(candidate) ? { ...candidate, decision: refusedBy(candidate.decision, budget) } : candidate,
  );
}

function netMinutesOf({ gainMinutes, costMinutes }: RetryDecision): number {
  return gainMinutes - costMinutes;
}

function refusedBy(decision: RetryDecision, { limitMs }: RetryBudget): RetryDecision {
  return {
    ...decision,
    retry: false,
    delayMs: 0,
    reason: `The time for retries of this execution, ${Math.round(limitMs / 100) / 10} s (retry.budgetRatio, retry.budgetMinMs), is used up.`,
  };
}
