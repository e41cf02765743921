import { type SplitUnit, sharesOf } from './split-units.ts';

/** Something that runs in one piece, as one of the parts of a unit. */
export interface SplitPart<T> {
  /** Parts of the same unit stay together. The same on every machine. */
  readonly unitKey: string;
  readonly durationMs: number;
  readonly item: T;
}

/** The shard of each item, from 1, in the order in which they came: parts of a unit are in one shard, and every item is in exactly one. */
export function shardsOfItems<T>(parts: readonly SplitPart<T>[], total: number): ReadonlyMap<T, number> {
  const units = [...Map.groupBy(parts, ({ unitKey }) => unitKey)].map(([key, own]): SplitUnit => ({
    key,
    durationMs: own.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }));
  const shardOf = new Map(
    sharesOf(units, total).flatMap((share, index) => share.map(({ key }) => [key, index + 1] as const)),
  );
  return new Map(parts.map(({ unitKey, item }) => [item, shardOf.get(unitKey) ?? 0]));
}
