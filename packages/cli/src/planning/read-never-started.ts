import type { Run, TestEntry } from '@millwright/core';
import type { HistoryStore, RunSummary } from '@millwright/history';

/** How many runs of each runner are looked into. */
const newestCount = 5;

/**
 * Run id → the tests that it was to start and never did, of the newest runs of each runner that did not end well, back to
 * its last good run of everything: that one has started all there was.
 */
export async function readNeverStarted(history: HistoryStore): Promise<ReadonlyMap<string, readonly TestEntry[]>> {
  const summaries = await history.listRuns({ experiments: false, stress: false });
  const runIds = [...Map.groupBy(summaries, (run) => run.runner).values()].flatMap(doubtfulRunsOf);
  const found = new Map<string, TestEntry[]>();
  if (runIds.length === 0) return found;
  for await (const run of history.readRuns({ runIds })) {
    found.set(run.runId, [...(found.get(run.runId) ?? []), ...neverStartedOf(run)]);
  }
  return found;
}

function doubtfulRunsOf(runs: readonly RunSummary[]): readonly string[] {
  const newestFirst = runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const good = newestFirst.findIndex((run) => run.status === 'passed' && run.partial !== true);
  const after = good === -1 ? newestFirst : newestFirst.slice(0, good);
  const doubtful = after.filter((run) => run.status !== 'passed').map((run) => run.runId);
  return [...new Set(doubtful)].slice(0, newestCount);
}

function neverStartedOf(run: Run): readonly TestEntry[] {
  const missing = new Set(run.notRun.map((entry) => entry.testId));
  return run.tests.filter((test) => missing.has(test.id));
}
