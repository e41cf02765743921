import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { UserError } from '@millwright/core';

import type { Command } from '../../frame/command.ts';
import { renderCount } from '../../render/duration.ts';
import { mergeForecasts } from '../../state/merge-forecasts.ts';
import { mergePredictions } from '../../state/merge-predictions.ts';

const options = {} as const;

/** `e2e history merge`: the union with other folders, in any order and as often as one likes. */
export const historyMergeCommand: Command<typeof options> = {
  positionals: [{ shape: '<folders..>', describe: '.millwright folders, or the folders that hold them' }],
  options,
  examples: [
    ['e2e history merge artifacts/shard-*/.millwright', 'unite what the shards of a CI build recorded'],
    ['e2e history merge ../other-checkout/.millwright', 'take over what another checkout remembers'],
  ],
  async run(context, args) {
    const folders = args.words.map((word) => historyFolderOf(resolve(context.world.cwd, word), word));
    const history = await context.openHistory();
    const merged = await history.mergeFrom(folders);
    const { learningEnabled } = context.config;
    const addedForecasts = learningEnabled ? await mergeForecasts(history, folders, context.root) : 0;
    const addedPredictions = learningEnabled ? await mergePredictions(history, folders, context.root) : 0;
    const added = [
      renderCount(merged.addedRuns, 'new run document'),
      `${renderCount(merged.addedFiles, 'new file')} in all`,
      ...(addedForecasts === 0 ? [] : [renderCount(addedForecasts, 'new forecast')]),
      ...(addedPredictions === 0 ? [] : [renderCount(addedPredictions, 'new prediction')]),
    ];
    return {
      exitCode: 0,
      document: {
        format: 'millwright/history-merge',
        version: 1,
        ...merged,
        addedForecasts,
        addedPredictions,
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
