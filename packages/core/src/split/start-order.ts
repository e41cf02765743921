import type { PlannedTest } from '../model/strategy.ts';
import { unitOf } from '../plan/groups.ts';
import { workQueueOf } from './work-queue.ts';

/** A planned test with what decides when its file has to start. */
export type StartedTest = Pick<PlannedTest, 'runner' | 'project' | 'file' | 'estimatedDurationMs' | 'estimateFrom'>;

/**
 * The order in which a runner with so many workers should start the tests: the planned one, but that a file which would end after all
 * others starts in time. Runners hand whole files to whichever worker is free, so the tests of a file stand together. A plan that
 * mostly guesses durations stays as it is.
 */
export function startOrderOf<T extends StartedTest>(planned: readonly T[], workers: number): readonly T[] {
  const knownCount = planned.filter(({ estimateFrom }) => estimateFrom === 'history').length;
  if (workers <= 1 || knownCount * 2 < planned.length) return planned;
  const files = [...Map.groupBy(planned, unitOf)].map(([key, tests]) => ({
    key,
    tests,
    durationMs: tests.reduce((sum, { estimatedDurationMs }) => sum + estimatedDurationMs, 0),
  }));
  const queue = workQueueOf(files, workers);
  const freeAtMs = Array.from({ length: workers }, () => 0);
  const started: T[] = [];
  for (;;) {
    const worker = freeAtMs.indexOf(Math.min(...freeAtMs));
    const file = queue.take(String(worker));
    if (!file) return started;
    started.push(...file.tests);
    freeAtMs[worker] = (freeAtMs[worker] ?? 0) + file.durationMs;
    queue.done(String(worker), file.key);
  }
}
