import type { PlannedTest } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { KnownTest } from './plan-subject.ts';
import { medianOf } from './median.ts';

/** How long a test is expected to take. */
export type DurationEstimate = Pick<PlannedTest, 'estimatedDurationMs' | 'estimateFrom'>;

/** What a test takes when nothing at all is recorded. */
const fallbackMs = { playwright: 5000, vitest: 50, other: 1000 };

/**
 * Estimates for all tests: the median of the last ten recorded durations, of the last five when the last three all lie
 * above 1.5 or below 0.67 times it. Without a record of its own, a test takes the median of its file, then of its runner.
 */
export function estimatesOf(tests: readonly KnownTest[]): ReadonlyMap<string, DurationEstimate> {
  const own = new Map(tests.map((test) => [test.testId, recordedMsOf(test.history)]));
  const medianWhere = (same: (test: KnownTest) => boolean): number | undefined =>
    medianOf(tests.filter(same).flatMap((test) => own.get(test.testId) ?? []));
  const byFile = new Map<string, number | undefined>();
  const byRunner = new Map<string, number | undefined>();
  const cached = (
    cache: Map<string, number | undefined>,
    key: string,
    make: () => number | undefined,
  ): number | undefined => {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key);
  };
  return new Map(
    tests.map((test): [string, DurationEstimate] => {
      const recorded = own.get(test.testId);
      if (recorded !== undefined) return [test.testId, { estimatedDurationMs: recorded, estimateFrom: 'history' }];
      const guess =
        cached(byFile, test.file, () => medianWhere((other) => other.file === test.file)) ??
        cached(byRunner, test.runner, () => medianWhere((other) => other.runner === test.runner)) ??
        (test.runner === 'playwright'
          ? fallbackMs.playwright
          : test.runner === 'vitest'
            ? fallbackMs.vitest
            : fallbackMs.other);
      return [test.testId, { estimatedDurationMs: guess, estimateFrom: 'default' }];
    }),
  );
}

/** The duration that a history predicts, in whole milliseconds; at least 1. */
function recordedMsOf(history: TestHistory | undefined): number | undefined {
  const durations = (history?.observations ?? [])
    .filter(({ outcome }) => outcome !== 'skipped')
    .slice(-10)
    .map(({ durationMs }) => durationMs);
  const ten = medianOf(durations);
  if (ten === undefined) return undefined;
  const lastThree = durations.slice(-3);
  const shifted =
    durations.length >= 5 && (lastThree.every((ms) => ms > 1.5 * ten) || lastThree.every((ms) => ms < 0.67 * ten));
  return Math.max(1, Math.round((shifted ? medianOf(durations.slice(-5)) : ten) ?? ten));
}
