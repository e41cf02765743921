import { type FlakeStats, flakeStatsOf } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';

/** Flake statistics of every remembered test by its id; none without learning. */
export async function readFlakeStats(
  { config }: Context,
  history: HistoryStore,
): Promise<ReadonlyMap<string, FlakeStats>> {
  if (!config.learningEnabled) return new Map();
  const histories = await history.readTestHistories();
  return new Map(histories.map((entry) => [entry.test.id, flakeStatsOf(entry)]));
}
