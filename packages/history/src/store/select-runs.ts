import type { RunQuery, RunSummary } from '../history-store.ts';

/** A run document and what it says of itself. */
export interface ListedRun {
  readonly path: string;
  readonly summary: RunSummary;
}

/** The runs a query asks for, oldest first, shards of a run side by side in order. */
export function selectRuns(summaries: Readonly<Record<string, RunSummary>>, query: RunQuery): readonly ListedRun[] {
  const groups = new Map<string, ListedRun[]>();
  for (const [path, summary] of Object.entries(summaries)) {
    if (!matches(summary, query)) continue;
    const group = groups.get(summary.runId);
    if (group) group.push({ path, summary });
    else groups.set(summary.runId, [{ path, summary }]);
  }
  const ordered = [...groups.values()].map((group) => group.sort(byShard)).sort(byStart);
  const newest = query.last === undefined ? ordered : ordered.slice(Math.max(0, ordered.length - query.last));
  return newest.flat();
}

function matches(summary: RunSummary, query: RunQuery): boolean {
  return (
    (!query.runIds || query.runIds.includes(summary.runId)) &&
    (query.runner === undefined || summary.runner === query.runner) &&
    (query.branch === undefined || summary.facts.git?.branch === query.branch) &&
    (query.executionId === undefined || summary.executionId === query.executionId) &&
    isWantedKind(summary, query) &&
    (query.since === undefined || Date.parse(summary.startedAt) >= Date.parse(query.since))
  );
}

function isWantedKind(summary: RunSummary, query: RunQuery): boolean {
  if (query.experiments === false && summary.experiment === true) return false;
  return query.stress !== false || summary.stress !== true;
}

function byShard(a: ListedRun, b: ListedRun): number {
  return (a.summary.shard?.current ?? 0) - (b.summary.shard?.current ?? 0) || (a.path < b.path ? -1 : 1);
}

function byStart(a: readonly ListedRun[], b: readonly ListedRun[]): number {
  return startOf(a) - startOf(b) || ((a[0]?.path ?? '') < (b[0]?.path ?? '') ? -1 : 1);
}

function startOf(group: readonly ListedRun[]): number {
  return Math.min(...group.map(({ summary }) => Date.parse(summary.startedAt)));
}
