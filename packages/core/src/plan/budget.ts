import type { PlannedTest } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import { parallelGroupsOf, wallDurationOf } from './groups.ts';
import { orderScoreOf, priorityRank } from './order-score.ts';

interface Limits {
  readonly budgetMs: number;
  readonly workers: number;
}

/** What choosing looks at. */
export type BudgetedTest = Pick<
  PlannedTest,
  'testId' | 'runner' | 'project' | 'file' | 'priority' | 'risk' | 'estimatedDurationMs' | 'dependencies'
>;

export interface BudgetSelection<T extends BudgetedTest = PlannedTest> {
  readonly selected: readonly T[];
  /** Most important first. */
  readonly leftOut: readonly TestId[];
}

/**
 * The tests that fit into a wall time on so many workers: greedily by what `worthOf` says each of their milliseconds is worth, each with
 * all it depends on. The result's longest group is within the budget, unless the first test alone (with its
 * dependencies) exceeds it.
 */
export function selectWithinBudget<T extends BudgetedTest>(
  tests: readonly T[],
  { budgetMs, workers }: Limits,
  worthOf: (test: T) => number,
): BudgetSelection<T> {
  const byId = new Map(tests.map((test) => [test.testId, test]));
  const greedy = tests.toSorted(
    (a, b) => worthOf(b) - worthOf(a) || priorityRank[a.priority] - priorityRank[b.priority],
  );
  const selected = new Set<TestId>();
  // In the order in which they were taken, each entry with its dependencies: what came last is given back first.
  const taken: TestId[][] = [];
  let usedMs = 0;
  for (const test of greedy) {
    const wanted = closureOf(test, byId).filter((id) => !selected.has(id));
    const costMs = wanted.reduce((sum, id) => sum + (byId.get(id)?.estimatedDurationMs ?? 0), 0);
    if (wanted.length === 0 || (taken.length > 0 && usedMs + costMs > budgetMs * workers)) continue;
    for (const id of wanted) selected.add(id);
    taken.push(wanted);
    usedMs += costMs;
  }
  shrinkToWall(taken, selected, tests, { budgetMs, workers });
  const leftOut = tests
    .filter(({ testId }) => !selected.has(testId))
    .sort((a, b) => priorityRank[a.priority] - priorityRank[b.priority] || orderScoreOf(b) - orderScoreOf(a));
  return { selected: tests.filter(({ testId }) => selected.has(testId)), leftOut: leftOut.map(({ testId }) => testId) };
}

function closureOf(test: BudgetedTest, byId: ReadonlyMap<TestId, BudgetedTest>): TestId[] {
  const found = new Set<TestId>([test.testId]);
  for (const id of found) {
    for (const dependency of byId.get(id)?.dependencies ?? []) if (byId.has(dependency)) found.add(dependency);
  }
  return [...found];
}

/** Files stay together, so the longest group may exceed the budget though the sum fits: give back from that group. */
function shrinkToWall(taken: TestId[][], selected: Set<TestId>, tests: readonly BudgetedTest[], limits: Limits): void {
  const byId = new Map(tests.map((test) => [test.testId, test]));
  while (taken.length > 1) {
    const kept = tests.filter(({ testId }) => selected.has(testId));
    const groups = parallelGroupsOf(kept, [], limits.workers);
    const excessMs = wallDurationOf(groups) - limits.budgetMs;
    if (excessMs <= 0) return;
    const longest = groups.reduce((best, group) =>
      group.estimatedDurationMs > best.estimatedDurationMs ? group : best,
    );
    for (const id of givenBack(taken, new Set(longest.testIds), excessMs, byId)) selected.delete(id);
  }
}

/** Takes the latest choices that lie in the group off the list until the excess is gone, and what rests on them. */
function givenBack(
  taken: TestId[][],
  group: ReadonlySet<TestId>,
  excessMs: number,
  byId: ReadonlyMap<TestId, BudgetedTest>,
): Set<TestId> {
  const removed = new Set<TestId>();
  let freedMs = 0;
  for (let index = taken.length - 1; index > 0 && freedMs < excessMs; index--) {
    const ids = taken[index] ?? [];
    if (!ids.some((id) => group.has(id))) continue;
    for (const id of ids) {
      removed.add(id);
      if (group.has(id)) freedMs += byId.get(id)?.estimatedDurationMs ?? 0;
    }
    taken.splice(index, 1);
  }
  // Only the first choice fills this group: make room by giving back the latest choice of any group.
  if (removed.size === 0) for (const id of taken.pop() ?? []) removed.add(id);
  dropDependents(taken, removed, byId);
  return removed;
}

function dropDependents(taken: TestId[][], removed: Set<TestId>, byId: ReadonlyMap<TestId, BudgetedTest>): void {
  for (let changed = true; changed;) {
    changed = false;
    for (let index = taken.length - 1; index > 0; index--) {
      const ids = taken[index] ?? [];
      if (!ids.some((id) => byId.get(id)?.dependencies.some((dependency) => removed.has(dependency)))) continue;
      for (const id of ids) removed.add(id);
      taken.splice(index, 1);
      changed = true;
    }
  }
}
