/** What retrying is worth and what it may cost. Ratios are 0 to 1. */
export interface RetryPolicy {
  /** Tries of one test altogether, the first included. */
  readonly maxAttempts: number;
  /** Delay before the first retry; later ones grow from it. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Minutes that a green instead of a red saves: somebody would have to look at the failure. */
  readonly greenMinutes: number;
  /** Minutes that one minute of waiting for a retry costs. */
  readonly waitingCost: number;
  /** Minutes lost when a retry passes and the failure was real after all, so that nobody looks at it today. */
  readonly maskingMinutes: number;
  /** Retries of one execution take at most this share of the time of the first tries … */
  readonly budgetRatio: number;
  /** … or so long, whichever is more: a suite of seconds may retry as well. */
  readonly budgetMinMs: number;
  /** No retries while more than this share of the executed tests fails: then it is an outage or a broken build. */
  readonly massFailureRatio: number;
}

/**
 * Triage of a failed test takes about 28 minutes (Slack, as retold by others), a minute of a pipeline costs about three of people who
 * wait for it, and the value of reruns ends at the second or third. `npm run bench -- retries` says what these numbers bring.
 */
export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 4,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  greenMinutes: 28,
  waitingCost: 3,
  maskingMinutes: 1,
  budgetRatio: 0.05,
  budgetMinMs: 60_000,
  massFailureRatio: 0.3,
};
