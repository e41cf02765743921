/** Equal steps at the end, over the longer path. */
export function suffixShareOf(a: readonly string[], b: readonly string[]): number {
  const least = Math.min(a.length, b.length);
  let same = 0;
  while (same < least && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  return same / Math.max(a.length, b.length, 1);
}

/** Equal steps at the beginning, over the longer path. */
export function prefixShareOf(a: readonly string[], b: readonly string[]): number {
  const least = Math.min(a.length, b.length);
  let same = 0;
  while (same < least && a[same] === b[same]) same += 1;
  return same / Math.max(a.length, b.length, 1);
}

/** The longest common subsequence of steps, over the longer path. */
export function commonShareOf(a: readonly string[], b: readonly string[]): number {
  let previous = new Uint16Array(b.length + 1);
  let current = new Uint16Array(b.length + 1);
  for (const step of a) {
    for (let j = 1; j <= b.length; j += 1) {
      current[j] = step === b[j - 1] ? (previous[j - 1] ?? 0) + 1 : Math.max(previous[j] ?? 0, current[j - 1] ?? 0);
    }
    [previous, current] = [current, previous];
  }
  return (previous[b.length] ?? 0) / Math.max(a.length, b.length, 1);
}
