import type { PlannedTest } from '@millwright/core';

/** Tests with those that must run before them: a test of a serial group cannot do without those above it. */
export function withDependencies(
  tests: readonly PlannedTest[],
  planned: readonly PlannedTest[],
): readonly PlannedTest[] {
  const byId = new Map([...planned, ...tests].map((test) => [test.testId, test]));
  const wanted = new Map<string, PlannedTest>();
  const add = (test: PlannedTest): void => {
    if (wanted.has(test.testId)) return;
    wanted.set(test.testId, test);
    for (const needed of test.dependencies.flatMap((id) => byId.get(id) ?? [])) add(needed);
  };
  for (const test of tests) add(test);
  return [...wanted.values()];
}
