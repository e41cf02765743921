import {
  type Heal,
  type Run,
  type TestId,
  answersFor,
  joinRuns,
  laterFailuresOf,
  mayRebreak,
  rebrokenHealsOf,
} from '@millwright/core';
import { type HistoryStore, type RunSummary, aliasResolverOf, readAliases } from '@millwright/history';

/**
 * The repairs of locators that broke again in runs since they were applied, with when. Reads nothing when no repair can, and of the
 * runs only those with broken tests, each with the other runs of its execution: what a retry there saved is not broken.
 */
export async function readRebrokenHeals(history: HistoryStore, heals: readonly Heal[]): Promise<readonly Heal[]> {
  const open = heals.filter(mayRebreak);
  const since = open.map(({ decidedAt = '' }) => decidedAt).toSorted()[0];
  if (since === undefined) return [];
  const runs = await history.listRuns({ since, runner: 'playwright', experiments: false });
  const runIds = runIdsToRead(runs, open);
  if (runIds.length === 0) return [];
  const currentIdOf = aliasResolverOf(await readAliases(history.dir));
  const healed = new Set(open.map(({ testId }) => currentIdOf(testId)));
  const read: Run[] = [];
  for await (const run of history.readRuns({ runIds })) read.push(ofTests(run, (id) => healed.has(currentIdOf(id))));
  const failures = [...Map.groupBy(read, groupOf).values()].flatMap((group) =>
    joinRuns(group).flatMap(laterFailuresOf),
  );
  return rebrokenHealsOf(open, failures, currentIdOf);
}

function runIdsToRead(runs: readonly RunSummary[], open: readonly Heal[]): readonly string[] {
  const broken = runs.filter(
    ({ outcomes, startedAt }) =>
      outcomes.unexpected > 0 && open.some((heal) => answersFor(heal, Date.parse(startedAt))),
  );
  const groups = new Set(broken.map(groupOf));
  return [...new Set(runs.filter((run) => groups.has(groupOf(run))).map(({ runId }) => runId))];
}

function groupOf({ executionId, runId }: Pick<Run, 'executionId' | 'runId'>): string {
  return executionId ?? runId;
}

/** Months of whole runs would be held in memory otherwise. */
function ofTests(run: Run, isWanted: (id: TestId) => boolean): Run {
  return {
    ...run,
    tests: run.tests.filter(({ id }) => isWanted(id)),
    attempts: run.attempts.filter(({ testId }) => isWanted(testId)),
  };
}
