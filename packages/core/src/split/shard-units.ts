import { type SplitUnit, sharesOf } from './split-units.ts';

/** Something that runs in one piece, as one of the parts of a unit. */
export interface SplitPart<T> {
  /** Parts of the same unit stay together. The same on every machine. */
  readonly unitKey: string;
  readonly durationMs: number;
  readonly item: T;
}

/** The items that belong to one shard, in the order in which they came; together the shards hold each item once. */
export function itemsOfShard<T>(
  parts: readonly SplitPart<T>[],
  shard: { readonly current: number; readonly total: number },
): ReadonlySet<T> {
  const units = [...Map.groupBy(parts, ({ unitKey }) => unitKey)].map(([key, own]): SplitUnit => ({
    key,
    durationMs: own.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }));
  const keys = new Set(sharesOf(units, shard.total)[shard.current - 1]?.map(({ key }) => key));
  return new Set(parts.flatMap(({ unitKey, item }) => (keys.has(unitKey) ? [item] : [])));
}
