import type { DebugReport, Run } from '@millwright/core';

/** What the renderers are given. */
export interface DebugView {
  readonly report: DebugReport;
  /** The runs that are named in the head; empty where it is clear which they are. */
  readonly runs: readonly Pick<Run, 'runId' | 'runner'>[];
}
