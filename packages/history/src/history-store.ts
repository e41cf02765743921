import type { Run, RunHeader, RunnerName, ShardCut, TestHistory } from '@millwright/core';

/** Which runs to read. All parts are joined by "and". */
export interface RunQuery {
  readonly runIds?: readonly string[];
  readonly runner?: RunnerName;
  readonly branch?: string;
  readonly executionId?: string;
  /** Whether runs that only tried something out are wanted: `false` leaves them out. */
  readonly experiments?: boolean;
  /** Whether runs that only repeated new tests are wanted: `false` leaves them out. */
  readonly stress?: boolean;
  /** ISO 8601, inclusive. */
  readonly since?: string;
  /** The newest so many (shards of one run count once). */
  readonly last?: number;
}

/** Something that had to be left out while reading, in one sentence. */
export interface HistoryWarning {
  readonly path: string;
  readonly message: string;
}

/** What `e2e history verify` tells. */
export interface HistoryHealth {
  readonly runCount: number;
  readonly attemptCount: number;
  readonly byteCount: number;
  readonly openSegments: number;
  /** Files that could not be read, references to missing evidence, temporary files left by dead writers. */
  readonly problems: readonly HistoryWarning[];
}

export interface PruneResult {
  readonly removedRuns: readonly string[];
  readonly removedFiles: number;
  /** Bytes of what was removed, less those of the digests that were written. */
  readonly freedBytes: number;
}

/** What merging did. */
export interface MergeResult {
  readonly addedRuns: number;
  readonly addedFiles: number;
  /** The runs that the other folders hold, added now or known before. */
  readonly runIds: readonly string[];
}

/** What a run document says before its tests are decoded; cheap to list. */
export interface RunSummary extends RunHeader {
  readonly status: Run['status'];
  readonly durationMs: number;
  readonly testCount: number;
  readonly attemptCount: number;
  readonly outcomes: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
}

/** The test → source-file map of one or more runs. */
export interface CoverageMap {
  /** Test id → source files it executed or imports, posix and relative to the project root. */
  readonly filesByTest: ReadonlyMap<string, readonly string[]>;
  /** How the files were found: `executed` by counters, `imported` by the module graph. */
  readonly precision: ReadonlyMap<string, 'executed' | 'imported'>;
}

/**
 * Everything remembered of a project. One interface for the local folder and, later, a database.
 * Reading never throws for a damaged document: it is set aside and told through `warnings`.
 */
export interface HistoryStore {
  /** The folder, absolute. */
  readonly dir: string;
  /** What reading had to leave out so far. */
  readonly warnings: readonly HistoryWarning[];

  /** Writes a whole run at once (imports, tests). Idempotent: the same run twice is one document. */
  appendRun(run: Run): Promise<void>;
  /** Oldest first, shards of one run in order and each by itself; streams, so memory stays bounded. */
  readRuns(query?: RunQuery): AsyncIterable<Run>;
  listRuns(query?: RunQuery): Promise<readonly RunSummary[]>;
  /**
   * Per-test observations over the newest `last` runs (100 by default, pruned ones count), aliases resolved, from the derived
   * index. Signatures are those of the core's `signatureOf`.
   */
  readTestHistories(query?: { readonly last?: number; readonly runner?: RunnerName }): Promise<readonly TestHistory[]>;
  /** How a suite was cut into shards, by the digest that a run names; undefined when that is not known any more. */
  readCut(digest: string): Promise<ShardCut | undefined>;
  readCoverageMap(): Promise<CoverageMap>;
  /** Istanbul's coverage (`CoverageMapData`, root-relative paths) of the newest run that has any, its shards added up. */
  readCoverageTotals(): Promise<Readonly<Record<string, unknown>> | undefined>;

  /** The runs that are still going on, with what has arrived of them so far. */
  readOpenRuns(): Promise<readonly Run[]>;
  /** Seals the open segments of dead processes into run documents; returns the runs it saved. */
  recoverOpenSegments(): Promise<readonly string[]>;
  /** Union with other history folders, files of newer versions too; idempotent and free of order. */
  mergeFrom(dirs: readonly string[]): Promise<MergeResult>;
  /** Removes runs older than the retention with the evidence that only they need. Their digests stay for `readTestHistories`. */
  prune(options: {
    readonly retentionDays: number;
    readonly nowMs: number;
    readonly dryRun?: boolean;
  }): Promise<PruneResult>;
  verify(): Promise<HistoryHealth>;

  /** Reads a small mutable document `state/<name>.json`; `initial` when there is none yet. */
  readState<T>(name: string, initial: T): Promise<T>;
  /** Changes it, one writer at a time over all processes. Returns what was written. */
  updateState<T>(name: string, initial: T, change: (value: T) => T): Promise<T>;
}
