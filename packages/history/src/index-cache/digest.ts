import type { Observation, RunRef, TestEntry } from '@millwright/core';

import { deltasOf, sumsOf } from '../run-document/columns.ts';
import { type RunDigest, letterOfOutcome, outcomeOfLetter } from './index-document.ts';
import type { TestObservation } from './observe-document.ts';

/** The tests that digests refer to by number. */
export class TestTable {
  readonly entries: TestEntry[];
  readonly #indexes: Map<string, number>;

  constructor(entries: readonly TestEntry[]) {
    this.entries = [...entries];
    this.#indexes = new Map(entries.map((entry, index) => [entry.id, index]));
  }

  /** The number of a test; with `replace`, what is known of it is from now on what this entry says. */
  indexOf(entry: TestEntry, replace: boolean): number {
    const known = this.#indexes.get(entry.id);
    if (known !== undefined) {
      if (replace) this.entries[known] = entry;
      return known;
    }
    this.#indexes.set(entry.id, this.entries.length);
    return this.entries.push(entry) - 1;
  }
}

/** Puts the observations of one run into columns. With `newest`, its test entries replace those of earlier runs. */
export function digestOf(
  ref: RunRef,
  observations: readonly TestObservation[],
  tests: TestTable,
  newest: boolean,
): RunDigest {
  const rows = observations
    .map((observation) => ({ ...observation, index: tests.indexOf(observation.test, newest) }))
    .sort((a, b) => a.index - b.index);
  return {
    ref,
    test:
      deltasOf(
        rows.map((row) => row.index),
        0,
      ) ?? [],
    outcome: rows.map((row) => letterOfOutcome[row.outcome]).join(''),
    duration: rows.map((row) => row.durationMs),
    told: rows.flatMap(({ attempts, failedAttempts, signature }, position) =>
      attempts === 1 && failedAttempts === 0 && signature === undefined
        ? []
        : [
            signature === undefined
              ? ([position, attempts, failedAttempts] as const)
              : ([position, attempts, failedAttempts, signature] as const),
          ],
    ),
  };
}

/** Inverse of `digestOf`: calls `take` for each test of the run. */
export function readDigest(digest: RunDigest, take: (testIndex: number, observation: Observation) => void): void {
  const told = new Map(digest.told.map((row) => [row[0], row]));
  sumsOf(digest.test, 0).forEach((testIndex, position) => {
    const [, attempts, failedAttempts, signature] = told.get(position) ?? [position, 1, 0];
    take(testIndex, {
      run: digest.ref,
      outcome: outcomeOfLetter[digest.outcome[position] ?? ''] ?? 'skipped',
      attempts,
      failedAttempts,
      durationMs: digest.duration[position] ?? 0,
      ...(signature !== undefined && { signature }),
    });
  });
}
