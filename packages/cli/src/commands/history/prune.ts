import type { Command } from '../../frame/command.ts';
import { flagOption, wholeNumberOption } from '../../frame/options.ts';
import { renderCount } from '../../render/duration.ts';

const options = {
  'retention-days': wholeNumberOption('retention-days', {
    describe: 'keep raw runs of this many days (default from the configuration)',
    least: 1,
  }),
  apply: flagOption({ describe: 'remove them; without it they are only listed' }),
} as const;

/** `e2e history prune`: drops raw runs beyond the retention, and what only they needed. */
export const historyPruneCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e history prune', 'what the retention would remove'],
    ['e2e history prune --retention-days 90 --apply', 'keep three months'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const retentionDays = args['retention-days'] ?? context.config.historyRetentionDays;
    const dryRun = args.apply !== true;
    const result = await history.prune({ retentionDays, nowMs: context.world.nowMs(), dryRun });
    const what = `${renderCount(result.removedRuns.length, 'run')} older than ${renderCount(retentionDays, 'day')} (${renderCount(result.removedFiles, 'file')}, ${(result.freedBytes / 1e6).toFixed(1)} MB)`;
    return {
      exitCode: 0,
      document: { format: 'millwright/history-prune', version: 1, applied: !dryRun, retentionDays, ...result },
      text: dryRun ? `Would remove ${what}. Add \`--apply\` to do it.\n` : `Removed ${what}.\n`,
    };
  },
};
