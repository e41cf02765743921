import { type Heal, healingSummaryOf } from '@millwright/core';

import type { Command } from '../frame/command.ts';
import { flagOption, textOption, wholeNumberOption } from '../frame/options.ts';
import { allowedHealOf } from '../healing/allow-heal.ts';
import { readStandingHeals } from '../healing/read-standing-heals.ts';
import { renderHealList, renderHealingSummary } from '../healing/render-healing-stats.ts';
import { writeHeals } from '../state/heals.ts';

const options = {
  list: flagOption({ describe: 'list every repair with its file, its id and what became of it' }),
  allow: textOption('allow', {
    describe: 'let a repair (its id) be tried again that was taken back or given up',
  }),
  'minutes-per-heal': wholeNumberOption('minutes-per-heal', {
    least: 0,
    describe: 'minutes of work that a kept repair saved a person, for the estimate (10)',
  }),
} as const;

/** `e2e healing-stats`: what was repaired, how it was proved, what became of it. */
export const healingStatsCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e healing-stats', 'repairs per kind and per week'],
    ['e2e healing-stats --list --json', 'every repair, for a script'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const nowMs = context.world.nowMs();
    let heals = await readStandingHeals(context, history);
    let said = '';
    if (args.allow !== undefined) {
      const allowed = allowedHealOf(heals, args.allow, new Date(nowMs).toISOString());
      await writeHeals(history, [allowed]);
      heals = heals.map((heal) => (heal.id === allowed.id ? allowed : heal));
      said = `The repair ${allowed.id} of ${allowed.file} (${allowed.kind}) may be proposed again.\n\n`;
    }
    const summary = healingSummaryOf(heals, {
      nowMs,
      ...(args['minutes-per-heal'] === undefined ? {} : { minutesPerHeal: args['minutes-per-heal'] }),
    });
    return {
      exitCode: 0,
      document: {
        format: 'millwright/healing-stats',
        version: 1,
        ...summary,
        ...(args.list === true ? { heals: heals.map(withoutTrace) } : {}),
      },
      text: said + renderHealingSummary(context.paint, summary) + (args.list === true ? renderHealList(heals) : ''),
    };
  },
};

/** Without the lines that only serve to find the repair again. */
function withoutTrace({ trace: _trace, ...heal }: Heal): Heal {
  return heal;
}
