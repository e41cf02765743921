import { type PredictionLog, emptyPredictionLog } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

const name = 'predictions';

/** What was predicted of tests and waits for a run, and what became of earlier predictions. */
export async function readPredictions(history: HistoryStore): Promise<PredictionLog> {
  return history.readState<PredictionLog>(name, emptyPredictionLog);
}

/** Changes it, one writer at a time. Throws a UserError when it cannot be written. */
export async function updatePredictions(
  history: HistoryStore,
  change: (log: PredictionLog) => PredictionLog,
): Promise<void> {
  await history.updateState<PredictionLog>(name, emptyPredictionLog, change);
}
