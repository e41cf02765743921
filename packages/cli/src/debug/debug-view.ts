import type { Run } from '@millwright/core';
import type { ExplainedReport } from './explained-report.ts';

/** What the renderers are given. */
export interface DebugView {
  readonly report: ExplainedReport;
  /** The runs that are named in the head; empty where it is clear which they are. */
  readonly runs: readonly Pick<Run, 'runId' | 'runner'>[];
}
