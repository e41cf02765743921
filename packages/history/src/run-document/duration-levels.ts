/** Printable ASCII that JSON needs no escape for, without the space. */
const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (letter) => letter !== '"' && letter !== '\\',
);

/** Whole milliseconds from 0, each at least 1 and about 15 % above the one before: 92 levels up to 869 seconds. Part of the format. */
export const durationLevelsMs: readonly number[] = letters.reduce<number[]>((levels) => {
  const last = levels.at(-1);
  levels.push(last === undefined ? 0 : Math.max(last + 1, Math.round(last * 1.15)));
  return levels;
}, []);

const letterOfLevel = new Map(durationLevelsMs.map((level, index) => [level, letters[index] as string]));
const levelOfLetter = new Map(durationLevelsMs.map((level, index) => [letters[index] as string, level]));

/** The nearest level: whole milliseconds up to 10, then off by 7.5 % at most. Above the highest level, whole milliseconds. */
export function nearestDurationLevelMs(durationMs: number): number {
  let above = 0;
  while (above < durationLevelsMs.length && (durationLevelsMs[above] ?? 0) < durationMs) above += 1;
  const [high, low] = [durationLevelsMs[above], durationLevelsMs[above - 1]];
  if (high === undefined) return Math.round(durationMs);
  return low !== undefined && durationMs - low < high - durationMs ? low : high;
}

/** One letter for each duration; undefined when one of them is no level. */
export function levelLettersOf(durationsMs: readonly number[]): string | undefined {
  let text = '';
  for (const duration of durationsMs) {
    const letter = Object.is(duration, -0) ? undefined : letterOfLevel.get(duration);
    if (letter === undefined) return undefined;
    text += letter;
  }
  return text;
}

/** Inverse of `levelLettersOf`. */
export function durationsOfLetters(text: string): number[] {
  return Array.from(text, (letter) => levelOfLetter.get(letter) ?? 0);
}
