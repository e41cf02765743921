import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { type BuildDisagreement, readCutDisagreements } from './read-cut-disagreements.ts';
import { cutAdviceOf, renderCutDisagreement } from './render-cut-disagreement.ts';

/** The same for a script, with what to do. */
export interface ToldDisagreement extends BuildDisagreement {
  readonly sentence: string;
  readonly advice: string;
}

/** Says a line for each build of these runs whose shards were not cut alike, and returns what it told. */
export async function tellCutDisagreements(
  context: Context,
  history: HistoryStore,
  runIds: readonly string[],
): Promise<readonly ToldDisagreement[]> {
  const found = await readCutDisagreements(history, runIds);
  return found.map((disagreement) => {
    const sentence = renderCutDisagreement(disagreement);
    context.say(sentence);
    return { ...disagreement, sentence, advice: cutAdviceOf(disagreement) };
  });
}
