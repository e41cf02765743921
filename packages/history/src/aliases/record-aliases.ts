import { type Run, type RunnerName, type TestAlias as FoundAlias, findAliases, joinRuns } from '@millwright/core';

import { readRenames } from '../facts/renames.ts';
import type { HistoryStore, RunSummary } from '../history-store.ts';
import { lacksShards } from '../run-id/lacks-shards.ts';
import { updateAliases } from './aliases.ts';

export interface RecordAliasesOptions {
  /** The project root, absolute: git is asked there for renamed files. */
  readonly root: string;
  readonly nowMs: number;
}

interface AliasCheck {
  /** Runner → the newest complete run that was compared. */
  readonly comparedRunIds: Readonly<Record<string, string>>;
}

const stateName = 'alias-check';
const nothingCompared: AliasCheck = { comparedRunIds: {} };

/**
 * Compares the newest complete run of each runner with the complete run before it, and writes an alias for every test
 * that vanished and came back under another id. Returns what it added. A pair of runs is compared once.
 */
export async function recordAliases(
  history: HistoryStore,
  options: RecordAliasesOptions,
): Promise<readonly FoundAlias[]> {
  const { comparedRunIds } = await history.readState(stateName, nothingCompared);
  const complete = wholeRunsOf((await history.listRuns()).filter(isComplete));
  const added: FoundAlias[] = [];
  const compared: Record<string, string> = {};
  for (const [runner, runs] of Map.groupBy(complete, (run) => run.runner)) {
    const [previousId, currentId] = [...new Set(runs.map((run) => run.runId))].slice(-2);
    if (previousId === undefined || currentId === undefined || comparedRunIds[runner] === currentId) continue;
    compared[runner] = currentId;
    added.push(...(await aliasesBetween(history, runner, previousId, currentId, options)));
  }
  if (Object.keys(compared).length === 0) return [];
  const at = new Date(options.nowMs).toISOString();
  if (added.length > 0)
    await updateAliases(
      history.dir,
      added.map(({ from, to, reason, evidence }) => ({ from, to, reason: `${reason}: ${evidence}`, at })),
    );
  await history.updateState(stateName, nothingCompared, (check) => ({
    comparedRunIds: { ...check.comparedRunIds, ...compared },
  }));
  return added;
}

/** A run that saw the whole suite: of a part, or of one that broke off, every other test would seem to have vanished. */
function isComplete(run: RunSummary): boolean {
  return (
    run.partial !== true &&
    run.importedFrom === undefined &&
    (run.status === 'passed' || run.status === 'failed') &&
    run.testCount > 0
  );
}

/** A shard whose others are not here would make their tests seem to have vanished. */
function wholeRunsOf(runs: readonly RunSummary[]): readonly RunSummary[] {
  const incomplete = new Set(
    [...Map.groupBy(runs, runKeyOf)].flatMap(([key, parts]) => (lacksShards(parts) ? [key] : [])),
  );
  return runs.filter((run) => !incomplete.has(runKeyOf(run)));
}

function runKeyOf({ runner, runId }: RunSummary): string {
  return `${runner} ${runId}`;
}

async function aliasesBetween(
  history: HistoryStore,
  runner: RunnerName,
  previousId: string,
  currentId: string,
  { root }: RecordAliasesOptions,
): Promise<readonly FoundAlias[]> {
  const [before, after] = [await readWhole(history, previousId, runner), await readWhole(history, currentId, runner)];
  // A file that could not be loaded takes its tests along without a word.
  if (before === undefined || after === undefined || after.errors.length > 0) return [];
  const [fromCommit, toCommit] = [before.facts.git?.commit, after.facts.git?.commit];
  const renames =
    fromCommit === undefined || toCommit === undefined || fromCommit === toCommit
      ? []
      : await readRenames({ root, fromCommit, toCommit });
  return findAliases({
    before: before.tests,
    after: after.tests,
    renames: new Map(renames.map(({ from, to }) => [from, to])),
  });
}

async function readWhole(history: HistoryStore, runId: string, runner: RunnerName): Promise<Run | undefined> {
  const shards: Run[] = [];
  for await (const run of history.readRuns({ runIds: [runId], runner })) shards.push(run);
  return joinRuns(shards)[0];
}
