import type { ParallelGroup, PlannedTest } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import { sharesOf } from '../split/split-units.ts';

type GroupedTest = Pick<PlannedTest, 'testId' | 'runner' | 'project' | 'file' | 'estimatedDurationMs'>;

/**
 * Shares tests out to workers, see `sharesOf`. A unit is a file in a project, because both runners give a file to one worker. Empty
 * groups are left out. Inside a group tests keep `order`.
 */
export function parallelGroupsOf(
  tests: readonly GroupedTest[],
  order: readonly TestId[],
  workers: number,
): readonly ParallelGroup[] {
  const place = new Map(order.map((testId, index) => [testId, index]));
  const units = [...Map.groupBy(tests, unitOf).entries()].map(([key, members]) => ({
    key,
    testIds: members.map(({ testId }) => testId),
    durationMs: members.reduce((sum, { estimatedDurationMs }) => sum + estimatedDurationMs, 0),
  }));
  return sharesOf(units, Math.max(1, Math.floor(workers)))
    .filter((share) => share.length > 0)
    .map((share, index) => ({
      index,
      testIds: share.flatMap(({ testIds }) => testIds).toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
      estimatedDurationMs: share.reduce((sum, { durationMs }) => sum + durationMs, 0),
    }));
}

export function unitOf(test: Pick<PlannedTest, 'runner' | 'project' | 'file'>): string {
  return [test.runner, test.project, test.file].join('\n');
}

/** Time of the longest group: what the plan takes when all groups run side by side. */
export function wallDurationOf(groups: readonly ParallelGroup[]): number {
  return Math.max(0, ...groups.map(({ estimatedDurationMs }) => estimatedDurationMs));
}
