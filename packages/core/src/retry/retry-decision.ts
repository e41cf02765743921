import { causeOf } from '../cause/registry.ts';
import type { CauseClass } from '../cause/cause.ts';
import type { FlakeStats } from '../flake/flake-stats.ts';
import { percentOf } from '../flake/words.ts';

/** Bounds of retrying. */
export interface RetryPolicy {
  /** Tries of one test altogether, the first included. */
  readonly maxAttempts: number;
  /** Delay before the first retry; later ones grow from it. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A retry must have at least this chance of showing that the failure was a flake. 0 to 1. */
  readonly minGainRatio: number;
  /** No retries while more than this share of the executed tests fails: then it is an outage or a broken build. */
  readonly massFailureRatio: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 3,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  minGainRatio: 0.04,
  massFailureRatio: 0.3,
};

export interface RetryQuestion {
  readonly cause: CauseClass;
  /** Tries already made; at least 1. */
  readonly attempt: number;
  /** What history says of the test, when it says anything. */
  readonly stats?: FlakeStats;
  /** Share of the executed tests that fail in this execution so far. */
  readonly failingRatio?: number;
  readonly policy?: Partial<RetryPolicy>;
}

export interface RetryDecision {
  readonly retry: boolean;
  /** How long to wait first; 0 when there is no retry. */
  readonly delayMs: number;
  /** One sentence. */
  readonly reason: string;
  /** Chance that the next try passes. */
  readonly gainRatio: number;
}

/** Classes whose result another try of the same code cannot change. */
const unchanging: ReadonlySet<CauseClass> = new Set([
  'syntax',
  'snapshot',
  'strict-mode',
  'script-error',
  'validation',
  'authorization',
  'setup',
  'resource',
]);

/** How likely a failure of a class is a flake before history speaks: judged from which causes pass on a rerun. */
const flakePrior: Readonly<Partial<Record<CauseClass, number>>> = {
  'rate-limit': 0.9,
  network: 0.7,
  timeout: 0.6,
  'browser-crash': 0.6,
  server: 0.5,
  database: 0.5,
  navigation: 0.5,
  'locator-not-found': 0.35,
  unknown: 0.35,
  assertion: 0.25,
  'not-found': 0.15,
  authentication: 0.15,
};

/** Chance that a flake passes when it is tried again: about one half on real reruns. */
const passOnRerunRatio = 0.48;

/**
 * Whether one more try is worth it. The chance φ that the failure is a flake starts from its class and the test's
 * history and shrinks with each failed try by Bayes' rule, φ(1−r)^k / (φ(1−r)^k + 1−φ); the next try pays while φ·r is
 * above the policy's gain. Delays are exponential for rate limits, linear otherwise.
 */
export function retryDecisionOf(question: RetryQuestion): RetryDecision {
  const policy = { ...defaultRetryPolicy, ...question.policy };
  const { cause, attempt, stats, failingRatio } = question;
  const title = causeOf(cause).title.toLowerCase();
  if (unchanging.has(cause)) return refusal(`${articleOf(title)} ${title} cannot change by trying again.`);
  if (stats && (stats.state === 'broken' || stats.state === 'regressed') && stats.probability > 0.5) {
    return refusal(`The test is ${stats.state} (${percentOf(stats.probability)} %): another try would fail too.`);
  }
  if (attempt >= policy.maxAttempts) return refusal(`All ${policy.maxAttempts} tries are used up.`);
  if (failingRatio !== undefined && failingRatio > policy.massFailureRatio) {
    return refusal(`${percentOf(failingRatio)} % of the executed tests fail: this is no flake of one test.`);
  }
  const gainRatio = gainOf(flakeChanceOf(cause, stats), Math.max(0, attempt - 1));
  if (gainRatio < policy.minGainRatio) {
    return { ...refusal(`Another try would pass with a chance of only ${percentOf(gainRatio)} %.`), gainRatio };
  }
  const delayMs = delayOf(cause, attempt, policy);
  const wait = delayMs === 0 ? 'at once' : `after ${delayMs} ms`;
  return {
    retry: true,
    delayMs,
    gainRatio,
    reason: `${articleOf(title)} ${title} passes on the next try with a chance of ${percentOf(gainRatio)} %; trying again ${wait}.`,
  };
}

function articleOf(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'An' : 'A';
}

function refusal(reason: string): RetryDecision {
  return { retry: false, delayMs: 0, reason, gainRatio: 0 };
}

function flakeChanceOf(cause: CauseClass, stats: FlakeStats | undefined): number {
  const prior = flakePrior[cause] ?? 0;
  if (!stats || stats.state === 'unknown') return prior;
  // A flaky test makes a flake likely; a healthy one says little, because its first failure may be a regression.
  return stats.state === 'flaky' ? prior + (1 - prior) * stats.probabilities.flaky * 0.8 : prior;
}

function gainOf(flakeChance: number, failedRetries: number): number {
  const still = flakeChance * (1 - passOnRerunRatio) ** failedRetries;
  return (still / (still + 1 - flakeChance)) * passOnRerunRatio;
}

function delayOf(cause: CauseClass, attempt: number, policy: RetryPolicy): number {
  const kind = causeOf(cause).retry;
  if (kind === 'none') return 0;
  const factor = kind === 'exponential' ? 2 ** (attempt - 1) : attempt;
  return Math.min(policy.maxDelayMs, policy.baseDelayMs * factor);
}
