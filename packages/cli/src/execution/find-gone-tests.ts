import type { Execution, PlannedTest, TestId, TestStrategy } from '@millwright/core';
import { matchesTitlePath, readProjectManifest } from '@millwright/source';

/**
 * The planned tests that left no trace and that their source text does not hold any more: deleted or renamed since the
 * plan was made. The source is only read when a test is missing.
 */
export async function findGoneTests(
  root: string,
  strategy: TestStrategy,
  execution: Execution,
): Promise<ReadonlySet<TestId>> {
  const pending = new Set(execution.tests.filter((test) => test.outcome === 'pending').map((test) => test.testId));
  if (pending.size === 0) return new Set();
  const { testFiles } = await readProjectManifest({ root });
  const present = (test: PlannedTest): boolean =>
    testFiles.some(
      (file) => file.file === test.file && file.tests.some((entry) => matchesTitlePath(entry, test.titlePath)),
    );
  return new Set(
    strategy.testCases.filter((test) => pending.has(test.testId) && !present(test)).map((test) => test.testId),
  );
}
