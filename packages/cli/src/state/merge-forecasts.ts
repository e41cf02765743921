import { type Forecast, mergedForecasts } from '@millwright/core';
import { type HistoryStore, openHistory } from '@millwright/history';

import { readForecasts, updateForecasts } from './forecasts.ts';

/** Takes over what other folders said of failures, as often as one likes. Returns how many forecasts were new. */
export async function mergeForecasts(history: HistoryStore, folders: readonly string[], root: string): Promise<number> {
  const known = await readForecasts(history);
  const told = await Promise.all(folders.map((dir) => readForecasts(openHistory({ dir, root }))));
  const others = told.flat();
  if (others.length === 0) return 0;
  await updateForecasts(history, (now) => mergedForecasts(now, others));
  const keys = new Set(known.map(keyOf));
  return new Set(others.map(keyOf).filter((key) => !keys.has(key))).size;
}

function keyOf({ runId, signature }: Forecast): string {
  return `${runId} ${signature}`;
}
