import type { CauseClass } from '../cause/cause.ts';
import type { FlakeStats } from '../flake/flake-stats.ts';
import type { TestId } from '../model/test.ts';
import { retryDelayOf } from './retry-delay.ts';
import { type RetryModel, learnRetries } from './retry-model.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';
import { forbiddenBy } from './retry-rules.ts';
import { chanceWordsOf, minuteWordsOf } from './retry-words.ts';

export interface RetryQuestion {
  readonly cause: CauseClass;
  /** Tries already made; at least 1. */
  readonly attempt: number;
  readonly testId?: TestId | undefined;
  /** Of the failure of the first try. */
  readonly signature?: string | undefined;
  /** What history says of the test, when it says anything. */
  readonly stats?: FlakeStats | undefined;
  /** Chance that the failure is a flake, by the test's history alone (`failureOddsOf`). 0 to 1. */
  readonly flakeRatio?: number | undefined;
  /** What the retries of the past taught; without it only the class and the test's history speak. */
  readonly model?: RetryModel | undefined;
  /** How long a try takes, in milliseconds. */
  readonly durationMs?: number;
  /** Earlier runs of the same code in which the test failed with this signature, while it never passed. */
  readonly failedOnSameCode?: number;
  /** How long the server still wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Share of the executed tests that fail in this execution so far. */
  readonly failingRatio?: number;
  /** A random number from 0 to 1, which spreads the waits of those who hit the same limit. 1, the longest wait, without it. */
  readonly jitter?: number;
  readonly policy?: Partial<RetryPolicy>;
}

export interface RetryDecision {
  readonly retry: boolean;
  /** How long to wait first, in milliseconds; 0 when there is no retry. */
  readonly delayMs: number;
  /** One sentence. */
  readonly reason: string;
  /** Chance that the next try passes, 0 to 1; 0 where a rule forbids it. */
  readonly gainRatio: number;
  /** What the try is expected to save and to cost, in minutes of people's time; 0 where a rule forbids it. */
  readonly gainMinutes: number;
  readonly costMinutes: number;
}

const nothingLearned = learnRetries([]);

/**
 * Whether one more try is worth it: when the chance that it passes times the value of a green is above what waiting for it costs, with
 * the risk that a pass hides a real failure. Deterministic classes, broken tests, what failed twice before on the same code and mass
 * failures are never tried again.
 */
export function retryDecisionOf(question: RetryQuestion): RetryDecision {
  const policy = { ...defaultRetryPolicy, ...question.policy };
  const forbidden = forbiddenBy(question, policy);
  if (forbidden !== undefined) return refusal(forbidden);
  const { cause, attempt, testId, signature, flakeRatio, retryAfterMs, jitter = 1 } = question;
  const chance = (question.model ?? nothingLearned).chanceOf({
    cause,
    retry: attempt,
    testId,
    signature,
    flakeRatio,
  });
  const delayMs = retryDelayOf({ cause, attempt, retryAfterMs, jitter, policy });
  const value = worthOf(chance.ratio, (question.durationMs ?? 0) + delayMs, policy);
  const words = `${chanceWordsOf(cause, chance)}, which is worth ${minuteWordsOf(value.gainMinutes)} and costs ${minuteWordsOf(value.costMinutes)}`;
  if (value.gainMinutes <= value.costMinutes) {
    return { ...refusal(`${words}: no further try.`), ...value, gainRatio: chance.ratio };
  }
  const wait = delayMs === 0 ? 'at once' : `after ${delayMs} ms`;
  const asked = retryAfterMs === undefined ? '' : askedWordsOf(retryAfterMs, delayMs);
  return { retry: true, delayMs, gainRatio: chance.ratio, ...value, reason: `${words}: trying again ${wait}${asked}.` };
}

/** How the wait that a server asked for, in milliseconds, has to do with the delay. */
function askedWordsOf(retryAfterMs: number, delayMs: number): string {
  if (retryAfterMs === 0) return ', since the time that the server asked for is over';
  return delayMs === 0 ? '' : ', as the server asked';
}

/** What a try of this chance and length saves and costs, in minutes. */
function worthOf(
  ratio: number,
  waitMs: number,
  policy: RetryPolicy,
): Pick<RetryDecision, 'gainMinutes' | 'costMinutes'> {
  return {
    gainMinutes: ratio * policy.greenMinutes,
    costMinutes: (waitMs / 60_000) * policy.waitingCost + (1 - ratio) * policy.maskingMinutes,
  };
}

function refusal(reason: string): RetryDecision {
  return { retry: false, delayMs: 0, reason, gainRatio: 0, gainMinutes: 0, costMinutes: 0 };
}
