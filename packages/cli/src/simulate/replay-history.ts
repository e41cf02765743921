import { type ReplayedRun, type Run, type Simulation, type TestCatalog, replayedRunOf } from '@millwright/core';
import { type HistoryStore, type RunSummary, aliasResolverOf, readAliases } from '@millwright/history';

/** So many older runs are learned from before the first that is measured: a plan looks at fewer. */
const mostPastRuns = 100;

/** Which runs are to be measured; all when nothing is said. The hundred before them are learned from all the same. */
export interface ReplayQuery {
  /** The newest so many. */
  readonly last?: number | undefined;
  /** ISO 8601, inclusive. */
  readonly since?: string | undefined;
}

/** Runs that were not measured, and why. */
export interface LeftOutRuns {
  /** Only tried something out, or repeated new tests: not even learned from. */
  readonly experimentCount: number;
  /** Ran a part of the suite that somebody chose: learned from. */
  readonly partialCount: number;
  /** Interrupted, or died: learned from. */
  readonly cutOffCount: number;
  /** Older than what was asked for, a hundred at most: learned from. */
  readonly olderCount: number;
}

/** The documents of one run: its shards, or all runs of one execution. */
interface RunGroup {
  readonly key: string;
  readonly summaries: readonly RunSummary[];
}

/** Tells a simulation the history, oldest run first. Streams, so memory stays bounded. */
export async function replayHistory(
  history: HistoryStore,
  simulation: Simulation,
  query: ReplayQuery,
): Promise<LeftOutRuns> {
  const suite = { experiments: false, stress: false };
  const summaries = await history.listRuns(suite);
  const all = groupsOf(summaries);
  const whole = all.filter((group) => !isPartial(group) && !isCutOff(group));
  const asked = whole.filter((group) => query.since === undefined || startOf(group) >= query.since);
  const measured = new Set(asked.slice(-(query.last ?? asked.length)).map(({ key }) => key));
  const add = (key: string, run: ReplayedRun): void =>
    measured.has(key) ? simulation.addRun(run) : simulation.addPast(run);
  const firstMeasured = all.findIndex(({ key }) => measured.has(key));
  const groups = all.slice(Math.max(0, firstMeasured - mostPastRuns));
  const since = groups[0] && startOf(groups[0]);
  if (since !== undefined) await feed(history.readRuns({ ...suite, since }), groups, await toReplayed(history), add);
  return {
    experimentCount: (await history.listRuns()).length - summaries.length,
    partialCount: groups.filter((group) => isPartial(group)).length,
    cutOffCount: groups.filter((group) => !isPartial(group) && isCutOff(group)).length,
    olderCount: groups.filter((group) => whole.includes(group) && !measured.has(group.key)).length,
  };
}

async function toReplayed(history: HistoryStore): Promise<(documents: readonly Run[]) => ReplayedRun> {
  const resolve = aliasResolverOf(await readAliases(history.dir));
  const catalog: TestCatalog = new Map();
  return (documents) => replayedRunOf(documents, resolve, catalog);
}

/** Runs come by document; each is handed on once all of it is there, in the order in which runs began. */
async function feed(
  documents: AsyncIterable<Run>,
  groups: readonly RunGroup[],
  replayed: (documents: readonly Run[]) => ReplayedRun,
  add: (key: string, run: ReplayedRun) => void,
): Promise<void> {
  const waiting = new Map<string, Run[]>();
  const ready = new Map<string, ReplayedRun>();
  const left = new Map(groups.map(({ key, summaries }) => [key, summaries.length]));
  let next = 0;
  for await (const document of documents) {
    const key = keyOf(document);
    const own = [...(waiting.get(key) ?? []), document];
    waiting.set(key, own);
    const missing = (left.get(key) ?? 1) - 1;
    left.set(key, missing);
    if (missing > 0) continue;
    ready.set(key, replayed(own));
    waiting.delete(key);
    for (let group = groups[next]; group && ready.has(group.key); group = groups[(next += 1)]) {
      add(group.key, ready.get(group.key) as ReplayedRun);
      ready.delete(group.key);
    }
  }
  // What a damaged document held up.
  for (const { key } of groups.slice(next)) {
    const rest = waiting.get(key);
    const run = ready.get(key) ?? (rest && replayed(rest));
    if (run) add(key, run);
  }
}

function groupsOf(summaries: readonly RunSummary[]): readonly RunGroup[] {
  return [...Map.groupBy(summaries, keyOf)]
    .map(([key, own]) => ({ key, summaries: own }))
    .sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : a.key < b.key ? -1 : 1));
}

function keyOf({ executionId, runId }: Pick<RunSummary, 'executionId' | 'runId'>): string {
  return executionId ?? runId;
}

function startOf({ summaries }: RunGroup): string {
  return summaries.reduce((first, { startedAt }) => (startedAt < first ? startedAt : first), '9');
}

/** The runs of an execution are parts by nature; together they are what was planned. */
function isPartial({ summaries }: RunGroup): boolean {
  return summaries.some(({ partial, executionId }) => partial === true && executionId === undefined);
}

function isCutOff({ summaries }: RunGroup): boolean {
  return summaries.some(({ status }) => status === 'interrupted' || status === 'crashed');
}
