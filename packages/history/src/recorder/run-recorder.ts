import type { Attempt, Failure, RunHeader, RunStatus, ShardCut, TestEntry, TestId } from '@millwright/core';

/** What the runner said when it finished. */
export interface RunEnd {
  readonly status: RunStatus;
  readonly durationMs: number;
}

/** Which source files a test executed or imports. */
export interface TestCoverage {
  readonly testId: TestId;
  /** Posix, relative to the project root. */
  readonly files: readonly string[];
  readonly precision: 'executed' | 'imported';
}

/**
 * The one door through which an adapter writes a run. No method throws or rejects: what goes wrong is kept as a note,
 * said in one line on stderr, and the rest of the run goes on unrecorded if it must.
 * Every call reaches the disk before it returns (`writeSync` into the open segment), so a killed runner loses nothing.
 */
export interface RunRecorder {
  readonly runId: string;
  /** False once the recorder had to give up (full disk, read-only folder). */
  readonly recording: boolean;
  /**
   * Rounds what it keeps: the start to a millisecond, durations to a tenth, step durations of an attempt that passed at once
   * to the nearest level (off by 7.5 % at most).
   */
  addAttempt(test: TestEntry, attempt: Attempt): void;
  /** Works out ahead what will be written of these tests once they have results; writes nothing. */
  prepareTests(tests: readonly TestEntry[]): void;
  addNotRun(test: TestEntry, reason?: string): void;
  addError(failure: Failure): void;
  addCoverage(...coverage: readonly TestCoverage[]): void;
  /** Istanbul coverage of the whole run (`CoverageMapData`, absolute or root-relative paths). */
  addCoverageTotals(istanbul: Readonly<Record<string, unknown>>): void;
  /** How the suite was cut that this run is a shard of, with what is in the other shards; once a run. */
  addCut(cut: ShardCut): void;
  /** Something that could not be captured, as a sentence for the run's `notes`. */
  addNote(sentence: string): void;
  /** Updates parts of the header that are known late (git facts read in the background, browser versions). */
  amendHeader(
    part: Partial<Pick<RunHeader, 'projects' | 'workers' | 'facts' | 'unstartedFiles' | 'strategyId' | 'partial'>>,
  ): void;
  /**
   * Writes how the run ended and no more, for a process that exits before it could wait for `finish`: whoever recovers the
   * segment finds a run that ended so, and not a crashed one. A later `finish` counts more.
   */
  endAtOnce(end: RunEnd): void;
  /** Turns the segment into the run document: temp name, fsync, rename. Returns the document's path, or undefined when nothing could be kept, and for a run that passed with no test at all. */
  finish(end: RunEnd): Promise<string | undefined>;
  /** Time spent in this recorder's own code so far, for the overhead bench. */
  readonly selfTimeMs: number;
  /** The part of it that `finish` took to seal the document, with its waits for the disk; 0 before. */
  readonly sealTimeMs: number;
}

export interface RunRecorderOptions {
  /** The `.millwright` folder, absolute. */
  readonly dir: string;
  /** The project root, absolute: paths in failures and steps are made relative to it by the adapter. */
  readonly root: string;
  readonly header: RunHeader;
  /** Secret values to take out before anything is written, beside those found in the environment. */
  readonly redact?: readonly (string | RegExp)[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Receives the one line said when the recorder gives up; stderr by default. */
  readonly warn?: (line: string) => void;
}
