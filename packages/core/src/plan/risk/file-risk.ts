import type { FileChanges } from '../plan-input.ts';
import { changeFrequency, changeScoreOf, churnOf } from './change-frequency.ts';
import { ownership, ownershipScoreOf } from './ownership.ts';

/**
 * What the rules that rest on git alone say of each file together, 0–1, their weights stretched to add up to 1. `nowMs`: milliseconds since
 * the epoch. Files that did not change have 0 and are not in it.
 */
export function fileRisksOf(changes: ReadonlyMap<string, FileChanges>, nowMs: number): ReadonlyMap<string, number> {
  let [maxChurn, maxFixes] = [0.01, 0];
  for (const file of changes.values()) {
    maxChurn = Math.max(maxChurn, churnOf(file, nowMs));
    maxFixes = Math.max(maxFixes, file.fadedFixes ?? 0);
  }
  const share = changeFrequency.weight / (changeFrequency.weight + ownership.weight);
  return new Map(
    [...changes].map(([name, file]) => [
      name,
      share * changeScoreOf(file, { nowMs, maxChurn, maxFixes }) + (1 - share) * ownershipScoreOf(file),
    ]),
  );
}
