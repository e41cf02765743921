import type { DebugCause, FailureFeatures, RunnerName, SuggestedFix, TightTimeout } from '@millwright/core';

import type { PatternFinding } from '../patterns/flaky-pattern.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** A cause of failures with what the rules look at. */
export interface FixSubject {
  readonly cause: DebugCause;
  /** Of the failure that stands for the cause. */
  readonly features: FailureFeatures;
  /** The runner that reported it. */
  readonly runner: RunnerName;
  readonly tree: SourceTree;
  /** Flaky patterns in the code of its tests. */
  readonly findings: readonly PatternFinding[];
  /** Its tests whose time limit the history calls too short. */
  readonly tightTimeouts: readonly TightTimeout[];
}

/** One kind of suggestion. One file each in `rules/`, listed in `registry.ts`. */
export interface SuggestionRule {
  readonly name: string;
  /** What it suggests; nothing when the cause is none of its business. Reads the tree and changes nothing. */
  suggest(subject: FixSubject): readonly Omit<SuggestedFix, 'kind'>[];
}
