import { describe, expect, test } from 'vitest';

import { createRunId } from './create-run-id.ts';
import { type ShardedBuild, runIdOfShardedBuild } from './run-id-of-sharded-build.ts';

describe('createRunId', () => {
  test('is the ULID of its time', () => {
    expect(createRunId({ nowMs: 1_469_918_176_385, random: () => 0 })).toBe('01ARYZ6S410000000000000000');
    expect(createRunId({ nowMs: 0, random: () => 0.999_999 })).toBe('0000000000ZZZZZZZZZZZZZZZZ');
  });

  test('sorts by time', () => {
    const ids = [1, 31, 32, 1_024, 1_700_000_000_000, 1_700_000_000_001].map((nowMs) =>
      createRunId({ nowMs, random: () => 0.5 }),
    );
    expect(ids.toSorted()).toEqual(ids);
  });
});

describe('runIdOfShardedBuild', () => {
  const build: ShardedBuild = {
    ci: { provider: 'gitlab', buildId: '4711', job: 'e2e 1/3' },
    shard: { current: 1, total: 3 },
    runner: 'playwright',
    sharedTimeMs: 1_700_000_000_000,
  };

  test('is the same for all shards of a build', () => {
    const other = runIdOfShardedBuild({
      ...build,
      ci: { provider: 'gitlab', buildId: '4711', job: 'e2e 3/3' },
      shard: { current: 3, total: 3 },
    });
    expect(other).toBe(runIdOfShardedBuild(build));
    expect(other).toMatch(/^01HF7YAT00[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  test.each<readonly [string, ShardedBuild]>([
    ['another build', { ...build, ci: { provider: 'gitlab', buildId: '4712', job: 'e2e 1/3' } }],
    [
      'another attempt of the build',
      { ...build, ci: { provider: 'gitlab', buildId: '4711', job: 'e2e 1/3', buildAttempt: 2 } },
    ],
    ['another job', { ...build, ci: { provider: 'gitlab', buildId: '4711', job: 'unit 1/3' } }],
    ['another runner', { ...build, runner: 'vitest' }],
  ])('differs for %s', (_, other) => {
    expect(runIdOfShardedBuild(other)).not.toBe(runIdOfShardedBuild(build));
  });

  test.each<readonly [string, ShardedBuild]>([
    ['the run is not sharded', { ci: { provider: 'gitlab', buildId: '4711' }, runner: 'playwright' }],
    [
      'CI does not tell its build',
      { ci: { provider: 'unknown' }, shard: { current: 1, total: 3 }, runner: 'playwright' },
    ],
    ['there is no CI', { shard: { current: 1, total: 3 }, runner: 'playwright' }],
  ])('is undefined when %s', (_, lacking) => {
    expect(runIdOfShardedBuild(lacking)).toBeUndefined();
  });
});
