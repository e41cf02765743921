import {
  type TestStrategy,
  isUserError,
  predictionsOf,
  scoredPredictionsOf,
  suiteRunsOf,
  withPredictions,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { updatePredictions } from '../state/predictions.ts';

/**
 * Records how probably the tests of a strategy fail in their next run, and what became of earlier predictions. A history that cannot be
 * written costs one line on stderr and nothing else.
 */
export async function recordPredictions(
  context: Context,
  history: HistoryStore,
  strategy: TestStrategy,
): Promise<void> {
  if (!context.config.learningEnabled) return;
  const histories = await history.readTestHistories();
  const said = predictionsOf(strategy, histories, new Date(context.world.nowMs()).toISOString());
  if (said === undefined) return;
  const runs = suiteRunsOf(histories);
  try {
    await updatePredictions(history, (log) => withPredictions(scoredPredictionsOf(log, runs), said));
  } catch (error) {
    if (!isUserError(error)) throw error;
    context.say(`What is predicted here cannot be checked later: ${error.message}`);
  }
}
