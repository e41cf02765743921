import type { PlannedTest } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import type { PlanObjective } from './objectives/objective.ts';
import { byPriority } from './objectives/priority.ts';

export { orderScoreOf } from './order-score.ts';

/** A planned test before its place is known. */
export type OrderedTest = Pick<PlannedTest, 'testId' | 'priority' | 'risk' | 'estimatedDurationMs' | 'dependencies'>;

/**
 * The order in which tests should start: as the objective wants it, by priority and then by what finds failures soonest unless another is
 * given, each test after those it depends on. `soonness` tells by the suite's past what finds failures soonest, the highest first; without
 * it, and between equals, it is expected failures per second. Equal tests keep the order of the input. A dependency outside the list, or in
 * a circle, is ignored.
 */
export function executionOrderOf(
  tests: readonly OrderedTest[],
  soonness?: ReadonlyMap<TestId, number>,
  objective: PlanObjective = byPriority,
): readonly TestId[] {
  const byId = new Map(tests.map((test) => [test.testId, test]));
  const wished = tests
    .map((test) => ({ ...test, soonness: soonness?.get(test.testId) }))
    .sort((a, b) => objective.compare(a, b));
  return dependenciesFirst(wished, byId);
}

/** The given order, changed only so that dependencies come first. */
export function dependenciesFirst(
  tests: readonly Pick<OrderedTest, 'testId' | 'dependencies'>[],
  byId: ReadonlyMap<TestId, Pick<OrderedTest, 'testId' | 'dependencies'>> = new Map(
    tests.map((test) => [test.testId, test]),
  ),
): readonly TestId[] {
  if (tests.every(({ dependencies }) => dependencies.length === 0)) return tests.map(({ testId }) => testId);
  const placed = new Set<TestId>();
  const seen = new Set<TestId>();
  for (const test of tests) {
    // An own stack, because a serial block may chain thousands of tests.
    const stack: { readonly id: TestId; next: number }[] = [{ id: test.testId, next: 0 }];
    seen.add(test.testId);
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (!top) break;
      const dependency = byId.get(top.id)?.dependencies[top.next++];
      if (dependency === undefined) {
        placed.add(top.id);
        stack.pop();
      } else if (byId.has(dependency) && !seen.has(dependency)) {
        seen.add(dependency);
        stack.push({ id: dependency, next: 0 });
      }
    }
  }
  return [...placed];
}
