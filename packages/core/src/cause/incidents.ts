import type { Failure } from '../model/failure.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { CauseClass } from './cause.ts';
import { type WeightedTerms, cosineOf, termWeightsOf, termsOfFailure } from './incident-terms.ts';

/** What ended an earlier failure. */
export type Resolution =
  /** It passed when it was tried again in the same run. */
  | { readonly kind: 'retry'; readonly runId: string; readonly at: string }
  /** It passed in a later run of the same commit: nothing that was committed ended it. */
  | { readonly kind: 'unchanged'; readonly runId: string; readonly at: string; readonly commit: string }
  /** It passed first at another commit, or with changes that were not committed. */
  | {
      readonly kind: 'changed';
      readonly runId: string;
      readonly at: string;
      /** The commit at which it failed last, and the one at which it passed. */
      readonly from?: string;
      readonly commit?: string;
    };

/** An earlier failure that is over: all times that one signature was seen, and how the last of them ended. */
export interface PastFailure {
  readonly signature: string;
  readonly testIds: readonly TestId[];
  /** How often it came and went. */
  readonly times: number;
  /** ISO 8601. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** The last run that failed with it. */
  readonly lastRunId: string;
  readonly resolution: Resolution;
}

/** An earlier failure whose evidence was read. */
export interface KnownFailure extends PastFailure {
  readonly cause: CauseClass;
  readonly example: Failure;
}

/** An earlier failure that resembles the one that is explained. */
export interface Incident extends KnownFailure {
  /** 0 to 1; 1 is the same signature. */
  readonly similarity: number;
}

/** What is compared with the past. */
export interface IncidentQuery {
  readonly signature: string;
  readonly cause: CauseClass;
  readonly example: Failure;
  readonly testIds: readonly TestId[];
}

/** Less alike than this is another story. */
const leastSimilarity = 0.5;

/** How much each thing in common counts where the signatures differ; they add up to less than 1, which only the same signature is. */
const weights = { text: 0.5, cause: 0.15, tests: 0.15, place: 0.15 } as const;

interface Seen {
  readonly observation: Observation;
  readonly testId: TestId;
}

/**
 * Every failure of the past that is over, newest first: for each signature all its episodes in the runs before the given ones. An
 * episode ends with the first run in which one of its tests was good again. What has not ended is no past.
 */
export function findPastFailures(
  histories: readonly TestHistory[],
  explainedRunIds: ReadonlySet<string>,
): readonly PastFailure[] {
  const seen = histories.flatMap(({ test, observations }) =>
    observations
      .filter(({ run }) => !explainedRunIds.has(run.runId))
      .map((observation): Seen => ({ observation, testId: test.id })),
  );
  const bySignature = Map.groupBy(
    seen.filter(({ observation }) => isBad(observation) && observation.signature !== undefined),
    ({ observation }) => observation.signature ?? '',
  );
  const byTest = Map.groupBy(seen, ({ testId }) => testId);
  const past = [...bySignature].flatMap(([signature, bad]) => pastFailureOf(signature, bad, byTest) ?? []);
  return past.toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt) || a.signature.localeCompare(b.signature));
}

/**
 * The earlier failures most like this one, most alike first, at most `most`: the same signature, else the share of what the two have
 * in common: the words of the failure (cosine of TF-IDF weights over all that are known, Salton and Buckley 1988,
 * https://doi.org/10.1016/0306-4573(88)90021-0), the class, the tests and the place.
 */
export function findIncidents(query: IncidentQuery, known: readonly KnownFailure[], most = 3): readonly Incident[] {
  const documents = [query.example, ...known.map(({ example }) => example)].map(termsOfFailure);
  const [own, ...others] = termWeightsOf(documents);
  return known
    .map((failure, index) => ({ ...failure, similarity: similarityOf(query, failure, { own, other: others[index] }) }))
    .filter(({ similarity }) => similarity >= leastSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity || b.lastSeenAt.localeCompare(a.lastSeenAt))
    .slice(0, most);
}

function similarityOf(
  query: IncidentQuery,
  failure: KnownFailure,
  { own, other }: { readonly own: WeightedTerms | undefined; readonly other: WeightedTerms | undefined },
): number {
  if (query.signature === failure.signature) return 1;
  const [what, where] = query.signature.split('-');
  const [pastWhat, pastWhere] = failure.signature.split('-');
  const text = what === pastWhat ? 1 : own === undefined || other === undefined ? 0 : cosineOf(own, other);
  return (
    weights.text * text +
    weights.cause * Number(query.cause === failure.cause) +
    weights.tests * overlapOf(query.testIds, failure.testIds) +
    weights.place * Number(where === pastWhere)
  );
}

/** The share of tests that two failures have in common, of all that either took down (Jaccard). */
function overlapOf(a: readonly TestId[], b: readonly TestId[]): number {
  const left = new Set(a);
  const right = new Set(b);
  const shared = [...left].filter((id) => right.has(id)).length;
  return shared === 0 ? 0 : shared / (left.size + right.size - shared);
}

function isBad({ outcome }: Observation): boolean {
  return outcome === 'unexpected' || outcome === 'flaky';
}

function pastFailureOf(
  signature: string,
  bad: readonly Seen[],
  byTest: ReadonlyMap<TestId, readonly Seen[]>,
): PastFailure | undefined {
  const testIds = [...new Set(bad.map(({ testId }) => testId))];
  const runs = runsOf(
    testIds.flatMap((testId) => byTest.get(testId) ?? []),
    signature,
  );
  const ended = episodesOf(runs).filter((episode) => episode.resolution !== undefined);
  const [first, last] = [ended[0], ended.at(-1)];
  if (first === undefined || last?.resolution === undefined) return undefined;
  return {
    signature,
    testIds,
    times: ended.length,
    firstSeenAt: first.failed[0]?.startedAt ?? '',
    lastSeenAt: last.failed.at(-1)?.startedAt ?? '',
    lastRunId: last.failed.at(-1)?.runId ?? '',
    resolution: last.resolution,
  };
}

/** What one run says of a signature: it failed so for good, passed when tried again, or was good in a test that used to fail so. */
interface RunVerdict {
  readonly runId: string;
  readonly startedAt: string;
  readonly commit?: string;
  readonly dirty?: boolean;
  readonly verdict: 'failed' | 'retried' | 'good' | 'silent';
}

function runsOf(seen: readonly Seen[], signature: string): readonly RunVerdict[] {
  const byRun = Map.groupBy(seen, ({ observation }) => observation.run.runId);
  const runs = [...byRun.values()].flatMap((same): RunVerdict[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { runId, startedAt, commit, dirty } = first.observation.run;
    return [
      {
        runId,
        startedAt,
        ...(commit === undefined ? {} : { commit }),
        ...(dirty === undefined ? {} : { dirty }),
        verdict: verdictOf(same, signature),
      },
    ];
  });
  return runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt) || a.runId.localeCompare(b.runId));
}

function verdictOf(same: readonly Seen[], signature: string): RunVerdict['verdict'] {
  const own = same.filter(({ observation }) => isBad(observation) && observation.signature === signature);
  if (own.some(({ observation }) => observation.outcome === 'unexpected')) return 'failed';
  if (own.length > 0) return 'retried';
  return same.some(({ observation }) => observation.outcome === 'expected') ? 'good' : 'silent';
}

interface Episode {
  readonly failed: readonly RunVerdict[];
  readonly resolution?: Resolution;
}

function episodesOf(runs: readonly RunVerdict[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let open: RunVerdict[] = [];
  for (const run of runs) {
    if (run.verdict === 'silent') continue;
    if (run.verdict === 'failed') {
      open.push(run);
      continue;
    }
    if (run.verdict === 'retried') open.push(run);
    if (open.length === 0) continue;
    episodes.push({ failed: open, resolution: resolutionOf(open.at(-1) ?? run, run) });
    open = [];
  }
  return open.length === 0 ? episodes : [...episodes, { failed: open }];
}

function resolutionOf(last: RunVerdict, ending: RunVerdict): Resolution {
  const { runId, startedAt: at, commit } = ending;
  if (ending.verdict === 'retried') return { kind: 'retry', runId, at };
  const isSame = commit !== undefined && commit === last.commit && ending.dirty !== true && last.dirty !== true;
  if (isSame) return { kind: 'unchanged', runId, at, commit };
  return {
    kind: 'changed',
    runId,
    at,
    ...(last.commit === undefined ? {} : { from: last.commit }),
    ...(commit === undefined ? {} : { commit }),
  };
}
