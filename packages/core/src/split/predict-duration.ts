import { medianOf } from '../plan/median.ts';

/** How many recorded durations are looked at, and how many after the level has shifted. */
const window = 10;
const shiftedWindow = 5;

/**
 * What a test will take by what it took, oldest first: the median of the last ten, or of the last five when the last three all lie
 * above 1.5 or below 0.67 times that. Whole milliseconds, at least 1; undefined when nothing is recorded.
 */
export function predictedMsOf(durationsMs: readonly number[]): number | undefined {
  const last = durationsMs.slice(-window);
  const median = medianOf(last);
  if (median === undefined) return undefined;
  const lastThree = last.slice(-3);
  const hasShifted =
    last.length >= shiftedWindow &&
    (lastThree.every((ms) => ms > 1.5 * median) || lastThree.every((ms) => ms < 0.67 * median));
  return Math.max(1, Math.round((hasShifted ? medianOf(last.slice(-shiftedWindow)) : median) ?? median));
}
