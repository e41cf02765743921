import { type SplitUnit, sharesOf, workQueueOf } from '@millwright/core';

/** A test of a run: what was predicted of it before, and what it took. */
export interface TimedTest extends SplitUnit {
  readonly tookMs: number;
}

/** A way to share the tests of a run out to workers; answers how long the longest worker was busy. */
interface Sharing {
  readonly name: string;
  makespanOf(tests: readonly TimedTest[], workers: number): number;
}

/** Neighbours stay together, the same count in each shard: what `--shard` of the runners does. */
const byCount: Sharing = {
  name: 'by count',
  makespanOf: (tests, workers) =>
    longestOf(shardsOf(tests, workers, (index) => Math.floor((index * workers) / tests.length))),
};

const roundRobin: Sharing = {
  name: 'round robin',
  makespanOf: (tests, workers) => longestOf(shardsOf(tests, workers, (index) => index % workers)),
};

export const fixed: Sharing = {
  name: 'fixed',
  makespanOf: (tests, workers) => longestOf(sharesOf(tests, workers)),
};

const queueAsItComes: Sharing = {
  name: 'queue as it comes',
  makespanOf: (tests, workers) => drained(tests, workers, undefined),
};

const queueInOrder: Sharing = {
  name: 'queue in the order of the files, long ones in time',
  makespanOf: (tests, workers) => drained(tests, workers, 'planned'),
};

export const stealing: Sharing = {
  name: 'stealing, longest first',
  makespanOf: (tests, workers) => drained(tests, workers, 'longest-first'),
};

export const sharings: readonly Sharing[] = [byCount, roundRobin, fixed, queueAsItComes, queueInOrder, stealing];

function shardsOf(
  tests: readonly TimedTest[],
  count: number,
  shardOf: (index: number) => number,
): readonly (readonly TimedTest[])[] {
  const shards = Array.from({ length: count }, (): TimedTest[] => []);
  tests.forEach((test, index) => shards[shardOf(index)]?.push(test));
  return shards;
}

function longestOf(shards: readonly (readonly TimedTest[])[]): number {
  return Math.max(...shards.map((shard) => shard.reduce((sum, { tookMs }) => sum + tookMs, 0)));
}

/** Lets workers pull from the queue, whoever is free first; each is busy for what the test really took. */
function drained(tests: readonly TimedTest[], workers: number, rule: 'planned' | 'longest-first' | undefined): number {
  const blind = rule === undefined ? tests.map((test) => ({ ...test, durationMs: 0 })) : tests;
  const queue = workQueueOf(blind, workers, rule);
  const freeAtMs = Array.from({ length: workers }, () => 0);
  for (;;) {
    const worker = freeAtMs.indexOf(Math.min(...freeAtMs));
    const unit = queue.take(String(worker));
    if (!unit) return Math.max(...freeAtMs);
    freeAtMs[worker] = (freeAtMs[worker] ?? 0) + unit.tookMs;
    queue.done(String(worker), unit.key);
  }
}
