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
    const now = found.get(test.file)?.find((candidate) => matchesTitlePath(candidate, test.titlePath));
    return now === undefined ? test : { ...test, line: now.line };
  });
}
