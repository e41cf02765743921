import type { Suite, TestCase } from '@playwright/test/reporter';

import type { PreprocessedRun } from '../compat.ts';

/**
 * The tests that are in other shards than this one. Playwright's own cut, made over again before a plan has its say: by number of
 * tests, in the order of the files, with what has to stay together in one piece. It hangs on nothing but the tests that are found,
 * so that shards with other plans, or with none, still make a whole.
 */
export function testsOfOtherShards(
  projects: readonly Suite[],
  shard: { readonly current: number; readonly total: number },
  modeOf: NonNullable<PreprocessedRun['testRun']['mode']>,
): readonly TestCase[] {
  const units = projects.flatMap((project) => [
    ...Map.groupBy(project.allTests(), (test) => unitOf(test, project, modeOf)).values(),
  ]);
  const active = units.map((unit) => unit.filter((test) => test.expectedStatus !== 'skipped').length);
  const sizes = active.some((size) => size > 0) ? active : units.map((unit) => unit.length);
  const own = unitsOfShard(sizes, shard);
  return units.flatMap((unit, index) => (own.has(index) ? [] : unit));
}

/** What must run in one place: the file, or in parallel mode the outermost suite that is not parallel itself, else the test alone. */
function unitOf(test: TestCase, project: Suite, modeOf: (suite: Suite) => string): TestCase | Suite {
  let unit: TestCase | Suite = test;
  for (let suite: Suite | undefined = test.parent; suite && suite !== project; suite = suite.parent) {
    if (modeOf(suite) !== 'parallel') unit = suite;
    else break;
  }
  return unit;
}

/** Which units belong to a shard: every unit to exactly one, by where its first test comes among all. */
export function unitsOfShard(
  sizes: readonly number[],
  { current, total }: { readonly current: number; readonly total: number },
): ReadonlySet<number> {
  const sum = sizes.reduce((all, size) => all + size, 0);
  const startOf = (shard: number): number => shard * Math.floor(sum / total) + Math.min(shard, sum % total);
  const own = new Set<number>();
  let before = 0;
  for (const [index, size] of sizes.entries()) {
    // A unit of skipped tests alone goes with the one before it.
    const at = size > 0 ? before : Math.max(before - 1, 0);
    if (at >= startOf(current - 1) && at < startOf(current)) own.add(index);
    before += size;
  }
  return own;
}
