import type { Attempt, Failure, RunHeader, TestEntry, TestId } from '@millwright/core';

import type { CutDocument } from '../cuts/cut-document.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { RunEnd, TestCoverage } from './run-recorder.ts';

/** First line of an open segment. */
export interface SegmentHeader {
  readonly format: 'millwright/segment';
  readonly version: 1;
  readonly process: ProcessIdentity;
  readonly root: string;
  readonly header: RunHeader;
}

/** Tests of one file import the same: their list of files, which may be long, is written once. */
export interface SharedCoverage extends Omit<TestCoverage, 'testId'> {
  readonly testIds: readonly TestId[];
}

/** Every further line: one thing that happened, in the order in which it did. */
export type SegmentEvent =
  | { readonly test: TestEntry }
  | { readonly attempt: Attempt }
  | { readonly notRun: { readonly testId: TestId; readonly reason?: string } }
  | { readonly error: Failure }
  | { readonly coverage: TestCoverage | SharedCoverage }
  | { readonly coverageTotals: Readonly<Record<string, unknown>> }
  | { readonly cut: CutDocument }
  | { readonly note: string }
  | { readonly amend: Partial<RunHeader> }
  | { readonly end: RunEnd };
