import {
  type DebugCause,
  type Heal,
  type Incident,
  type KnownFailure,
  type PastFailure,
  type QuarantineEntry,
  type Run,
  type TestHistory,
  classifyFailure,
  findIncidents,
  findPastFailures,
  isExpected,
  signatureOf,
} from '@millwright/core';
import { type HistoryStore, readQuarantine } from '@millwright/history';

import { type RangeCommit, readCommitRange } from '../bisect/git-commits.ts';
import type { Context } from '../context/context.ts';
import { readHeals } from '../state/heals.ts';
import { digestOf } from './digest.ts';
import type { ShownIncident } from './explained-report.ts';
import { tellResolution } from './tell-resolution.ts';

/** Runs whose evidence is read, the newest first: older failures are known only by their signature. */
const mostRunsRead = 30;

export interface IncidentMaterial {
  readonly causes: readonly DebugCause[];
  readonly histories: readonly TestHistory[];
  /** The runs that are explained. */
  readonly runs: readonly Run[];
}

/** The earlier failures most like each cause, by its signature, and how each was resolved. */
export async function readIncidents(
  context: Context,
  history: HistoryStore,
  { causes, histories, runs }: IncidentMaterial,
): Promise<ReadonlyMap<string, readonly ShownIncident[]>> {
  if (causes.length === 0) return new Map();
  const past = findPastFailures(histories, new Set(runs.map(({ runId }) => runId)));
  const known = await readKnownFailures(history, past, causes);
  const incidents = causes.map(
    (cause) =>
      [cause.signature, findIncidents({ ...cause, testIds: cause.tests.map(({ testId }) => testId) }, known)] as const,
  );
  const teller = await readTeller(context, history);
  const shown: [string, readonly ShownIncident[]][] = [];
  for (const [signature, alike] of incidents) {
    const told: ShownIncident[] = [];
    for (const incident of alike) told.push(await shownIncidentOf(incident, teller));
    shown.push([signature, told]);
  }
  return new Map(shown);
}

/** The failures of the past with what they said, as far as it is still there. */
async function readKnownFailures(
  history: HistoryStore,
  past: readonly PastFailure[],
  causes: readonly DebugCause[],
): Promise<readonly KnownFailure[]> {
  const own = new Map(causes.map(({ signature, cause, example }) => [signature, { cause, example }]));
  const unread = past.filter(({ signature }) => !own.has(signature));
  const runIds = [...new Set(unread.map(({ lastRunId }) => lastRunId))].slice(0, mostRunsRead);
  const read = new Map<string, Pick<KnownFailure, 'cause' | 'example'>>(own);
  if (runIds.length > 0) for await (const run of history.readRuns({ runIds })) readEvidence(run, read);
  return past.flatMap((failure) => {
    const evidence = read.get(failure.signature);
    return evidence === undefined ? [] : [{ ...failure, ...evidence }];
  });
}

function readEvidence(run: Run, read: Map<string, Pick<KnownFailure, 'cause' | 'example'>>): void {
  const tests = new Map(run.tests.map((test) => [test.id, test]));
  for (const attempt of run.attempts) {
    const test = tests.get(attempt.testId);
    const [example] = attempt.failures ?? [];
    if (example === undefined || test === undefined || isExpected(test, attempt)) continue;
    const signature = signatureOf(example);
    if (!read.has(signature)) read.set(signature, { example, cause: classifyFailure(example).cause });
  }
}

/** What is needed to say how something was resolved. */
interface Teller {
  readonly heals: readonly Heal[];
  readonly quarantined: readonly QuarantineEntry[];
  /** The commits after the first up to the second; undefined when git does not know them. */
  readCommits(from: string, to: string): Promise<readonly RangeCommit[] | undefined>;
}

async function readTeller(context: Context, history: HistoryStore): Promise<Teller> {
  const quarantine = await readQuarantine(context.root);
  const ranges = new Map<string, Promise<readonly RangeCommit[] | undefined>>();
  const read = async (from: string, to: string): Promise<readonly RangeCommit[] | undefined> => {
    try {
      return (await readCommitRange(context.root, from, to)).slice(1);
    } catch {
      return undefined;
    }
  };
  return {
    heals: await readHeals(history),
    quarantined: quarantine.kind === 'read' ? quarantine.quarantine.entries : [],
    readCommits: (from, to) => {
      const key = `${from}..${to}`;
      const known = ranges.get(key) ?? read(from, to);
      ranges.set(key, known);
      return known;
    },
  };
}

async function shownIncidentOf(incident: Incident, teller: Teller): Promise<ShownIncident> {
  const { resolution } = incident;
  const commits =
    resolution.kind === 'changed' && resolution.from !== undefined && resolution.commit !== undefined
      ? await teller.readCommits(resolution.from, resolution.commit)
      : undefined;
  const { told, commit } = tellResolution(incident, { ...teller, commits });
  return {
    signature: incident.signature,
    similarity: incident.similarity,
    digest: digestOf(incident.example),
    testCount: incident.testIds.length,
    times: incident.times,
    firstSeenAt: incident.firstSeenAt,
    lastSeenAt: incident.lastSeenAt,
    runId: incident.lastRunId,
    resolution: resolution.kind,
    resolvedIn: resolution.runId,
    ...(commit === undefined ? {} : { commit }),
    told,
  };
}
