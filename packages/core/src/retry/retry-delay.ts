import type { CauseClass } from '../cause/cause.ts';
import { causeOf } from '../cause/registry.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** What the wait before a retry follows from. */
export interface DelayQuestion {
  readonly cause: CauseClass;
  /** Tries already made; at least 1. */
  readonly attempt: number;
  /** How long the server still wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** A random number from 0 to 1 for the jitter; 1 gives the longest wait. */
  readonly jitter: number;
  readonly policy: RetryPolicy;
}

/**
 * Milliseconds to wait before the next try. What the server asked for, and up to the base more, so that not all come back at once. Else
 * for a rate limit full jitter below an exponential limit, random · min(longest, base · 2^k) (AWS Architecture Blog, "Exponential
 * Backoff And Jitter", 2015); for what is slow a little more each time; for the rest none.
 */
export function retryDelayOf({ cause, attempt, retryAfterMs, jitter, policy }: DelayQuestion): number {
  const { baseDelayMs, maxDelayMs } = policy;
  const kind = causeOf(cause).retry;
  if (kind === 'none') return 0;
  if (retryAfterMs !== undefined) return Math.round(retryAfterMs + jitter * Math.min(baseDelayMs, retryAfterMs / 4));
  if (kind === 'linear') return Math.min(maxDelayMs, baseDelayMs * attempt);
  return Math.round(jitter * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1)));
}
