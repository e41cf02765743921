import {
  type Attempt,
  type Outcome,
  type RunHeader,
  type RunRef,
  type TestEntry,
  environmentOf,
  isExpected,
  outcomeOf,
} from '@millwright/core';

import type { RunSummary } from '../history-store.ts';
import { lacksShards } from '../run-id/lacks-shards.ts';
import { statusOfLetter } from '../run-document/decode-run.ts';
import type { LightRun } from './light-run.ts';

/** The part of an attempt that judging its test needs. */
export type LightAttempt = Pick<Attempt, 'status' | 'repeat' | 'durationMs'> & {
  readonly startedAtMs: number;
  readonly signature: string | undefined;
};

/** What the documents of one logical run (all shards) say of one test. */
export interface TestObservation {
  readonly test: TestEntry;
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly failedAttempts: number;
  readonly durationMs: number;
  readonly signature?: string;
}

/** The attempts of each test of one document, without decoding steps or evidence. */
export async function readLightAttempts(run: LightRun): Promise<ReadonlyMap<TestEntry, readonly LightAttempt[]>> {
  const attempts = new Map<TestEntry, LightAttempt[]>();
  const starts = run.startsAtMs();
  const signatureAt = await run.readSignatures();
  run.test.forEach((position, index) => {
    const test = run.tests[position];
    if (!test) return;
    const attempt: LightAttempt = {
      status: statusAt(run.letters, index),
      repeat: run.repeats.get(index) ?? 0,
      durationMs: run.duration[index] ?? 0,
      startedAtMs: starts[index] ?? 0,
      signature: signatureAt(index),
    };
    const list = attempts.get(test);
    if (list) list.push(attempt);
    else attempts.set(test, [attempt]);
  });
  return attempts;
}

/** How many tests of one document have which outcome. Most have one attempt, which is judged without making an object of it. */
function outcomeCountsOf(run: LightRun): RunSummary['outcomes'] {
  const { tests, letters, repeats } = run;
  const counts: Record<Outcome, number> = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  const tries = new Map<number, number[]>();
  const only = new Int32Array(tests.length).fill(-1);
  run.test.forEach((test, index) => {
    if (only[test] === undefined) return;
    if (only[test] === -1) only[test] = index;
    else tries.set(test, [...(tries.get(test) ?? [only[test]]), index]);
  });
  const tryAt = (index: number) => ({ status: statusAt(letters, index), repeat: repeats.get(index) ?? 0 });
  for (let test = 0; test < only.length; test += 1) {
    const index = only[test] ?? -1;
    const several = tries.get(test);
    const entry = tests[test] as TestEntry;
    if (several) counts[outcomeOf(entry, several.map(tryAt) as unknown as readonly Attempt[])] += 1;
    else if (index >= 0) counts[outcomeOfOne(entry, statusAt(letters, index))] += 1;
  }
  return counts;
}

function statusAt(letters: string, index: number): Attempt['status'] {
  return statusOfLetter[letters[index] ?? ''] ?? 'interrupted';
}

function outcomeOfOne(test: TestEntry, status: Attempt['status']): Outcome {
  if (status === 'skipped' || status === 'interrupted') return 'skipped';
  return isExpected(test, { status }) ? 'expected' : 'unexpected';
}

/** Judges one test by its attempts in all shards of a run. */
export function observationOf(test: TestEntry, attempts: readonly LightAttempt[]): TestObservation {
  const [only] = attempts;
  if (attempts.length === 1 && only) return observationOfOne(test, only);
  const told = attempts.filter((attempt) => attempt.status !== 'skipped' && attempt.status !== 'interrupted');
  const signature = attempts.find((attempt) => attempt.signature !== undefined)?.signature;
  return {
    test,
    outcome: outcomeOf(test, attempts as unknown as readonly Attempt[]),
    attempts: attempts.length,
    failedAttempts: told.filter((attempt) => !isExpected(test, attempt)).length,
    durationMs: attempts.findLast((attempt) => attempt.status !== 'skipped')?.durationMs ?? 0,
    ...(signature !== undefined && { signature }),
  };
}

function observationOfOne(test: TestEntry, attempt: LightAttempt): TestObservation {
  const outcome = outcomeOfOne(test, attempt.status);
  const observation = {
    test,
    outcome,
    attempts: 1,
    failedAttempts: outcome === 'unexpected' ? 1 : 0,
    durationMs: attempt.status === 'skipped' ? 0 : attempt.durationMs,
  };
  return attempt.signature === undefined ? observation : { ...observation, signature: attempt.signature };
}

/** The summary of one document. */
export function summaryOf(run: LightRun): RunSummary {
  const outcomes = outcomeCountsOf(run);
  return {
    ...run.header,
    status: run.status,
    durationMs: run.durationMs,
    testCount: outcomes.expected + outcomes.unexpected + outcomes.flaky + outcomes.skipped,
    attemptCount: run.test.length,
    outcomes,
  };
}

/** Order of badness when the shards of one run ended differently. */
const statusOrder = ['passed', 'failed', 'timedOut', 'interrupted', 'crashed'] as const;

/** The part of a run that statistics need, from the summaries of all its shards. */
export function runRefOf(summaries: readonly Pick<RunSummary, keyof RunHeader | 'status'>[]): RunRef {
  const first = summaries.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0] as RunSummary;
  const { git } = first.facts;
  const status =
    statusOrder.findLast((status) => summaries.some((summary) => summary.status === status)) ?? first.status;
  return {
    runId: first.runId,
    runner: first.runner,
    startedAt: first.startedAt,
    ...(git && { commit: git.commit, dirty: git.dirty, ...(git.branch !== undefined && { branch: git.branch }) }),
    ...((summaries.some((summary) => summary.partial) || lacksShards(summaries)) && { partial: true }),
    ...(first.stress === true && { stress: true }),
    ...(first.executionId !== undefined && { executionId: first.executionId }),
    environment: environmentOf(first.facts),
    status,
  };
}
