import type { SelectionEvidence } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

const name = 'selections';

/** What one execution showed of tests that its selection could skip. */
export interface SelectionRecord {
  readonly executionId: string;
  readonly strategyId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly mode: 'safe' | 'predictive';
  /** Everything ran, so it is known whether the selection would have missed a failure. */
  readonly observed: boolean;
  readonly selectedCount: number;
  /** Tests that could be skipped, and those of them that ran with a result. */
  readonly skippableCount: number;
  readonly ranCount: number;
  /** Those of them that failed and did not flake. */
  readonly missed: readonly string[];
  /** Sum of the failure probabilities that were given for those that ran; with how many had one, and how many of these failed. */
  readonly predicted?: { readonly sum: number; readonly tests: number; readonly failures: number };
}

/** Oldest first. */
export async function readSelectionRecords(history: HistoryStore): Promise<readonly SelectionRecord[]> {
  return (await history.readState<SelectionsDocument>(name, empty)).records;
}

/** So many are kept: enough for every figure that is derived from them. */
const mostRecords = 2000;

/** Adds what an execution showed; one that is recorded again takes its own place. */
export async function recordSelection(history: HistoryStore, record: SelectionRecord): Promise<void> {
  await history.updateState<SelectionsDocument>(name, empty, ({ records }) => ({
    records: [...records.filter(({ executionId }) => executionId !== record.executionId), record].slice(-mostRecords),
  }));
}

/** What the records of one kind of selection say together. */
export function evidenceOf(all: readonly SelectionRecord[], mode: SelectionRecord['mode']): SelectionEvidence {
  const records = all.filter((record) => record.mode === mode && record.skippableCount > 0);
  const observed = records.filter((record) => record.observed && record.ranCount >= record.skippableCount);
  const sumOf = (valueOf: (record: SelectionRecord) => number): number =>
    records.reduce((sum, record) => sum + valueOf(record), 0);
  return {
    observedRuns: observed.length,
    missedRuns: observed.filter(({ missed }) => missed.length > 0).length,
    heldOut: sumOf(({ ranCount }) => ranCount),
    heldOutFailures: sumOf(({ missed }) => missed.length),
    predicted: sumOf(({ predicted }) => predicted?.sum ?? 0),
    predictedTests: sumOf(({ predicted }) => predicted?.tests ?? 0),
    predictedFailures: sumOf(({ predicted }) => predicted?.failures ?? 0),
  };
}

interface SelectionsDocument {
  readonly records: readonly SelectionRecord[];
}

const empty: SelectionsDocument = { records: [] };
