import type { Attachment, RunHeader, RunStatus, TestEntry } from '@millwright/core';

/** The tests of one spec file in one project, as `history/catalog/<hash>.json` holds them. */
export interface CatalogDocument {
  readonly format: 'millwright/catalog';
  readonly version: 1;
  readonly runner: string;
  readonly project: string;
  readonly file: string;
  /** Ordered by line, column and id. */
  readonly tests: readonly Omit<TestEntry, 'runner' | 'project' | 'file'>[];
}

/** A failure with its volatile parts taken out (`failureTemplateOf`). Its name is the hash of `template`. */
export interface FailureDocument {
  readonly format: 'millwright/failure';
  readonly version: 1;
  readonly template: string;
}

/**
 * What a page looked like, with its volatile parts taken out like those of a failure. Kept apart from the failure,
 * because it differs more often. Its name is the hash of `template`.
 */
export interface PageDocument {
  readonly format: 'millwright/page';
  readonly version: 1;
  readonly template: string;
}

/** What many steps have in common: category, depth, failed (0 not told, 1 true, 2 false), file when a place is known. */
export type StepKind =
  | readonly [category: string, depth: number, failed: number]
  | readonly [category: string, depth: number, failed: number, file: string];

/** Title (U+0001 for each long number or id in it), index into `kinds`, then line and column when the kind has a file. */
export type StepShape =
  | readonly [title: string, kind: number]
  | readonly [title: string, kind: number, line: number, column: number];

/** Shapes of `count` tests from `test` on, which go up by one from `shape`. */
export type ShapeStretch = readonly [test: number, shape: number, count: number];

/** The step lists that attempts went through, without their durations. */
export interface StepsDocument {
  readonly format: 'millwright/steps';
  readonly version: 1;
  readonly kinds: readonly StepKind[];
  readonly shapes: readonly (readonly StepShape[])[];
}

/** A column that most attempts leave out: pairs of attempt index and value. */
export type SparseColumn<T> = readonly (readonly [index: number, value: T])[];

/** The attempts of a run, one array per property; all arrays are parallel and in the order of the starts. */
export interface AttemptColumns {
  /** Index into the tests of all groups one after the other, then into `extraTestIds`. */
  readonly test: readonly number[];
  /** One letter each: `p` passed, `f` failed, `t` timedOut, `s` skipped, `i` interrupted. */
  readonly status: string;
  /** Milliseconds since the attempt before; the first since the start of the run. */
  readonly start?: readonly number[];
  /** Milliseconds since the epoch, instead of `start`, when they are not whole numbers. */
  readonly startAt?: readonly number[];
  readonly duration: readonly number[];
  /** Index into `workers`. */
  readonly worker: readonly number[];
  /** Distinct pairs of worker and parallel index. */
  readonly workers: readonly (readonly [workerIndex: number, parallelIndex: number])[];
  readonly retry?: SparseColumn<number>;
  readonly repeat?: SparseColumn<number>;
  /** Indexes into `failures` of the run. */
  readonly failures?: SparseColumn<readonly number[]>;
  readonly attachments?: SparseColumn<readonly Attachment[]>;
  readonly stdout?: SparseColumn<string>;
  readonly stderr?: SparseColumn<string>;
  readonly stepsDropped?: SparseColumn<number>;
  readonly steps?: StepColumns;
}

/** The steps of the attempts: shapes by reference, durations by value. Shapes count on over all documents. */
export interface StepColumns {
  /** Hashes of steps documents. */
  readonly documents: readonly string[];
  /** How many shapes each of them has. */
  readonly sizes: readonly number[];
  /** The shape that the passing attempts of a test go through. */
  readonly usual: readonly ShapeStretch[];
  /** Attempts with another shape, or -1 for none. Those that did not pass have none unless it stands here. */
  readonly unusual?: SparseColumn<number>;
  /** Per attempt with steps a word, joined by spaces: one letter for each duration (`durationLevelsMs`). */
  readonly levels?: string;
  /** Attempts whose durations are no levels, and which have no word. */
  readonly durations?: SparseColumn<readonly number[]>;
  /** The numbers and ids taken out of the titles of an attempt, in order, joined by spaces; a single one stands for all. */
  readonly values?: SparseColumn<string>;
}

/** Index into `templates` and the values joined by spaces; when there was a snapshot, index into `pages` and its values. */
export type FailureReference =
  | readonly [template: number, values: string]
  | readonly [template: number, values: string, page: number, pageValues: string];

/** One run or shard as `history/runs/…/<runId>.json` holds it. */
export interface RunDocument {
  readonly format: 'millwright/run';
  readonly version: 1;
  readonly header: RunHeader;
  readonly status: RunStatus;
  readonly durationMs: number;
  /** Each group is the hash of a catalog, or the table itself in a partial run. */
  readonly tests: readonly (string | CatalogDocument)[];
  /** Ids that attempts name and no table holds. */
  readonly extraTestIds?: readonly string[];
  readonly attempts: AttemptColumns;
  readonly templates: readonly string[];
  readonly pages: readonly string[];
  readonly failures: readonly FailureReference[];
  /** Index of the test, and why. */
  readonly notRun: readonly (readonly [test: number] | readonly [test: number, reason: string])[];
  /** Indexes into `failures`. */
  readonly errors: readonly number[];
  readonly notes: readonly string[];
}
