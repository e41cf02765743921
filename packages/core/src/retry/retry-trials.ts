import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { failureOddsOf } from './flake-chance.ts';

/** One retry of the past: the test, what had failed, and whether this try of the same code passed. */
export interface RetryTrial {
  readonly testId: TestId;
  /** Signature of the failure of the first try, when it is known. */
  readonly signature?: string;
  /** 1 for the first retry, which followed one failed try. */
  readonly retry: number;
  readonly passed: boolean;
  /** Chance that the failure was a flake, by the test's history up to then; 0 to 1. */
  readonly flakeRatio?: number;
  /** True when it was made by an execution, which waits as the class wants it. A runner's own retry follows at once. */
  readonly waited?: boolean;
}

/**
 * Every retry that the histories tell of: those of the runner within a run, and the runs that an execution added for what had
 * failed. Repetitions are no retries: tries of which several passed, and stress runs, are left out. So are retries of tests that were
 * known to be broken, which no policy would make. Outages should be taken out of the histories before (`excludeOutages`).
 */
export function retryTrialsOf(histories: readonly TestHistory[]): readonly RetryTrial[] {
  return histories.flatMap(({ test, observations }) => {
    if (observations.every(({ failedAttempts }) => failedAttempts === 0)) return [];
    return sessionsOf(observations).flatMap((session) => trialsOfSession(test.id, session, observations));
  });
}

/** Observations that belong to one execution, or one run each. */
function sessionsOf(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const sessions = new Map<string, Observation[]>();
  for (const observation of observations) {
    const { run, outcome } = observation;
    if (run.stress === true || outcome === 'skipped') continue;
    const key = run.executionId ?? run.runId;
    const session = sessions.get(key);
    if (session) session.push(observation);
    else sessions.set(key, [observation]);
  }
  return [...sessions.values()];
}

function trialsOfSession(
  testId: TestId,
  session: readonly Observation[],
  all: readonly Observation[],
): readonly RetryTrial[] {
  const tries = triesOf(session);
  const [first] = session;
  if (first === undefined || tries[0]?.passed !== false || tries.length < 2) return [];
  const { flakeRatio, brokenRatio } = failureOddsOf(all.slice(0, all.indexOf(first)), first.run);
  if (brokenRatio > 0.5) return [];
  const { signature } = first;
  return tries.slice(1).map(({ passed, waited }, index) => ({
    testId,
    ...(signature === undefined ? {} : { signature }),
    retry: index + 1,
    passed,
    flakeRatio,
    ...(waited ? { waited } : {}),
  }));
}

/** The tries of a session up to the first that passed. */
function triesOf(session: readonly Observation[]): readonly { readonly passed: boolean; readonly waited: boolean }[] {
  const tries: { passed: boolean; waited: boolean }[] = [];
  for (const [at, observation] of session.entries()) {
    if (!isSequence(observation)) break;
    const { attempts, failedAttempts } = observation;
    for (let tried = 0; tried < attempts; tried += 1) {
      const passed = tried >= failedAttempts;
      tries.push({ passed, waited: at > 0 && tried === 0 });
      if (passed) return tries;
    }
  }
  return tries;
}

/** Tries until one passed, or until the tries were used up. */
function isSequence({ outcome, attempts, failedAttempts }: Observation): boolean {
  return attempts - failedAttempts === (outcome === 'unexpected' ? 0 : 1);
}
