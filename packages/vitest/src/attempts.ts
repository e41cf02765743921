import type { VitestAttempt, VitestDiagnostic, VitestError, VitestResult } from './runner-api.ts';

/** The tries of one test, and what had to be guessed about them. */
export interface ToldTries {
  readonly tries: readonly VitestAttempt[];
  /** True when Vitest did not tell the tries one by one and their durations or order are not known. */
  readonly guessed: boolean;
}

/**
 * Rebuilds the tries of a test from what Vitest tells before 5.1: the number of retries and repetitions, all errors in one list,
 * and one duration. What is certain: every retried try failed. What is not known: how long each took and, under `repeats`,
 * which repetition failed. The last try therefore carries the whole duration and the others 0; failed repetitions are put last.
 */
export function triesOf(result: VitestResult, diagnostic: VitestDiagnostic): ToldTries {
  const { retryCount, repeatCount } = diagnostic;
  const state = result.state === 'pending' ? 'failed' : result.state;
  const errors = result.errors ?? [];
  const last = { state, errors, duration: diagnostic.duration, startTime: diagnostic.startTime };
  if (retryCount === 0 && repeatCount === 0) {
    return { tries: [{ ...last, retryIndex: 0, repeatIndex: 0 }], guessed: false };
  }
  const repeated = retryCount === 0 ? repetitionsOf(last, repeatCount) : retriedTriesOf(last, retryCount, repeatCount);
  return { tries: repeated, guessed: true };
}

type LastTry = Pick<VitestAttempt, 'state' | 'duration' | 'startTime'> & { readonly errors: readonly VitestError[] };

/** Repetitions before the last passed, as far as Vitest tells; the last one was tried `retryCount + 1` times. */
function retriedTriesOf(last: LastTry, retryCount: number, repeatCount: number): VitestAttempt[] {
  const earlier = passedTries(last, repeatCount);
  const failed = Array.from({ length: retryCount }, (_, retryIndex) => ({
    state: 'failed' as const,
    errors: last.errors.slice(retryIndex, retryIndex + 1),
    duration: 0,
    startTime: last.startTime,
    retryIndex,
    repeatIndex: repeatCount,
  }));
  const rest = last.errors.slice(retryCount);
  // A try can fail with several errors (`expect.soft`), so a failed last try is never left without one.
  const errors = last.state === 'failed' && rest.length === 0 ? last.errors.slice(-1) : rest;
  return [...earlier, ...failed, { ...last, errors, retryIndex: retryCount, repeatIndex: repeatCount }];
}

function repetitionsOf(last: LastTry, repeatCount: number): VitestAttempt[] {
  const failedCount = last.state === 'failed' ? Math.min(Math.max(last.errors.length, 1), repeatCount + 1) : 0;
  const passedCount = repeatCount + 1 - failedCount;
  if (failedCount === 0)
    return [...passedTries(last, repeatCount), { ...last, retryIndex: 0, repeatIndex: repeatCount }];
  const failed = Array.from({ length: failedCount }, (_, index) => {
    const isLast = index === failedCount - 1;
    return {
      state: 'failed' as const,
      errors: isLast ? last.errors.slice(index) : last.errors.slice(index, index + 1),
      duration: isLast ? last.duration : 0,
      startTime: last.startTime,
      retryIndex: 0,
      repeatIndex: passedCount + index,
    };
  });
  return [...passedTries(last, passedCount), ...failed];
}

function passedTries(last: LastTry, count: number): VitestAttempt[] {
  return Array.from({ length: count }, (_, repeatIndex) => ({
    state: 'passed' as const,
    errors: [],
    duration: 0,
    startTime: last.startTime,
    retryIndex: 0,
    repeatIndex,
  }));
}
