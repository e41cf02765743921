import type { CiFacts, RunnerName, Shard } from '@millwright/core';
import { hashOf } from '@millwright/core/record';

import { chancePartOf, timePartOf } from './create-run-id.ts';

/** What all shards of one build know alike. */
export interface ShardedBuild {
  readonly ci?: CiFacts;
  readonly shard?: Shard;
  readonly runner: RunnerName;
  /** A time that every shard of the build reads the same (of the pipeline or the commit), milliseconds since the epoch. */
  readonly sharedTimeMs?: number;
}

/**
 * The id that the shards of one build share without talking to each other: a hash of the build, its attempt, the job
 * and the runner. Undefined when the run is not sharded or CI does not tell its build; make one by `createRunId` then.
 * Without `sharedTimeMs` the time part is zero: such an id does not sort, so order runs by `startedAt`.
 */
export function runIdOfShardedBuild(build: ShardedBuild): string | undefined {
  const { ci, shard, runner, sharedTimeMs } = build;
  if (!ci?.buildId || !shard || shard.total < 2) return undefined;
  const parts = [
    ci.provider,
    ci.buildId,
    String(ci.buildAttempt ?? 1),
    jobNameOf(ci.job ?? ''),
    runner,
    String(shard.total),
  ];
  return timePartOf(sharedTimeMs ?? 0) + chancePartOf(hashOf(parts.join('\u001E')));
}

/** GitLab and others number the parallel copies of a job: `e2e 3/8`. The copies are one job. */
export function jobNameOf(job: string): string {
  return job.replace(/[\s(]*\d+\s*[/ ]\s*\d+\)?\s*$/, '');
}
