import type { PlannedTest } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import { predictedMsOf } from '../split/predict-duration.ts';
import type { KnownTest } from './plan-subject.ts';
import { medianOf } from './median.ts';

/** How long a test is expected to take. */
export type DurationEstimate = Pick<PlannedTest, 'estimatedDurationMs' | 'estimateFrom'>;

/** What a test takes when nothing at all is recorded. */
const fallbackMs = { playwright: 5000, vitest: 50, other: 1000 };

/** So many durations of the environment that is asked for stand for themselves; with fewer, those of all environments count. */
const enoughOfEnvironment = 3;

/**
 * Estimates for all tests, by `predictedMsOf`, from runs in this environment where there are enough. Without a record of its own, a
 * test takes the median of its file, then of its runner.
 */
export function estimatesOf(tests: readonly KnownTest[], environment?: string): ReadonlyMap<string, DurationEstimate> {
  const own = new Map(tests.map((test) => [test.testId, recordedMsOf(test.history, environment)]));
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

function recordedMsOf(history: TestHistory | undefined, environment: string | undefined): number | undefined {
  const ran = (history?.observations ?? []).filter(({ outcome }) => outcome !== 'skipped');
  const here = ran.filter(({ run }) => run.environment === environment);
  const counted = environment !== undefined && here.length >= enoughOfEnvironment ? here : ran;
  return predictedMsOf(counted.map(({ durationMs }) => durationMs));
}
