import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';

/** What makes a time limit too short. All ratios 0 to 1. */
export interface TightTimeoutPolicy {
  /** How many of the newest runs are looked at: older ones tell of other code. */
  readonly recentRuns: number;
  /** Fewer good runs than this say too little. */
  readonly minPassedRuns: number;
  /** A good run that needs more than this share of the limit is near it. */
  readonly nearRatio: number;
  /** The share of good runs that must end within the near share; the rest may be a busy machine. */
  readonly quantile: number;
}

/** A fifth of the limit is what a machine under load takes more, and what is left here as the margin. */
export const defaultTightTimeoutPolicy: TightTimeoutPolicy = {
  recentRuns: 20,
  minPassedRuns: 5,
  nearRatio: 0.8,
  quantile: 0.95,
};

/** A test whose time limit leaves too little room for what its good runs take. All times in milliseconds. */
export interface TightTimeout {
  readonly testId: TestId;
  readonly limitMs: number;
  /** Runs that were looked at, and how many of them ended at the limit. */
  readonly runs: number;
  readonly timedOutRuns: number;
  /** Of the good runs: how many, the quickest, the slowest, and what 95 % of them kept within. */
  readonly passedRuns: number;
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly usualMostMs: number;
  /** A limit with twice the room that the slowest good run needs, in whole seconds. */
  readonly roomyLimitMs: number;
}

/**
 * Judges the present time limit of a test by its newest runs: too short when 95 % of the good ones do not keep within 80 % of it,
 * or when it ran out and one good run was that near. `undefined` without a limit, for a test that is to fail, and when there are
 * too few good runs; a test that hangs tells nothing of its limit.
 */
export function findTightTimeout(
  { test, observations }: TestHistory,
  policy: TightTimeoutPolicy = defaultTightTimeoutPolicy,
): TightTimeout | undefined {
  const limitMs = test.timeoutMs ?? 0;
  if (!(limitMs > 0 && Number.isFinite(limitMs)) || test.expectedStatus !== 'passed') return undefined;
  const recent = observations.filter(({ outcome }) => outcome !== 'skipped').slice(-policy.recentRuns);
  const passed = recent.filter(isGood).map(({ durationMs }) => durationMs);
  if (passed.length < policy.minPassedRuns) return undefined;
  const times = { ...timesOf(passed, policy.quantile), timedOutRuns: recent.filter(ranOutOf(limitMs)).length };
  return isTight(times, policy.nearRatio * limitMs)
    ? {
        testId: test.id,
        limitMs,
        runs: recent.length,
        passedRuns: passed.length,
        ...times,
        roomyLimitMs: Math.ceil((2 * times.longestMs) / 1000) * 1000,
      }
    : undefined;
}

type Times = Pick<TightTimeout, 'timedOutRuns' | 'shortestMs' | 'longestMs' | 'usualMostMs'>;

function timesOf(durationsMs: readonly number[], quantile: number): Omit<Times, 'timedOutRuns'> {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const [shortestMs = 0, longestMs = 0] = [sorted[0], sorted.at(-1)];
  return { shortestMs, longestMs, usualMostMs: sorted[Math.ceil(quantile * sorted.length) - 1] ?? longestMs };
}

function isTight({ timedOutRuns, longestMs, usualMostMs }: Times, nearMs: number): boolean {
  return usualMostMs > nearMs || (timedOutRuns > 0 && longestMs > nearMs);
}

/** Clocks and timers disagree by a little, so an attempt that was stopped may be recorded as somewhat shorter than its limit. */
function ranOutOf(limitMs: number): (one: Observation) => boolean {
  return (one) => !isGood(one) && one.durationMs >= 0.99 * limitMs;
}

function isGood({ outcome }: Observation): boolean {
  return outcome === 'expected' || outcome === 'flaky';
}

/** What a tight time limit rests on: `took 24–29 s of 30 s in 19 good ones of its last 20 runs, and ran out in 1`. */
export function tightTimeoutWordsOf(found: TightTimeout): string {
  const [shortest, longest] = [secondsOf(found.shortestMs), secondsOf(found.longestMs)];
  const range = shortest === longest ? longest : `${shortest}–${longest}`;
  const which =
    found.passedRuns === found.runs
      ? `its last ${found.runs} runs`
      : `${found.passedRuns} good ones of its last ${found.runs} runs`;
  const out = found.timedOutRuns === 0 ? '' : `, and ran out in ${found.timedOutRuns}`;
  return `took ${range} s of ${secondsOf(found.limitMs)} s in ${which}${out}`;
}

/** Tenths are told where a whole second would hide how near the limit is. */
function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(ms < 100 ? 2 : 1).replace(/\.?0+$/u, '');
}
