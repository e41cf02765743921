import { type CutDisagreement, type CutShard, type Run, type RunnerName, findCutDisagreements } from '@millwright/core';
import { type HistoryStore, type RunSummary, buildOfRun } from '@millwright/history';

/** Shards of one build that do not fit together, with the build. */
export interface BuildDisagreement extends CutDisagreement {
  readonly runner: RunnerName;
  /** As CI names it. */
  readonly build?: string;
  readonly commit?: string;
}

/**
 * Reads how the shards were cut of the builds that these runs are from, and finds those that do not fit together. Looks at headers first;
 * cuts and runs are read of builds alone whose shards say different things.
 */
export async function readCutDisagreements(
  history: HistoryStore,
  runIds: readonly string[],
): Promise<readonly BuildDisagreement[]> {
  const wanted = new Set(runIds);
  const runs = await history.listRuns({ experiments: false, stress: false });
  const shards = runs.filter(({ shard, importedFrom }) => shard && shard.total > 1 && importedFrom === undefined);
  const builds = Map.groupBy(shards, (run) => buildOfRun(run) ?? `run ${run.runId}`);
  const found: BuildDisagreement[] = [];
  for (const build of builds.values())
    if (build.some(({ runId }) => wanted.has(runId)) && mayDiffer(build))
      found.push(...findCutDisagreements(await readCutShards(history, build)).map((one) => withBuild(one, build)));
  return found;
}

/** Whether the headers of these shards say different things, or nothing beside one that says something. */
function mayDiffer(build: readonly RunSummary[]): boolean {
  return new Set(build.map(({ shard, cut }) => `${shard?.total} ${cut?.by} ${cut?.digest}`)).size > 1;
}

function withBuild(disagreement: CutDisagreement, [first]: readonly RunSummary[]): BuildDisagreement {
  const buildId = first?.facts.ci?.buildId;
  const commit = first?.facts.git?.commit;
  return {
    runner: first?.runner ?? '',
    ...(buildId === undefined ? {} : { build: buildId }),
    ...(commit === undefined ? {} : { commit }),
    ...disagreement,
  };
}

async function readCutShards(history: HistoryStore, build: readonly RunSummary[]): Promise<readonly CutShard[]> {
  const cuts = new Map<string, CutShard['cut']>();
  for (const digest of new Set(build.flatMap(({ cut }) => cut?.digest ?? [])))
    cuts.set(digest, (await history.readCut(digest))?.units);
  const cutOf = ({ cut }: RunSummary): CutShard['cut'] =>
    cut?.digest === undefined ? undefined : cuts.get(cut.digest);
  const silent = build.filter((run) => cutOf(run) === undefined);
  // Without any cut nobody knows what should have run.
  const ran = silent.length === build.length ? new Map() : await readTests(history, silent);
  return build.flatMap((run) => (run.shard ? cutShardOf(run, run.shard, cutOf(run), ran.get(keyOf(run))) : []));
}

function cutShardOf(
  { runId, runner, cut: told, projects }: RunSummary,
  shard: CutShard['shard'],
  cut: CutShard['cut'],
  tests: CutShard['tests'],
): CutShard {
  // Vitest shares out files, and nobody counted their tests.
  const units = runner === 'vitest' ? cut?.map(({ tests: _tests, ...unit }) => unit) : cut;
  return {
    runId,
    shard,
    projects: projects.map(({ name }) => name),
    ...(told && { by: told.by }),
    ...(told?.digest !== undefined && { digest: told.digest }),
    ...(units && { cut: units }),
    ...(tests && { tests }),
  };
}

/** What ran in each of these shards, where all of it is known. */
async function readTests(
  history: HistoryStore,
  shards: readonly RunSummary[],
): Promise<ReadonlyMap<string, CutShard['tests']>> {
  const wanted = new Set(shards.map(keyOf));
  const found = new Map<string, CutShard['tests']>();
  for await (const run of history.readRuns({ runIds: [...new Set(shards.map(({ runId }) => runId))] })) {
    const tests = wanted.has(keyOf(run)) ? testsIn(run) : undefined;
    if (tests) found.set(keyOf(run), tests);
  }
  return found;
}

function keyOf({ runId, shard, startedAt }: Pick<Run, 'runId' | 'shard' | 'startedAt'>): string {
  return `${runId} ${shard?.current} ${startedAt}`;
}

/** Undefined when tests may have been in the shard that it does not tell: it crashed, or hid tests that its files hold. */
function testsIn(run: Run): CutShard['tests'] {
  const isVitest = run.runner === 'vitest';
  if (run.status === 'crashed' || (isVitest && run.partial === true)) return undefined;
  // Repetitions of a test may be in different shards; the first stands for all.
  const attempts = Map.groupBy(run.attempts, ({ testId }) => testId);
  const firsts = run.tests.filter(({ id }) => attempts.get(id)?.every(({ repeat }) => repeat > 0) !== true);
  if (!isVitest) return firsts;
  // A file that could not be loaded, or was never come to, was in the shard all the same.
  const broken = run.errors.flatMap(({ location }) => location?.file ?? []);
  const files = [...broken, ...(run.unstartedFiles ?? [])];
  const whole = run.projects.flatMap(({ name }) => files.map((file) => ({ project: name, file, titlePath: [] })));
  return [...firsts, ...whole];
}
