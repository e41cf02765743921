/** What stays together: a file, a serial group, or a test of its own where tests may run side by side. */
export interface SplitUnit {
  /** Tells it from all others, and is the same on every machine. */
  readonly key: string;
  /** Whole milliseconds, at least 0. */
  readonly durationMs: number;
}

/** A share and what it takes. */
interface Share<U extends SplitUnit> {
  readonly units: U[];
  durationMs: number;
}

/** Far more than any suite needed; every step makes the longest share shorter, so it would end by itself. */
const mostSteps = 2000;

/**
 * Shares units out so that the longest share is short: longest first to the share with the least work (LPT; Graham 1969: at most
 * 4/3 − 1/(3m) of the best possible), then moves and swaps between the longest share and the others while that helps. Every unit is
 * in exactly one share, and the answer is the same in whatever order the units come and on whatever machine.
 */
export function sharesOf<U extends SplitUnit>(units: readonly U[], count: number): readonly (readonly U[])[] {
  const shares = longestFirstSharesOf(units, count);
  for (let step = 0; step < mostSteps && improveLongest(shares); step += 1);
  return shares.map((share) => share.units);
}

/** No split of these units takes less: one share does its part of all work, and the longest unit is in one piece. */
export function lowerBoundOf(units: readonly Pick<SplitUnit, 'durationMs'>[], count: number): number {
  const total = units.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return units.reduce((most, { durationMs }) => Math.max(most, durationMs), total / count);
}

/** Longest first, equals by key. Compares code units, for a collation differs from machine to machine. */
export function byLength(a: SplitUnit, b: SplitUnit): number {
  return b.durationMs - a.durationMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function longestFirstSharesOf<U extends SplitUnit>(units: readonly U[], count: number): Share<U>[] {
  const shares: Share<U>[] = Array.from({ length: count }, () => ({ units: [], durationMs: 0 }));
  for (const unit of units.toSorted(byLength)) {
    // Between equals the one with fewer units, so that no share stays empty while there are enough.
    const least = shares.reduce((best, share) => (isLess(share, best) ? share : best));
    least.units.push(unit);
    least.durationMs += unit.durationMs;
  }
  return shares;
}

function isLess(a: Share<SplitUnit>, b: Share<SplitUnit>): boolean {
  return a.durationMs < b.durationMs || (a.durationMs === b.durationMs && a.units.length < b.units.length);
}

/** A unit that leaves the longest share, and the one that comes back for it, if any. */
interface Exchange<U extends SplitUnit> {
  readonly to: Share<U>;
  readonly given: U;
  readonly taken: U | undefined;
  /** What the longer of the two shares takes afterwards. */
  readonly durationMs: number;
}

/** Makes the longest share shorter by the best single move or swap; false when there is none. */
function improveLongest<U extends SplitUnit>(shares: readonly Share<U>[]): boolean {
  const longest = shares.reduce((most, share) => (share.durationMs > most.durationMs ? share : most));
  let best: Exchange<U> | undefined;
  for (const share of shares) {
    if (share === longest) continue;
    const found = bestExchangeOf(longest, share);
    if (found && found.durationMs < (best?.durationMs ?? longest.durationMs)) best = found;
  }
  if (!best) return false;
  exchange(longest, best);
  return true;
}

/** Both lists are kept longest first, so one walk over each finds the pair whose difference is nearest to half of the gap. */
function bestExchangeOf<U extends SplitUnit>(from: Share<U>, to: Share<U>): Exchange<U> | undefined {
  const gap = from.durationMs - to.durationMs;
  let best: Exchange<U> | undefined;
  const consider = (given: U, taken: U | undefined): void => {
    const moved = given.durationMs - (taken?.durationMs ?? 0);
    if (moved <= 0 || moved >= gap) return;
    const durationMs = Math.max(from.durationMs - moved, to.durationMs + moved);
    if (durationMs < (best?.durationMs ?? Infinity)) best = { to, given, taken, durationMs };
  };
  let at = 0;
  for (const given of from.units) {
    consider(given, undefined);
    const wanted = given.durationMs - gap / 2;
    while (at < to.units.length && (to.units[at]?.durationMs ?? 0) > wanted) at += 1;
    for (const taken of [to.units[at - 1], to.units[at]]) if (taken) consider(given, taken);
  }
  return best;
}

function exchange<U extends SplitUnit>(from: Share<U>, { to, given, taken }: Exchange<U>): void {
  hand(from, to, given);
  if (taken) hand(to, from, taken);
}

function hand<U extends SplitUnit>(from: Share<U>, to: Share<U>, unit: U): void {
  from.units.splice(from.units.indexOf(unit), 1);
  from.durationMs -= unit.durationMs;
  const place = to.units.findIndex((other) => byLength(unit, other) < 0);
  to.units.splice(place === -1 ? to.units.length : place, 0, unit);
  to.durationMs += unit.durationMs;
}
