import type { Observation, RunRef, TestEntry } from '@millwright/core';

import type { RunSummary } from '../history-store.ts';

/** How many runs of each runner the index holds observations of. */
export const ringSize = 128;

/** What one logical run says of its tests, in columns. */
export interface RunDigest {
  readonly ref: RunRef;
  /** Indexes into `tests` of the index, ascending, as differences. */
  readonly test: readonly number[];
  /** One letter each: `e` expected, `u` unexpected, `f` flaky, `s` skipped. */
  readonly outcome: string;
  readonly duration: readonly number[];
  /** Position in the columns, tries, bad tries, signature when there is one; for all but tests with one good try. */
  readonly told: readonly (readonly [position: number, attempts: number, failedAttempts: number, signature?: string])[];
}

/** `cache/index.json`: derived from the run documents, safe to delete. */
export interface IndexDocument {
  readonly format: 'millwright/index';
  readonly version: 5;
  /** Run document → its summary. A document that could not be used is not among them. */
  readonly summaries: Readonly<Record<string, RunSummary>>;
  /** Run document or digest that was folded in → its size and time of change, so that an edited one is read again. */
  readonly stamps: Readonly<Record<string, string>>;
  /** Latest entry of each test that a digest names. */
  readonly tests: readonly TestEntry[];
  /** Ordered by start. */
  readonly digests: readonly RunDigest[];
}

export const emptyIndex: IndexDocument = {
  format: 'millwright/index',
  version: 5,
  summaries: {},
  stamps: {},
  tests: [],
  digests: [],
};

export const letterOfOutcome: Readonly<Record<Observation['outcome'], string>> = {
  expected: 'e',
  unexpected: 'u',
  flaky: 'f',
  skipped: 's',
};
export const outcomeOfLetter: Readonly<Record<string, Observation['outcome']>> = {
  e: 'expected',
  u: 'unexpected',
  f: 'flaky',
  s: 'skipped',
};
