import type { CauseClass, RunRef } from '@millwright/core';

/** A test whose first try failed in a run, with everything that any policy could make of it. */
export interface Episode {
  readonly testId: string;
  readonly signature: string;
  readonly cause: CauseClass;
  /** Time of one try, in milliseconds. */
  readonly durationMs: number;
  /** What a server asked for, in milliseconds since the failure. */
  readonly retryAfterMs?: number;
  /** Whether the test is wrong, or the product is: a pass hides it. Undefined where nobody knows. */
  readonly isReal?: boolean;
  /** Whether retry number `retry` (from 1) passes, so many milliseconds after the failure, when all before it failed. */
  passes(retry: number, elapsedMs: number): boolean;
}

/** One run of the suite. */
export interface EpisodeRun {
  readonly ref: RunRef;
  /** Tests that ran, failed or not. */
  readonly executedIds: readonly string[];
  /** Time of all first tries together, in milliseconds. */
  readonly firstTriesMs: number;
  readonly episodes: readonly Episode[];
}
