import type { Attempt, AttemptStatus, Failure, PathBase, TestEntry } from '@millwright/core';

import { triesOf } from './attempts.ts';
import { retriesOf, toldAttemptsOf } from './compat.ts';
import type { Tails } from './console-tails.ts';
import { failureOfError, isTimeout, type ReadExcerpt } from './failure-of-error.ts';
import type { VitestAttempt, VitestError, VitestTest } from './runner-api.ts';
import type { Worker } from './worker-slots.ts';

/** The attempts of one finished test. */
export interface TestAttempts {
  readonly attempts: readonly Attempt[];
  /** True when durations or the order of repetitions are not known (before Vitest 5.1, tests that were tried again). */
  readonly guessed: boolean;
}

export interface AttemptSurroundings {
  readonly base: PathBase;
  readonly readExcerpt: ReadExcerpt;
  readonly worker: Worker;
  readonly tails: Tails;
  /** Milliseconds since the epoch: stands in where Vitest tells no start. */
  readonly nowMs: number;
}

/** What the runner told of a test's tries, in the model's words. What the test printed goes to its last try. */
export function attemptsOf(test: VitestTest, entry: TestEntry, around: AttemptSurroundings): TestAttempts {
  const { tries, guessed } = toldTriesOf(test, around.nowMs);
  const attempts = tries.map((told, index): Attempt => {
    const failures = failuresOf(told, around);
    const attempt: Attempt = {
      testId: entry.id,
      retry: told.retryIndex,
      repeat: told.repeatIndex,
      status: statusOf(told.state, told.errors ?? []),
      startedAtMs: Math.round(told.startTime),
      durationMs: told.duration,
      workerIndex: around.worker.workerIndex,
      parallelIndex: around.worker.parallelIndex,
    };
    return Object.assign(attempt, failures.length > 0 && { failures }, index === tries.length - 1 && around.tails);
  });
  return { attempts, guessed };
}

/**
 * The attempts of a test that is cut off at `around.nowMs`: those that Vitest told already, then the one at work with its time so
 * far. Empty when it had not started. Before Vitest 5.1 no earlier try is told, and the time is that of all tries.
 */
export function cutOffAttemptsOf(test: VitestTest, entry: TestEntry, around: AttemptSurroundings): readonly Attempt[] {
  const diagnostic = test.diagnostic();
  if (test.result().state !== 'pending' || !diagnostic) return [];
  const told = toldAttemptsOf(test) ?? [];
  const last = told.at(-1);
  const isRetry = last?.state === 'failed' && last.retryIndex < retriesOf(test);
  const { tails, ...rest } = around;
  const earlier = told.length > 0 ? attemptsOf(test, entry, { ...rest, tails: {} }).attempts : [];
  const startedAtMs = Math.round(last ? last.startTime + last.duration : diagnostic.startTime);
  const cutOff: Attempt = {
    testId: entry.id,
    retry: last ? (isRetry ? last.retryIndex + 1 : 0) : diagnostic.retryCount,
    repeat: last ? last.repeatIndex + (isRetry ? 0 : 1) : diagnostic.repeatCount,
    status: 'interrupted',
    startedAtMs,
    durationMs: Math.max(0, around.nowMs - startedAtMs),
    workerIndex: around.worker.workerIndex,
    parallelIndex: around.worker.parallelIndex,
  };
  return [...earlier, { ...cutOff, ...tails }];
}

function toldTriesOf(test: VitestTest, nowMs: number): ReturnType<typeof triesOf> {
  const told = toldAttemptsOf(test);
  if (told) return { tries: told, guessed: false };
  return triesOf(test.result(), test.diagnostic() ?? { duration: 0, startTime: nowMs, retryCount: 0, repeatCount: 0 });
}

function statusOf(state: VitestAttempt['state'], errors: readonly VitestError[]): AttemptStatus {
  return state === 'failed' && isTimeout(errors) ? 'timedOut' : state;
}

/** A bad attempt never stays without a word. */
function failuresOf(told: VitestAttempt, { base, readExcerpt }: AttemptSurroundings): readonly Failure[] {
  const failures = (told.errors ?? []).map((error) => failureOfError(error, base, readExcerpt));
  if (failures.length > 0 || told.state !== 'failed') return failures;
  return [{ message: 'Vitest reported the attempt as failed and told no error.', frames: [] }];
}
