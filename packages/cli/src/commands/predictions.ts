import { predictionReportOf, replayPredictions, scoredPredictionsOf, suiteRunsOf } from '@millwright/core';

import type { Command } from '../frame/command.ts';
import { renderPredictions } from '../render/predictions.ts';
import { readPredictions } from '../state/predictions.ts';

const options = {} as const;

/** `e2e predictions`: how good the told probabilities of failures were. Writes nothing. */
export const predictionsCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e predictions', 'how many of the tests that were told to fail with 5 % did, and which model speaks now'],
    ['e2e predictions --json', 'the same for a script'],
  ],
  async run(context) {
    const history = await context.openHistory();
    const histories = await history.readTestHistories();
    const log = await readPredictions(history);
    const stored = predictionReportOf(scoredPredictionsOf(log, suiteRunsOf(histories)));
    const { standing, ...replayed } = replayPredictions(histories);
    return {
      exitCode: 0,
      document: { format: 'millwright/predictions', version: 1, model: standing, stored, replayed },
      text: renderPredictions(context.paint, { standing, stored, replayed }),
    };
  },
};
