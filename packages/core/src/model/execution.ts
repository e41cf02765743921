import type { WorkerChoice } from '../workers/worker-choice.ts';
import type { OwnRunner, RunnerName, TestId } from './test.ts';

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

/** What was decided of one test that had failed. */
export interface DecidedRetry {
  readonly testId: TestId;
  /** Tries of it that had been made. */
  readonly tries: number;
  readonly retry: boolean;
  /** Milliseconds that were waited first; 0 without a retry. */
  readonly delayMs: number;
  /** Chance that the next try passes, 0 to 1; 0 where a rule forbids it. */
  readonly gainRatio: number;
  /** One sentence. */
  readonly reason: string;
}

/** What the stress runs showed of one test that was new or changed. */
export interface StressedTest {
  readonly testId: TestId;
  readonly runner: RunnerName;
  readonly project: string;
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly why: 'new' | 'changed';
  /** Runs that were planned for it; fewer were made when the time was over. */
  readonly wantedRuns: number;
  readonly runs: number;
  readonly failures: number;
  /** Message of its first failing stress run. */
  readonly firstFailure?: string;
}

/** The stress runs of an execution: new and changed tests that passed, run again. */
export interface StressReport {
  /** `done`; `cut`: the time or Ctrl-C ended it; `off`: too many tests are new, and none was run again. */
  readonly status: 'done' | 'cut' | 'off';
  /** Why, when it was cut or off: whole sentences. */
  readonly reasons: readonly string[];
  /** The runs that it recorded carry this id. */
  readonly executionId?: string;
  readonly durationMs: number;
  readonly tests: readonly StressedTest[];
}

/** The workers of one runner. */
export interface RunnerWorkers extends WorkerChoice {
  readonly runner: OwnRunner;
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
  /** How many workers each runner of the plan had, and why. Absent in executions of before it was remembered. */
  readonly workers?: readonly RunnerWorkers[];
  readonly batches: readonly ExecutedBatch[];
  readonly tests: readonly ExecutedTest[];
  /** Every decision for or against another try, in the order in which they fell. Absent while none did. */
  readonly retries?: readonly DecidedRetry[];
  /** Absent when it was switched off, and when no test was new or changed. */
  readonly stress?: StressReport;
  readonly gate?: { readonly verdict: Verdict; readonly results: readonly GateResult[] };
}
