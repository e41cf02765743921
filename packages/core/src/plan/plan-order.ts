import type { TestEntry } from '../model/test.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { Timings } from '../split/timings.ts';
import { titleMatcherOf } from './title-pattern.ts';

/** What `e2e autonomous-run` tells a reporter inside a runner through the file that `MILLWRIGHT_PLAN_FILE` names. */
export interface PlanOrder {
  readonly format: 'millwright/plan-order';
  readonly version: 1;
  /** True when tests that are not listed must not run. */
  readonly exclusive: boolean;
  /** In the order in which they should start. */
  readonly tests: readonly Pick<PlannedTest, 'testId' | 'project' | 'file' | 'titlePath'>[];
  /** What a shard is cut by; without it the runner cuts it itself. All shards have to be given the same. */
  readonly timings?: Timings;
}

/** Reads a plan order; undefined when the text is not one that this version understands. */
export function parsePlanOrder(text: string): PlanOrder | undefined {
  try {
    const value = JSON.parse(text) as Partial<PlanOrder> | null;
    const isOrder = value?.format === 'millwright/plan-order' && value.version === 1 && Array.isArray(value.tests);
    return isOrder ? (value as PlanOrder) : undefined;
  } catch {
    return undefined;
  }
}

/** A test as a reporter knows it before it runs. */
export type RankedTest = Pick<TestEntry, 'id' | 'project' | 'file' | 'titlePath'>;

/** Gives a test its place in the plan, from 0; undefined for a test that is not planned. Build it once, ask it often. */
export function planRankOf(order: PlanOrder): (test: RankedTest) => number | undefined {
  const byId = new Map(order.tests.map((test, rank) => [test.testId, rank]));
  const patterns = order.tests.map((test, rank) => ({ ...test, rank, matches: titleMatcherOf(test.titlePath) }));
  const byFile = Map.groupBy(patterns, (test) => test.file);
  return (test) =>
    byId.get(test.id) ??
    byFile
      .get(test.file)
      ?.find(
        (planned) => (planned.project === '' || planned.project === test.project) && planned.matches(test.titlePath),
      )?.rank;
}

/** The files of a plan by the first of their tests, for runners that order whole files only. */
export function fileRanksOf(order: PlanOrder): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  order.tests.forEach((test, rank) => {
    if (!ranks.has(test.file)) ranks.set(test.file, rank);
  });
  return ranks;
}
