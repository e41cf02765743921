import type { Attempt, Step } from '@millwright/core';

import { nearestDurationLevelMs } from '../run-document/duration-levels.ts';

/**
 * Clocks of runners tell nanoseconds, which only cost space: starts to the millisecond, durations to a tenth. Steps of an
 * attempt that passed at once are many and seldom looked at: their durations go to the nearest of 92 levels, which are whole
 * milliseconds and above 10 ms off by 7.5 % at most. Of attempts that failed, or passed on a retry, steps keep the tenth.
 */
export function roundedAttemptOf(attempt: Attempt): Attempt {
  const isPlainPass = attempt.status === 'passed' && attempt.retry === 0 && (attempt.failures ?? []).length === 0;
  const round = isPlainPass ? nearestDurationLevelMs : tenthsOf;
  return {
    ...attempt,
    startedAtMs: Math.round(attempt.startedAtMs),
    durationMs: tenthsOf(attempt.durationMs),
    ...(attempt.steps && {
      steps: attempt.steps.map((step): Step => ({ ...step, durationMs: round(step.durationMs) })),
    }),
  };
}

function tenthsOf(durationMs: number): number {
  return Math.round(durationMs * 10) / 10;
}
