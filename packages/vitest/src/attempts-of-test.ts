import type { Attempt, AttemptStatus, Failure, PathBase, TestEntry } from '@millwright/core';

import { triesOf } from './attempts.ts';
import { toldAttemptsOf } from './compat.ts';
import type { Tails } from './console-tails.ts';
import { failureOfError, isTimeout } from './failure-of-error.ts';
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
  readonly worker: Worker;
  readonly tails: Tails;
  /** Milliseconds since the epoch: stands in where Vitest tells no start. */
  readonly nowMs: number;
}

/** What the runner told of a test's tries, in the model's words. What the test printed goes to its last try. */
export function attemptsOf(test: VitestTest, entry: TestEntry, around: AttemptSurroundings): TestAttempts {
  const { tries, guessed } = toldTriesOf(test, around.nowMs);
  const attempts = tries.map((told, index): Attempt => {
    const failures = failuresOf(told, around.base);
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

function toldTriesOf(test: VitestTest, nowMs: number): ReturnType<typeof triesOf> {
  const told = toldAttemptsOf(test);
  if (told) return { tries: told, guessed: false };
  return triesOf(test.result(), test.diagnostic() ?? { duration: 0, startTime: nowMs, retryCount: 0, repeatCount: 0 });
}

function statusOf(state: VitestAttempt['state'], errors: readonly VitestError[]): AttemptStatus {
  return state === 'failed' && isTimeout(errors) ? 'timedOut' : state;
}

/** A bad attempt never stays without a word. */
function failuresOf(told: VitestAttempt, base: PathBase): readonly Failure[] {
  const failures = (told.errors ?? []).map((error) => failureOfError(error, base));
  if (failures.length > 0 || told.state !== 'failed') return failures;
  return [{ message: 'Vitest reported the attempt as failed and told no error.', frames: [] }];
}
