import type { DebugCause, Run } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { explainRuns } from '../explain/explain-runs.ts';
import type { ExplainedReport } from './explained-report.ts';
import { readIncidents } from './read-incidents.ts';
import { readFixes } from './read-fixes.ts';

/**
 * Why runs failed, with what to do and what was done before. The runs are shards of one, or those of one execution: a retry of an
 * execution is a run of its own, and judged together a test that passed then is flaky and not failed.
 */
export async function explainFailures(
  context: Context,
  history: HistoryStore,
  runs: readonly Run[],
): Promise<ExplainedReport> {
  const histories = await history.readTestHistories();
  const report = await explainRuns(context, history, { runs, histories });
  const causes = report.causes.toSorted(byImpact);
  const material = { histories, runs };
  const fixes = readFixes(context, causes, material);
  const incidents = await readIncidents(context, history, { causes, ...material });
  return {
    ...report,
    causes: causes.map((cause) => ({
      ...cause,
      fixes: fixes.get(cause.signature) ?? [],
      incidents: incidents.get(cause.signature) ?? [],
    })),
  };
}

/** Tests that failed for good count before those that passed when tried again; an error outside the tests kept one from running at least. */
function byImpact(a: DebugCause, b: DebugCause): number {
  return failedOf(b) - failedOf(a) || Number(b.outsideTests) - Number(a.outsideTests);
}

function failedOf({ tests, outsideTests }: DebugCause): number {
  const failed = tests.filter(({ outcome }) => outcome === 'unexpected').length;
  return outsideTests ? Math.max(1, failed) : failed;
}
