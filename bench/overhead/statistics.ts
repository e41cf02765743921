/** The value below which a share (0–1) of the values lies, linear between the two nearest. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/** Bounds between which the true median lies with a probability of at least 90 %, whatever the distribution (sign test). */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The narrowest pair of order statistics that covers the median with at least 90 %: as many values are cut off at each end as the
 * binomial distribution with p = 1/2 allows at 5 %. Five values are the fewest that allow a statement; for fewer it is the range.
 */
export function medianIntervalOf(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  let cut = -1;
  let below = 0;
  let term = 0.5 ** sorted.length;
  for (let count = 0; below + term <= 0.05; count += 1) {
    below += term;
    cut = count;
    term *= (sorted.length - count) / (count + 1);
  }
  const index = Math.max(cut, 0);
  return { low: sorted[index] ?? Number.NaN, high: sorted.at(-1 - index) ?? Number.NaN };
}
