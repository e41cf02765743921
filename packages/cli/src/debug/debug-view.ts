import type { Run } from '@millwright/core';

import type { ExplainedReport } from './explained-report.ts';

/** What the renderers are given. */
export interface DebugView {
  readonly report: ExplainedReport;
  /** The runs that are named in the head; empty where it is clear which they are. */
  readonly runs: readonly Pick<Run, 'runId' | 'runner'>[];
  /** The options that named these runs, to be said again for more of them; empty when they are the newest. */
  readonly named?: string;
}
