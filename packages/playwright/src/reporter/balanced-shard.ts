import { type SplitPart, type Timings, itemsOfShard, timedDurationsOf } from '@millwright/core/record';
import type { Suite, TestCase } from '@playwright/test/reporter';

import type { PreprocessedRun } from '../compat.ts';
import { readIdentity } from '../record/test-entry.ts';

/**
 * The tests of this run's shard, so shared out that all shards take about as long. Files stay whole, and serial groups; where tests may
 * run side by side, each is a unit of its own. It rests on what Playwright found and on the timings alone: whoever has both gets the
 * same shards, and tests that the timings do not know are in one of them like all others.
 */
export function testsOfShard(
  tests: readonly TestCase[],
  shard: NonNullable<PreprocessedRun['config']['shard']>,
  { timings, root, modeOf }: { timings: Timings; root: string; modeOf: (suite: Suite) => string },
): ReadonlySet<TestCase> {
  const durations = timedDurationsOf(timings, 'playwright');
  const parts = tests.map((test): SplitPart<TestCase> => {
    const { project, file, titlePath } = readIdentity(test, root);
    return {
      unitKey: [project, file, test.repeatEachIndex, ...unitPathOf(test, modeOf)].join('\n'),
      durationMs: durations.testMs(project, file, titlePath),
      item: test,
    };
  });
  return itemsOfShard(parts, shard);
}

/**
 * The titles of what has to stay together inside the file: none for the whole file. Only where the file itself lets its tests run side
 * by side may it be cut, down to the first group whose tests run one after the other.
 */
function unitPathOf(test: TestCase, modeOf: (suite: Suite) => string): readonly string[] {
  const path: string[] = [];
  for (const suite of describesOf(test)) {
    if (suite.type === 'describe') path.push(suite.title);
    if (modeOf(suite) !== 'parallel') return path;
  }
  return [...path, test.title];
}

/** The file and the groups around a test, outermost first. */
function describesOf(test: TestCase): readonly Suite[] {
  const suites: Suite[] = [];
  for (let suite: Suite | undefined = test.parent; suite && suite.type !== 'project'; suite = suite.parent)
    suites.unshift(suite);
  return suites;
}
