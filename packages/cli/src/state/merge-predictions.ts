import {
  type PredictionLog,
  mergedPredictions,
  predictionsToMerge,
  scoredPredictionsOf,
  suiteRunsOf,
} from '@millwright/core';
import { type HistoryStore, openHistory } from '@millwright/history';

import { readPredictions, updatePredictions } from './predictions.ts';

/**
 * Takes over what other folders predicted and what became of it, as often as one likes. To be called when their runs are here. Returns how
 * many predictions there are more than before.
 */
export async function mergePredictions(
  history: HistoryStore,
  folders: readonly string[],
  root: string,
): Promise<number> {
  const told = await Promise.all(folders.map((dir) => readPredictions(openHistory({ dir, root }))));
  const others = told.filter((log) => countOf(log) > 0);
  if (others.length === 0) return 0;
  const runs = suiteRunsOf(await history.readTestHistories());
  let added = 0;
  await updatePredictions(history, (log) => {
    const scored = others.map((other) => predictionsToMerge(other, runs));
    const merged = scored.reduce(mergedPredictions, scoredPredictionsOf(log, runs));
    added = Math.max(0, countOf(merged) - countOf(log));
    return merged;
  });
  return added;
}

/** Those that were judged and those that wait. */
function countOf({ pending, weeks }: PredictionLog): number {
  const judged = weeks.reduce((sum, { predictions }) => sum + predictions, 0);
  return pending.reduce((sum, { tests }) => sum + Object.keys(tests).length, judged);
}
