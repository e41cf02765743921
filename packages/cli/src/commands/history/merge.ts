import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { UserError } from '@millwright/core';

import type { Command } from '../../frame/command.ts';
import { flagOption } from '../../frame/options.ts';
import { renderCount } from '../../render/duration.ts';
import { tellCutDisagreements } from '../../shards/tell-cut-disagreements.ts';
import { mergeForecasts } from '../../state/merge-forecasts.ts';
import { mergePredictions } from '../../state/merge-predictions.ts';

const options = {
  'shards-must-agree': flagOption({
    describe: 'exit code 1 when the shards of a build were not cut alike, so that tests may have run in none',
  }),
} as const;

/** `e2e history merge`: the union with other folders, in any order and as often as one likes. */
export const historyMergeCommand: Command<typeof options> = {
  positionals: [{ shape: '<folders..>', describe: '.millwright folders, or the folders that hold them' }],
  options,
  examples: [
    ['e2e history merge artifacts/shard-*/.millwright', 'unite what the shards of a CI build recorded'],
    ['e2e history merge shards/* --shards-must-agree', 'the same, and fail when a test was in no shard'],
    ['e2e history merge ../other-checkout/.millwright', 'take over what another checkout remembers'],
  ],
  async run(context, args) {
    const folders = args.words.map((word) => historyFolderOf(resolve(context.world.cwd, word), word));
    const history = await context.openHistory();
    const { runIds, ...merged } = await history.mergeFrom(folders);
    const { learningEnabled } = context.config;
    const addedForecasts = learningEnabled ? await mergeForecasts(history, folders, context.root) : 0;
    const addedPredictions = learningEnabled ? await mergePredictions(history, folders, context.root) : 0;
    const cutDisagreements = await tellCutDisagreements(context, history, runIds);
    const added = [
      renderCount(merged.addedRuns, 'new run document'),
      `${renderCount(merged.addedFiles, 'new file')} in all`,
      ...(addedForecasts === 0 ? [] : [renderCount(addedForecasts, 'new forecast')]),
      ...(addedPredictions === 0 ? [] : [renderCount(addedPredictions, 'new prediction')]),
    ];
    return {
      exitCode: args['shards-must-agree'] === true && cutDisagreements.length > 0 ? 1 : 0,
      document: {
        format: 'millwright/history-merge',
        version: 1,
        ...merged,
        addedForecasts,
        addedPredictions,
        cutDisagreements,
        warnings: history.warnings,
      },
      text: `Merged ${renderCount(folders.length, 'folder')}: ${added.join(', ')}.\n`,
    };
  },
};

/** Accepts the `.millwright` folder itself or the folder that holds it. */
function historyFolderOf(path: string, word: string): string {
  for (const candidate of [path, join(path, '.millwright')]) {
    if (existsSync(join(candidate, 'history'))) return candidate;
  }
  throw new UserError({
    code: 'no-history-folder',
    message: `Expected a .millwright folder (with \`history\` inside), got "${word}".`,
    hint: existsSync(path)
      ? 'Give the folder that a recorded run wrote.'
      : 'The folder does not exist: check the path that the artifact was downloaded to.',
  });
}
