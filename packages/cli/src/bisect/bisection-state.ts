import type { BisectionModel } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { RangeCommit } from './git-commits.ts';

/** A commit of a range with what its probes showed. */
export interface ProbedCommit extends Omit<RangeCommit, 'files'> {
  /** How many files it changes. */
  readonly fileCount: number;
  readonly runs: number;
  readonly failures: number;
  /** Why the test cannot be run at it. */
  readonly skipped?: string;
  /** The message of its first failure. */
  readonly failure?: string;
  /** Files it changes that the test reaches; posix, relative to the project root. */
  readonly reachedFiles: readonly string[];
}

/** Everything that is needed to go on with a bisection. */
export interface Bisection {
  readonly id: string;
  readonly testId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly model: BisectionModel;
  /** Runs it takes at most. */
  readonly mostRuns: number;
  readonly expectedRuns: number;
  readonly commits: readonly ProbedCommit[];
  readonly spentMs: number;
  readonly isFinished: boolean;
  /** Its temporary folder, which a killed process leaves behind. */
  readonly folder?: string;
}

const name = 'bisections';

/** Older bisections are forgotten. */
const keptBisections = 20;

interface BisectionsDocument {
  readonly bisections: readonly Bisection[];
}

const empty: BisectionsDocument = { bisections: [] };

/** The newest bisection of a test that was stopped before its end. */
export async function readUnfinished(history: HistoryStore, testId: string): Promise<Bisection | undefined> {
  const { bisections } = await history.readState<BisectionsDocument>(name, empty);
  return bisections.findLast((bisection) => bisection.testId === testId && !bisection.isFinished);
}

/** Adds a bisection or replaces the one with its id. */
export async function writeBisection(history: HistoryStore, bisection: Bisection): Promise<void> {
  await history.updateState<BisectionsDocument>(name, empty, ({ bisections }) => ({
    bisections: [...bisections.filter(({ id }) => id !== bisection.id), bisection].slice(-keptBisections),
  }));
}
