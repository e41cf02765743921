import { type DebugReport, type Run, debugReportOf } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

/** Why runs failed, with everything that the history adds to it. The runs are shards of one, or those of one execution, joined. */
export async function explainFailures(history: HistoryStore, runs: readonly Run[]): Promise<DebugReport> {
  return debugReportOf({ runs, histories: await history.readTestHistories() });
}
