import type { Command } from '../../frame/command.ts';
import { flagOption } from '../../frame/options.ts';
import { findHeal } from '../../healing/locator/find-heal.ts';
import { readStandingHeals } from '../../healing/read-standing-heals.ts';
import { revertHeal } from '../../healing/revert-heal.ts';

const options = {
  apply: flagOption({ describe: 'write the file; without it the diff is only shown' }),
  wrong: flagOption({ describe: 'say that the repair hid a bug; repairs of its kind are trusted less from then on' }),
} as const;

/** `e2e heal revert`: takes an applied repair out of its file, and remembers that it was not wanted. */
export const healRevertCommand: Command<typeof options> = {
  positionals: [{ shape: '<id>', describe: 'the id of the repair, as `e2e healing-stats --list` shows it' }],
  options,
  examples: [
    ['e2e heal revert 01K9…', 'show what would be taken back'],
    ['e2e heal revert 01K9… --wrong --apply', 'take it back, and say that it hid a bug'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const heals = await readStandingHeals(context, history);
    const { id } = findHeal(heals, args.words[0] ?? '');
    const apply = args.apply === true;
    const { heal, diff } = await revertHeal(context, history, heals, id, { apply, wasFalse: args.wrong === true });
    const { trace: _trace, ...shown } = heal;
    const end = apply
      ? `Taken back${heal.takenBack?.wasFalse === true ? ', and remembered as one that hid a bug' : ''}. The same repair is not proposed again; e2e healing-stats --allow ${id} lifts that.`
      : `Nothing was written: e2e heal revert ${id}${args.wrong === true ? ' --wrong' : ''} --apply${context.placeFlags}`;
    return {
      exitCode: 0,
      document: { format: 'millwright/heal-revert', version: 1, applied: apply, diff, heal: shown },
      text: `${diff}${end}\n`,
    };
  },
};
