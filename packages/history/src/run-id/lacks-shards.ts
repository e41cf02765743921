import type { RunHeader } from '@millwright/core';

/** Whether shards of a run are missing among these parts of it: then what the others hold seems to be gone. */
export function lacksShards(parts: readonly Pick<RunHeader, 'shard'>[]): boolean {
  const total = Math.max(1, ...parts.map(({ shard }) => shard?.total ?? 1));
  return new Set(parts.map(({ shard }) => shard?.current)).size < total;
}
