import type { PlannedTest, Priority } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';

/** A planned test before its place is known. */
export type OrderedTest = Pick<PlannedTest, 'testId' | 'priority' | 'risk' | 'estimatedDurationMs' | 'dependencies'>;

/** Critical comes first. */
export const priorityRank: Readonly<Record<Priority, number>> = { Critical: 0, High: 1, Medium: 2, Low: 3 };

/** How much duration holds a test back. Tuned on eight histories of real CI: 0 counts failures only, 1 seconds only. */
const durationExponent = 0.1;

/** Expected failures found per (damped) second. */
export function orderScoreOf(test: Pick<OrderedTest, 'risk' | 'estimatedDurationMs'>): number {
  return test.risk / (1 + test.estimatedDurationMs / 1000) ** durationExponent;
}

/**
 * The order in which tests should start: by priority, then by what finds failures soonest, each test after those it depends on. `soonness`
 * tells that by the suite's past, the highest first; without it, and between equals, it is expected failures per second. Equal tests keep
 * the order of the input. A dependency outside the list, or in a circle, is ignored.
 */
export function executionOrderOf(
  tests: readonly OrderedTest[],
  soonness: ReadonlyMap<TestId, number> = new Map(),
): readonly TestId[] {
  const byId = new Map(tests.map((test) => [test.testId, test]));
  const soonnessOf = ({ testId }: OrderedTest): number => soonness.get(testId) ?? 0;
  const wished = tests.toSorted(
    (a, b) =>
      priorityRank[a.priority] - priorityRank[b.priority] ||
      soonnessOf(b) - soonnessOf(a) ||
      orderScoreOf(b) - orderScoreOf(a),
  );
  return dependenciesFirst(wished, byId);
}

/** The given order, changed only so that dependencies come first. */
export function dependenciesFirst(
  tests: readonly Pick<OrderedTest, 'testId' | 'dependencies'>[],
  byId: ReadonlyMap<TestId, Pick<OrderedTest, 'testId' | 'dependencies'>> = new Map(
    tests.map((test) => [test.testId, test]),
  ),
): readonly TestId[] {
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
