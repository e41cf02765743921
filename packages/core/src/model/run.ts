import type { Attempt } from './attempt.ts';
import type { Failure } from './failure.ts';
import type { RunnerName, TestEntry, TestId } from './test.ts';

/** How a run ended. `crashed`: its process died without a word, and the run was recovered from its open segment. */
export type RunStatus = 'passed' | 'failed' | 'timedOut' | 'interrupted' | 'crashed';

/** Where the code stood. Absent when the project is not in a git repository or git is not installed. */
export interface GitFacts {
  readonly commit: string;
  readonly branch?: string;
  readonly commitSubject?: string;
  readonly author?: string;
  /** ISO 8601. */
  readonly committedAt?: string;
  /** Uncommitted changes to tracked files. */
  readonly dirty: boolean;
  /** The commit that this branch left its base at, and the files changed since (posix, relative to the project root, bounded to 500). */
  readonly mergeBase?: string;
  readonly changedFiles?: readonly string[];
  /** Where the project root lies in the repository: empty at its top, else `packages/app/`. */
  readonly rootPrefix: string;
}

/** Which continuous-integration job ran it. */
export interface CiFacts {
  /** `github-actions`, `gitlab`, `circleci`, `jenkins` …, or `unknown` when only `CI` is set. */
  readonly provider: string;
  readonly buildId?: string;
  readonly buildUrl?: string;
  readonly job?: string;
  /** Counts re-runs of the same build, from 1. */
  readonly buildAttempt?: number;
  readonly pullRequest?: string;
  readonly baseBranch?: string;
}

export interface MachineFacts {
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly os: string;
  readonly arch: string;
  readonly node: string;
  readonly cpuCount: number;
  readonly memoryMb: number;
  readonly timeZone?: string;
}

/** What surrounded a run. */
export interface RunFacts {
  readonly git?: GitFacts;
  readonly ci?: CiFacts;
  readonly machine: MachineFacts;
  /** What `MILLWRIGHT_APP_BUILD` called the build of the application under test. */
  readonly appBuild?: string;
}

/** One project of the runner's configuration. */
export interface RunProject {
  readonly name: string;
  readonly browser?: string;
  readonly browserVersion?: string;
}

export interface Shard {
  /** From 1. */
  readonly current: number;
  readonly total: number;
}

/** What decided which tests belong to a shard. */
export interface RunCut {
  /** `timings`: Millwright cut by time. `count`: the runner cut by its own rule, which knows no times. */
  readonly by: 'timings' | 'count';
  /** Names the document that says which unit went to which shard. Shards of one cut have the same. */
  readonly digest?: string;
}

/** Everything about a run but its tests and attempts. */
export interface RunHeader {
  /** Sorts by time: 10 characters of time, 16 of chance (ULID). The shards of one run share it where CI tells the build. */
  readonly runId: string;
  readonly shard?: Shard;
  /** Of a shard; absent where nobody can tell (weights of shards, a cut of the project's own, an older version recorded it). */
  readonly cut?: RunCut;
  readonly runner: RunnerName;
  readonly runnerVersion: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly facts: RunFacts;
  readonly projects: readonly RunProject[];
  readonly workers?: number;
  /** The execution and strategy this run carried out, when `e2e autonomous-run` started it. */
  readonly executionId?: string;
  readonly strategyId?: string;
  /** The tool and file an imported run came from. */
  readonly importedFrom?: string;
  /** True when only part of the suite was selected (`--grep`, file arguments, `--last-failed`). */
  readonly partial?: boolean;
  /** Files that were to run and that the run never came to, so that not even their tests are known; posix, relative to the root. */
  readonly unstartedFiles?: readonly string[];
  /** True when the run tried something out (a proof of a repair, changed circumstances): it says nothing of how tests do in earnest. */
  readonly experiment?: boolean;
  /**
   * True when the run only repeated new or changed tests under ordinary conditions: evidence like any other of how these do, and no
   * picture of the suite.
   */
  readonly stress?: boolean;
}

/** One recorded invocation of a runner (or one shard of it). */
export interface Run extends RunHeader {
  readonly status: RunStatus;
  readonly durationMs: number;
  /** Ordered by id. */
  readonly tests: readonly TestEntry[];
  /** Ordered by start. */
  readonly attempts: readonly Attempt[];
  /** Tests that the runner planned and never started, with why when it is known. */
  readonly notRun: readonly { readonly testId: TestId; readonly reason?: string }[];
  /** Errors outside any test: configuration, collection, global setup, unhandled rejections. */
  readonly errors: readonly Failure[];
  /** What the recorder could not keep, in sentences. */
  readonly notes: readonly string[];
}

/** The part of a run that statistics need. */
export interface RunRef {
  readonly runId: string;
  readonly runner: RunnerName;
  readonly startedAt: string;
  readonly commit?: string;
  readonly branch?: string;
  readonly dirty?: boolean;
  /** See `RunHeader.partial`; true as well of a sharded run whose other shards are not here. */
  readonly partial?: boolean;
  /** See `RunHeader.stress`. */
  readonly stress?: boolean;
  /** See `RunHeader.executionId`: the retries of an execution are runs of their own. */
  readonly executionId?: string;
  /** Operating system and place (`ci` or `local`), such as `linux ci`: tests are judged in each on its own. */
  readonly environment?: string;
  readonly status: RunStatus;
}
