/**
 * Finds a smallest part of an ordered list for which a question is still answered yes, asking as few questions as it can
 * (ddmin of Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002). Yields each part to try, in
 * the order of the list, and wants to be told whether it still fails; returns a part of which no single item can be left
 * out. The whole list must fail, and the empty one must not; neither is asked. No part is asked twice.
 */
export function* minimiseFailing<T>(items: readonly T[]): Generator<readonly T[], readonly T[], boolean> {
  const answers = new Map<string, boolean>();
  let current = items.map((_, index) => index);
  let pieces = 2;
  while (current.length >= 2) {
    const chunks = chunksOf(current, Math.min(pieces, current.length));
    // With two chunks the complement of one is the other.
    const complements = chunks.length > 2 ? chunks.map((chunk) => current.filter((item) => !chunk.includes(item))) : [];
    const parts = [...chunks, ...complements];
    const found = yield* firstFailing(parts, items, answers);
    if (found !== undefined) {
      pieces = found < chunks.length ? 2 : Math.max(2, chunks.length - 1);
      current = [...(parts[found] ?? [])];
    } else if (chunks.length >= current.length) break;
    else pieces = Math.min(current.length, chunks.length * 2);
  }
  return current.map((index) => items[index] as T);
}

function* firstFailing<T>(
  parts: readonly (readonly number[])[],
  items: readonly T[],
  answers: Map<string, boolean>,
): Generator<readonly T[], number | undefined, boolean> {
  for (const [position, part] of parts.entries()) {
    const key = part.join(' ');
    const fails = answers.get(key) ?? (yield part.map((index) => items[index] as T));
    answers.set(key, fails);
    if (fails) return position;
  }
  return undefined;
}

/** Cuts a list into so many parts of nearly equal length, in order. */
function chunksOf(list: readonly number[], count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, index) =>
    list.slice(Math.floor((index * list.length) / count), Math.floor(((index + 1) * list.length) / count)),
  );
}
