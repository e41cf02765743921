import type { ParallelGroup, PlannedTest } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';

type GroupedTest = Pick<PlannedTest, 'testId' | 'runner' | 'project' | 'file' | 'estimatedDurationMs'>;

/**
 * Shares tests out to workers: longest unit first to the group with the least work (LPT; Graham 1969: at most 4/3 of the
 * best possible). A unit is a file in a project, because both runners give a file to one worker. Empty groups are left
 * out. Inside a group tests keep `order`.
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
  units.sort((a, b) => b.durationMs - a.durationMs || a.key.localeCompare(b.key));
  const groups = Array.from({ length: Math.max(1, Math.floor(workers)) }, () => ({
    testIds: [] as TestId[],
    durationMs: 0,
  }));
  for (const unit of units) {
    const least = groups.reduce((best, group) => (group.durationMs < best.durationMs ? group : best));
    least.testIds.push(...unit.testIds);
    least.durationMs += unit.durationMs;
  }
  return groups
    .filter(({ testIds }) => testIds.length > 0)
    .map(({ testIds, durationMs }, index) => ({
      index,
      testIds: testIds.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
      estimatedDurationMs: durationMs,
    }));
}

export function unitOf(test: Pick<PlannedTest, 'runner' | 'project' | 'file'>): string {
  return [test.runner, test.project, test.file].join('\n');
}

/** Time of the longest group: what the plan takes when all groups run side by side. */
export function wallDurationOf(groups: readonly ParallelGroup[]): number {
  return Math.max(0, ...groups.map(({ estimatedDurationMs }) => estimatedDurationMs));
}
