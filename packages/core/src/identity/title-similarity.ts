/**
 * How alike two titles are, 0 to 1: the Dice coefficient of their letter pairs, case and white space aside
 * (Dice 1945, https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient). Numbers must agree: "page 1" and
 * "page 2" are two tests, however alike they look.
 */
export function titleSimilarityOf(a: string, b: string): number {
  if (numbersOf(a) !== numbersOf(b)) return 0;
  const [left, right] = [pairsOf(a), pairsOf(b)];
  const [sizeLeft, sizeRight] = [sizeOf(left), sizeOf(right)];
  if (sizeLeft + sizeRight === 0) return a === b ? 1 : 0;
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  return (2 * shared) / (sizeLeft + sizeRight);
}

function numbersOf(text: string): string {
  return (text.match(/\d+/g) ?? []).join(' ');
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const letters = text.toLowerCase().replaceAll(/\s+/g, ' ');
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < letters.length; at += 1) {
    const pair = letters.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sizeOf(pairs: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of pairs.values()) size += count;
  return size;
}
