/** The words of a text, in lower case; placeholders such as `<n>` are words. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\d<>_$]+/u)
      .filter((word) => word !== ''),
  );
}

/** How much of their words two texts share, 0 to 1 (Dice 1945); 0 for two texts without a word. */
export function diceOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  const shared = [...one].filter((word) => other.has(word)).length;
  return (2 * shared) / (one.size + other.size);
}
