import {
  type CutUnit,
  type ShardCut,
  type SplitPart,
  type Timings,
  shardCutOf,
  shardsOfItems,
  timedDurationsOf,
  timedTitleOf,
} from '@millwright/core/record';
import type { Suite, TestCase } from '@playwright/test/reporter';

import type { PreprocessedRun } from '../compat.ts';
import { readIdentity } from '../record/test-entry.ts';

/** The tests of this run's shard, and what is in the others. */
export interface BalancedShard {
  readonly own: ReadonlySet<TestCase>;
  readonly cut: ShardCut;
}

/**
 * The tests of this run's shard, so shared out that all shards take about as long. Files stay whole, and serial groups; where tests may
 * run side by side, each is a unit of its own. It rests on what Playwright found and on the timings alone: whoever has both gets the
 * same shards, and tests that the timings do not know are in one of them like all others.
 */
export function balancedShardOf(
  tests: readonly TestCase[],
  { current, total }: NonNullable<PreprocessedRun['config']['shard']>,
  { timings, root, modeOf }: { timings: Timings; root: string; modeOf: (suite: Suite) => string },
): BalancedShard {
  const durations = timedDurationsOf(timings, 'playwright');
  const units = new Map<TestCase, Omit<CutUnit, 'shard'>>();
  const parts = tests.map((test): SplitPart<TestCase> => {
    const { project, file, titlePath } = readIdentity(test, root);
    const unitPath = unitPathOf(test, modeOf);
    units.set(test, { project, file, ...(unitPath.length > 0 && { title: timedTitleOf(unitPath) }) });
    return {
      unitKey: [project, file, test.repeatEachIndex, ...unitPath].join('\n'),
      durationMs: durations.testMs(project, file, titlePath),
      item: test,
    };
  });
  const shards = shardsOfItems(parts, total);
  // Repetitions of a test may be in different shards; the first stands for all.
  const firsts = [...units].filter(([test]) => test.repeatEachIndex === 0);
  return {
    own: new Set(tests.filter((test) => shards.get(test) === current)),
    cut: shardCutOf(
      firsts.map(([test, unit]) => ({ ...unit, shard: shards.get(test) ?? 0 })),
      total,
    ),
  };
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
