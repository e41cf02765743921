import type { RunnerName, TestId } from './test.ts';

export type Verdict = 'pass' | 'warn' | 'fail';

export interface GateResult {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly message: string;
}

/** What an execution knows of one planned test. */
export interface ExecutedTest {
  readonly testId: TestId;
  readonly outcome: 'expected' | 'unexpected' | 'flaky' | 'skipped' | 'pending';
  readonly durationMs: number;
  readonly estimatedDurationMs: number;
  readonly attempts: number;
  /** Planned and never started, and its source text does not hold it any more. */
  readonly gone?: true;
}

/** A process that an execution started. */
export interface ExecutedBatch {
  readonly runner: RunnerName;
  readonly command: readonly string[];
  readonly runId?: string;
  readonly exitCode?: number;
  readonly startedAt: string;
  readonly durationMs?: number;
  readonly reason: 'plan' | 'retry';
  /** The runner failed, though no test of its run did, it met no error outside the tests and nobody stopped it. */
  readonly unexplained?: true;
}

/** One `e2e autonomous-run`. */
export interface Execution {
  readonly executionId: string;
  readonly strategyId: string;
  readonly status: 'running' | 'completed' | 'interrupted' | 'failed';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** What followed `--` when it was started, without secrets. Absent in executions of before it was remembered. */
  readonly runnerArguments?: readonly string[];
  readonly batches: readonly ExecutedBatch[];
  readonly tests: readonly ExecutedTest[];
  readonly gate?: { readonly verdict: Verdict; readonly results: readonly GateResult[] };
}
