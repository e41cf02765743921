import type { PlannedTest } from '@millwright/core';
import { matchesTitlePath, readStaticTests } from '@millwright/source';

/**
 * Planned tests with the lines at which they stand now: the files may have changed since the plan was made. A test that the source
 * does not show under its titles has no line.
 */
export function readCurrentLines(root: string, tests: readonly PlannedTest[]): readonly PlannedTest[] {
  const found = readStaticTests(root, [...new Set(tests.map((test) => test.file))]);
  return tests.map((planned) => {
    const { line: _planned, ...test } = planned;
    const candidates = found.get(test.file) ?? [];
    // A title that only run time completes may match another test's title as well.
    const now =
      candidates.find((candidate) => candidate.titlePath.join('\n') === test.titlePath.join('\n')) ??
      candidates.find((candidate) => matchesTitlePath(candidate, test.titlePath));
    return now === undefined ? test : { ...test, line: now.line };
  });
}
