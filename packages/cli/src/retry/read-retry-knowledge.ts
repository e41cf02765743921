import {
  type CauseClass,
  type FlakeStats,
  type RetryModel,
  type Run,
  type RunRef,
  type TestHistory,
  classifyFailure,
  excludeOutages,
  flakeStatsOf,
  learnRetries,
  retryTrialsOf,
  signatureOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

/** What the past says of the retries of a project. */
export interface RetryKnowledge {
  readonly histories: ReadonlyMap<string, TestHistory>;
  readonly statsByTest: ReadonlyMap<string, FlakeStats>;
  readonly model: RetryModel;
  /** The class of each failure that was seen in the newest runs, by its signature. */
  readonly causeBySignature: ReadonlyMap<string, CauseClass>;
}

/** With nothing learned: classes and their priors decide alone. */
export const noRetryKnowledge: RetryKnowledge = {
  histories: new Map(),
  statsByTest: new Map(),
  model: learnRetries([]),
  causeBySignature: new Map(),
};

/** So many of the newest runs with failures are read for the classes of these. */
const classifiedRuns = 50;

/**
 * Learns from everything that is remembered but the execution that is going on, whose failures are the question and not the answer.
 * Runs that an outage took down teach nothing of single tests.
 */
export async function readRetryKnowledge(
  history: HistoryStore,
  withoutExecution: string | undefined,
): Promise<RetryKnowledge> {
  const histories = (await history.readTestHistories()).map((entry) => without(entry, withoutExecution));
  const { histories: sound } = excludeOutages(histories);
  const causeBySignature = await readCauses(history, withoutExecution);
  return {
    histories: new Map(sound.map((entry) => [entry.test.id, entry])),
    statsByTest: new Map(sound.map((entry) => [entry.test.id, flakeStatsOf(entry)])),
    model: learnRetries(retryTrialsOf(sound), causeBySignature),
    causeBySignature,
  };
}

function without(entry: TestHistory, executionId: string | undefined): TestHistory {
  if (executionId === undefined) return entry;
  return { ...entry, observations: entry.observations.filter(({ run }) => run.executionId !== executionId) };
}

async function readCauses(
  history: HistoryStore,
  withoutExecution: string | undefined,
): Promise<ReadonlyMap<string, CauseClass>> {
  const summaries = await history.listRuns({ experiments: false });
  const runIds = summaries
    .filter(({ executionId }) => executionId === undefined || executionId !== withoutExecution)
    .filter(({ outcomes }) => outcomes.unexpected + outcomes.flaky > 0)
    .slice(-classifiedRuns)
    .map((run) => run.runId);
  const causes = new Map<string, CauseClass>();
  if (runIds.length === 0) return causes;
  for await (const run of history.readRuns({ runIds })) collectCauses(run, causes);
  return causes;
}

function collectCauses(run: Run, causes: Map<string, CauseClass>): void {
  for (const { failures } of run.attempts) {
    const failure = failures?.[0];
    if (failure === undefined) continue;
    const signature = signatureOf(failure);
    if (!causes.has(signature)) causes.set(signature, classifyFailure(failure).cause);
  }
}

/** Earlier runs of the same clean commit in which the test failed with this signature; 0 when it also passed on it. */
export function failedOnSameCodeOf(
  history: TestHistory | undefined,
  signature: string | undefined,
  commit: Pick<RunRef, 'commit' | 'dirty'>,
): number {
  if (history === undefined || signature === undefined || commit.commit === undefined || commit.dirty === true)
    return 0;
  const same = history.observations.filter(
    ({ run, outcome }) => run.commit === commit.commit && run.dirty !== true && outcome !== 'skipped',
  );
  if (same.some(({ outcome }) => outcome !== 'unexpected')) return 0;
  // The runs that one execution made of its retries are one chance.
  const chances = same.filter((observation) => observation.signature === signature);
  return new Set(chances.map(({ run }) => run.executionId ?? run.runId)).size;
}
