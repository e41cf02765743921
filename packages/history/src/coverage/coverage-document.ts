import type { Shard } from '@millwright/core';

/** The part of istanbul's coverage of one file that changes only with the file: what its counters count. */
export interface CoverageSourceDocument {
  readonly format: 'millwright/coverage-source';
  readonly version: 1;
  readonly map: Readonly<Record<string, unknown>>;
}

/** Counters of one file: hash of its coverage source, then the values of `s`, `f` and `b` in the order of its maps. */
export interface FileCounters {
  readonly source: string;
  readonly s: readonly number[];
  readonly f: readonly number[];
  readonly b: readonly (readonly number[])[];
}

/** What one run (or shard) covered, as `history/coverage/<runId>….json` holds it. */
export interface CoverageDocument {
  readonly format: 'millwright/coverage';
  readonly version: 1;
  readonly runId: string;
  readonly shard?: Shard;
  readonly startedAt: string;
  /** Source files, posix and relative to the project root; everything below refers to them by index. */
  readonly files: readonly string[];
  /** Distinct sets of files; indexes as differences, ascending. */
  readonly sets: readonly (readonly number[])[];
  /** Test id, index into `sets`, 1 when executed and 0 when only imported. */
  readonly tests: readonly (readonly [testId: string, set: number, executed: 0 | 1])[];
  /** Istanbul totals by index of the file. */
  readonly totals?: readonly (readonly [file: number, counters: FileCounters])[];
}
