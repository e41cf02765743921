import type { Outcome } from './attempt.ts';
import type { RunRef } from './run.ts';
import type { TestEntry } from './test.ts';

/** What one run says of one test. */
export interface Observation {
  readonly run: RunRef;
  readonly outcome: Outcome;
  /** Number of tries, and how many of them were bad. */
  readonly attempts: number;
  readonly failedAttempts: number;
  /** Wall time of the last attempt that was not skipped. */
  readonly durationMs: number;
  /** Signature of the first failure, when there was one. */
  readonly signature?: string;
}

/** A test and what is remembered of it, oldest observation first; aliases already resolved. */
export interface TestHistory {
  readonly test: TestEntry;
  readonly observations: readonly Observation[];
}
