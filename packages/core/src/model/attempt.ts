import type { Failure } from './failure.ts';
import type { SourceLocation, TestId } from './test.ts';

/** How one try of a test ended. */
export type AttemptStatus = 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted';

/** Something a test did on the way, as the runner reports it. */
export interface Step {
  readonly title: string;
  /** Playwright's words: `hook`, `fixture`, `pw:api`, `expect`, `test.step`, `test.attach`. */
  readonly category: string;
  readonly durationMs: number;
  /** Nesting depth, 0 at the top. Steps are listed in the order in which they started. */
  readonly depth: number;
  readonly location?: SourceLocation;
  readonly failed?: boolean;
}

/** A file that a test attached. Only the path is remembered, never the content. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly path?: string;
}

/** One try of one test in a run. */
export interface Attempt {
  readonly testId: TestId;
  /** 0 for the first try, 1 for the first retry. */
  readonly retry: number;
  /** Index under Playwright's `repeatEach` or Vitest's `repeats`; 0 otherwise. */
  readonly repeat: number;
  readonly status: AttemptStatus;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** The worker process (unique over the run) and its slot (reused). -1 when no worker ran it. */
  readonly workerIndex: number;
  readonly parallelIndex: number;
  /** Bounded to 200 entries; see `stepsDropped`. */
  readonly steps?: readonly Step[];
  readonly stepsDropped?: number;
  /** Not empty for `failed` and `timedOut`; may hold the errors of a flaky pass (Vitest). */
  readonly failures?: readonly Failure[];
  readonly attachments?: readonly Attachment[];
  /** The last 2 KiB that the test printed. */
  readonly stdoutTail?: string;
  readonly stderrTail?: string;
}

/** What the attempts of one test in one run say together. Derived by `outcomeOf`, never stored. */
export type Outcome = 'expected' | 'unexpected' | 'flaky' | 'skipped';
