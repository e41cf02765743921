import type { Attempt } from '../model/attempt.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import type { TestEntry } from '../model/test.ts';
import { planRankOf } from './plan-order.ts';

/** What a plan expected of a run, and what happened. */
export interface PlanReview {
  readonly strategyId: string;
  /** Tests of the run's runner that the plan holds, those of them that ran, and tests that ran without being planned. */
  readonly plannedCount: number;
  readonly ranCount: number;
  readonly unplannedCount: number;
  /**
   * Share of the pairs of planned files of which the later did not start before the earlier could have; absent for
   * fewer than two. Which of two workers is ready first says nothing about the order in which they got their files.
   */
  readonly orderKept?: number;
  /** From the first start to the last end, of the slowest shard: by the plan's estimates for what ran, and as measured. */
  readonly expectedWallMs: number;
  readonly wallMs: number;
  /** When the first failure was known, counted from the first start in its shard. */
  readonly firstFailureMs?: number;
  /** The same if files had started in the order of their paths: computed from the durations of this run. */
  readonly firstFailureByFileMs?: number;
}

/** Holds a run against the plan that it followed. The shards are given as they were recorded, not joined. */
export function reviewPlan(strategy: TestStrategy, shards: readonly Run[]): PlanReview {
  const planned = strategy.testCases.filter(({ runner }) => runner === shards[0]?.runner);
  const views = shards.map((shard) => viewOf(planned, strategy, shard));
  const tests = new Map(
    views.flatMap(({ units }) => units.flatMap((unit) => unit.tests)).map((test) => [test.id, test]),
  );
  const ran = [...tests.values()].filter(({ rank }) => rank !== undefined).length;
  const order = pairsOf(views);
  const failures = views.map(firstFailureOf).filter((ms) => ms !== undefined);
  const byFile = views.map(firstFailureByFileOf).filter((ms) => ms !== undefined);
  return {
    strategyId: strategy.id,
    plannedCount: planned.length,
    ranCount: ran,
    unplannedCount: tests.size - ran,
    ...(order.all === 0 ? {} : { orderKept: order.kept / order.all }),
    expectedWallMs: Math.max(0, ...views.map((view) => wallOf(view, (test) => test.estimatedMs ?? test.durationMs))),
    wallMs: Math.max(0, ...views.map(({ attempts }) => endOf(attempts) - startOf(attempts))),
    ...(failures.length === 0 ? {} : { firstFailureMs: Math.min(...failures) }),
    ...(byFile.length === 0 ? {} : { firstFailureByFileMs: Math.min(...byFile) }),
  };
}

interface RanTest {
  readonly id: string;
  readonly rank: number | undefined;
  readonly estimatedMs: number | undefined;
  readonly durationMs: number;
  readonly startedAtMs: number;
  readonly failed: boolean;
}

/** What one worker runs in one go: a file in a project. */
interface Unit {
  readonly key: string;
  readonly rank: number;
  readonly startedAtMs: number;
  /** When its worker's place became free; the place's first file could have started at any time before it did. */
  readonly startableAtMs: number;
  /** In the order in which they started. */
  readonly tests: readonly RanTest[];
}

interface ShardView {
  readonly workers: number;
  readonly attempts: readonly Attempt[];
  readonly units: readonly Unit[];
  /** Ids of the tests that failed in the end. */
  readonly failed: ReadonlySet<string>;
}

function viewOf(planned: readonly PlannedTest[], strategy: TestStrategy, shard: Run): ShardView {
  const byId = new Map(planned.map((test) => [test.testId, test]));
  const ordered = strategy.executionOrder.flatMap((id) => byId.get(id) ?? []);
  const rankOf = planRankOf({ format: 'millwright/plan-order', version: 1, exclusive: false, tests: ordered });
  // A test that its author skips does not run.
  const real = shard.attempts.filter(({ status }) => status !== 'skipped');
  const attempts = Map.groupBy(real, ({ testId }) => testId);
  const units = [...Map.groupBy(shard.tests, ({ project, file }) => `${file}\n${project}`)].map(
    ([key, tests]): Unit => {
      const ran = tests
        .filter(({ id }) => attempts.has(id))
        .map((test) => ranTestOf(test, attempts.get(test.id) ?? [], { rank: rankOf(test), ordered }))
        .toSorted((a, b) => a.startedAtMs - b.startedAtMs);
      return {
        key,
        rank: Math.min(...ran.map(({ rank }) => rank ?? Infinity)),
        startedAtMs: ran[0]?.startedAtMs ?? Infinity,
        startableAtMs: startableAtOf(ran[0], real),
        tests: ran,
      };
    },
  );
  const started = units.filter(({ tests }) => tests.length > 0);
  const failed = started.flatMap(({ tests }) => tests.filter((test) => test.failed).map(({ id }) => id));
  return { workers: shard.workers ?? 1, attempts: real, units: started, failed: new Set(failed) };
}

function ranTestOf(
  test: TestEntry,
  attempts: readonly Attempt[],
  { rank, ordered }: { readonly rank: number | undefined; readonly ordered: readonly PlannedTest[] },
): RanTest {
  return {
    id: test.id,
    rank,
    estimatedMs: rank === undefined ? undefined : ordered[rank]?.estimatedDurationMs,
    durationMs: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0),
    startedAtMs: startOf(attempts),
    failed: outcomeOf(test, attempts) === 'unexpected',
  };
}

function startableAtOf(first: RanTest | undefined, attempts: readonly Attempt[]): number {
  if (!first) return Infinity;
  const attempt = attempts.find(({ testId, startedAtMs }) => testId === first.id && startedAtMs === first.startedAtMs);
  if (!attempt || !(attempt.parallelIndex >= 0)) return first.startedAtMs;
  const before = attempts.filter(
    ({ parallelIndex, startedAtMs }) => parallelIndex === attempt.parallelIndex && startedAtMs < first.startedAtMs,
  );
  return before.length === 0 ? -Infinity : Math.min(endOf(before), first.startedAtMs);
}

function startOf(attempts: readonly Attempt[]): number {
  return attempts.reduce((least, { startedAtMs }) => Math.min(least, startedAtMs), Infinity);
}

function endOf(attempts: readonly Attempt[]): number {
  return attempts.reduce((most, { startedAtMs, durationMs }) => Math.max(most, startedAtMs + durationMs), 0);
}

function pairsOf(views: readonly ShardView[]): { readonly all: number; readonly kept: number } {
  let all = 0;
  let kept = 0;
  for (const { units } of views) {
    const planned = units.filter(({ rank }) => rank < Infinity).toSorted((a, b) => a.rank - b.rank);
    planned.forEach((first, index) => {
      for (const second of planned.slice(index + 1)) {
        all += 1;
        if (first.startableAtMs <= second.startedAtMs) kept += 1;
      }
    });
  }
  return { all, kept };
}

function wallOf({ units, workers }: ShardView, durationOf: (test: RanTest) => number): number {
  const ordered = units.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  return Math.max(0, ...endsOf(ordered, workers, durationOf).values());
}

function firstFailureOf({ attempts, failed }: ShardView): number | undefined {
  const ends = [...failed].map((id) => endOf(attempts.filter(({ testId }) => testId === id)));
  return ends.length === 0 ? undefined : Math.min(...ends) - startOf(attempts);
}

function firstFailureByFileOf({ units, workers, failed }: ShardView): number | undefined {
  const ordered = units.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const ends = endsOf(ordered, workers, ({ durationMs }) => durationMs);
  const failures = [...failed].map((id) => ends.get(id) ?? Infinity);
  return failures.length === 0 ? undefined : Math.min(...failures);
}

/** When each test ends if units go one after the other to whichever worker is free first. */
function endsOf(
  units: readonly Unit[],
  workers: number,
  durationOf: (test: RanTest) => number,
): ReadonlyMap<string, number> {
  const free = Array.from({ length: Math.max(1, workers) }, () => 0);
  const ends = new Map<string, number>();
  for (const { tests } of units) {
    const worker = free.indexOf(Math.min(...free));
    for (const test of tests) {
      free[worker] = (free[worker] ?? 0) + durationOf(test);
      ends.set(test.id, free[worker]);
    }
  }
  return ends;
}
