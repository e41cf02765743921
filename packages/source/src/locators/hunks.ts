import type { LocatorCall, LocatorChain } from '@millwright/core';

/** A stretch of calls, from `start` to before `end`, with those that are wanted in its place. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly fresh: LocatorChain;
}

/** Where two chains differ, between the calls of their longest common subsequence. A call that is not known is equal to none. */
export function hunksBetween(old: readonly (LocatorCall | undefined)[], wanted: LocatorChain): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [start, from] = [0, 0];
  const close = (end: number, to: number): void => {
    if (end > start || to > from) hunks.push({ start, end, fresh: wanted.slice(from, to) });
    [start, from] = [end + 1, to + 1];
  };
  for (const [at, to] of commonCalls(old, wanted)) close(at, to);
  close(old.length, wanted.length);
  return hunks;
}

function commonCalls(
  old: readonly (LocatorCall | undefined)[],
  wanted: LocatorChain,
): readonly (readonly [number, number])[] {
  const isEqual = (at: number, to: number): boolean =>
    old[at] !== undefined && JSON.stringify(old[at]) === JSON.stringify(wanted[to]);
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: wanted.length + 1 }, () => 0));
  const lengthAt = (at: number, to: number): number => lengths[at]?.[to] ?? 0;
  for (let at = old.length - 1; at >= 0; at -= 1)
    for (let to = wanted.length - 1; to >= 0; to -= 1) {
      const row = lengths[at];
      if (!row) continue;
      row[to] = isEqual(at, to) ? lengthAt(at + 1, to + 1) + 1 : Math.max(lengthAt(at + 1, to), lengthAt(at, to + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  let [at, to] = [0, 0];
  while (at < old.length && to < wanted.length) {
    if (isEqual(at, to)) pairs.push([at++, to++]);
    else if (lengthAt(at + 1, to) >= lengthAt(at, to + 1)) at += 1;
    else to += 1;
  }
  return pairs;
}
