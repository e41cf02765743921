import {
  type Attempt,
  type Failure,
  type Run,
  type RunHeader,
  type RunStatus,
  type TestEntry,
  outcomeOf,
  testIdOf,
} from '@millwright/core';

import { chancePartOf, timePartOf } from '../run-id/create-run-id.ts';

/** A try as a report tells it. */
export type ImportedAttempt = Omit<Attempt, 'testId'>;

/** A test as a report tells it. Without attempts it is one that was planned and never started. */
export interface ImportedTest {
  readonly test: Omit<TestEntry, 'id' | 'ordinal'>;
  readonly attempts: readonly ImportedAttempt[];
  readonly notRunReason?: string;
}

export interface RunParts {
  readonly header: Omit<RunHeader, 'runId' | 'startedAt'> & { readonly runId?: string };
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Told by the report; else the outcomes of the tests decide. */
  readonly status?: RunStatus;
  readonly tests: readonly ImportedTest[];
  readonly errors?: readonly Failure[];
  readonly notes?: readonly string[];
  /** Hexadecimal digest of the report's content. */
  readonly contentHash: string;
  /**
   * What it means that a test appears again in a report: it is another test with the same title (`ordinal`), a
   * repetition (`repeat`), or a new try when the one before it was bad (`retry`).
   */
  readonly duplicates: 'ordinal' | 'repeat' | 'retry';
}

/** Makes a run of what a report tells: test ids, order, status, and an id that the same report always gets. */
export function assembleRun(parts: RunParts): Run {
  const tests = new Map<string, TestEntry>();
  const attempts: Attempt[] = [];
  const notRun: { testId: string; reason?: string }[] = [];
  for (const { test, tries, reason } of withoutDuplicates(parts.tests, parts.duplicates)) {
    const id = testIdOf(test);
    tests.set(id, { ...test, id });
    for (const attempt of tries) attempts.push({ ...attempt, testId: id });
    if (tries.length === 0) notRun.push({ testId: id, ...(reason === undefined ? {} : { reason }) });
  }
  attempts.sort((a, b) => a.startedAtMs - b.startedAtMs);
  const { runId, ...header } = parts.header;
  return {
    ...header,
    runId: runId ?? importedRunId(parts.startedAtMs, parts.contentHash),
    startedAt: new Date(parts.startedAtMs).toISOString(),
    status: parts.status ?? statusOf(tests, attempts, parts.errors ?? []),
    durationMs: Math.max(0, parts.durationMs),
    tests: [...tests.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    attempts,
    notRun: notRun.filter(({ testId }) => !attempts.some((attempt) => attempt.testId === testId)),
    errors: parts.errors ?? [],
    notes: parts.notes ?? [],
  };
}

/** A run id made of a report's time and content: importing it again gives the same run. */
export function importedRunId(startedAtMs: number, contentHash: string): string {
  return timePartOf(startedAtMs) + chancePartOf(contentHash);
}

interface PlainTest {
  readonly test: Omit<TestEntry, 'id'>;
  readonly tries: ImportedAttempt[];
  readonly reason: string | undefined;
}

function withoutDuplicates(tests: readonly ImportedTest[], meaning: RunParts['duplicates']): PlainTest[] {
  const seen = new Map<string, PlainTest[]>();
  const result: PlainTest[] = [];
  for (const { test, attempts, notRunReason } of tests) {
    const key = testIdOf(test);
    const earlier = seen.get(key) ?? [];
    const last = earlier.at(-1);
    if (last && (meaning === 'repeat' || attempts.some((attempt) => attempt.repeat > 0)))
      last.tries.push(...attempts.map((attempt) => ({ ...attempt, repeat: attempt.repeat || repeatsOf(last) })));
    else if (last && meaning === 'retry' && isBad(last.tries.at(-1)))
      last.tries.push(...attempts.map((attempt) => ({ ...attempt, retry: attempt.retry + last.tries.length })));
    else {
      const ordinal = earlier.length;
      const plain = { test: ordinal === 0 ? test : { ...test, ordinal }, tries: [...attempts], reason: notRunReason };
      seen.set(key, [...earlier, plain]);
      result.push(plain);
    }
  }
  return result;
}

function repeatsOf(test: PlainTest): number {
  return Math.max(-1, ...test.tries.map((attempt) => attempt.repeat)) + 1;
}

function isBad(attempt: ImportedAttempt | undefined): boolean {
  return attempt?.status === 'failed' || attempt?.status === 'timedOut';
}

function statusOf(
  tests: ReadonlyMap<string, TestEntry>,
  attempts: readonly Attempt[],
  errors: readonly Failure[],
): RunStatus {
  if (attempts.some((attempt) => attempt.status === 'interrupted')) return 'interrupted';
  const byTest = Map.groupBy(attempts, (attempt) => attempt.testId);
  const isUnexpected = [...byTest].some(([id, tries]) => outcomeOf(tests.get(id) as TestEntry, tries) === 'unexpected');
  return isUnexpected || errors.length > 0 ? 'failed' : 'passed';
}
