import type { TestHistory } from '../model/test-history.ts';
import { codesOf } from './same-code.ts';

/** What flaking costs: time in which tests ran again. Looking into it costs more, and is not in here. */
export interface FlakeCost {
  /** Milliseconds of attempts that were made because an earlier one of the same run failed. */
  readonly retriesMs: number;
  /** Milliseconds of runs that failed on a commit on which the test also passed: they had to be made again. */
  readonly rerunsMs: number;
  /** Both, per week of the history. */
  readonly perWeekMs: number;
}

const weekMs = 7 * 86_400_000;

/**
 * Adds up what one test cost. The time of an attempt is that of the last one of its run, which is the only one that statistics keep.
 * A history of less than a week counts as a week, so that one bad morning is not made out to be a bad week.
 */
export function flakeCostOf({ observations }: TestHistory): FlakeCost {
  // Repetitions are attempts too, and no retries: only a bad attempt brings one.
  const retriesMs = sum(
    observations,
    ({ attempts, failedAttempts, durationMs }) => Math.max(0, Math.min(attempts - 1, failedAttempts)) * durationMs,
  );
  const good = new Set(
    observations.flatMap(({ run, outcome }) => (outcome === 'expected' || outcome === 'flaky' ? codesOf(run) : [])),
  );
  const rerunsMs = sum(observations, ({ run, outcome, attempts, durationMs }) =>
    outcome === 'unexpected' && codesOf(run).some((commit) => good.has(commit))
      ? Math.max(1, attempts) * durationMs
      : 0,
  );
  const starts = observations.map(({ run }) => Date.parse(run.startedAt));
  const spanMs = observations.length === 0 ? 0 : Math.max(...starts) - Math.min(...starts);
  return { retriesMs, rerunsMs, perWeekMs: ((retriesMs + rerunsMs) * weekMs) / Math.max(weekMs, spanMs) };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
