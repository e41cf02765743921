import { UserError } from '@millwright/core';

import { readDebuggedRuns } from '../../debug/read-debugged-runs.ts';
import { interruptible } from '../../execution/interruptible.ts';
import type { Command } from '../../frame/command.ts';
import { textOption } from '../../frame/options.ts';
import { carryOutHeals } from '../../healing/locator/carry-out-heals.ts';
import { findHeal } from '../../healing/locator/find-heal.ts';
import { restoreUnprovedPatches } from '../../healing/unproved-patches.ts';
import { readHeals } from '../../state/heals.ts';
import { defaultBudgetMs, defaultConfidence, healResultOf } from './heal.ts';

const options = {
  config: textOption('config', { describe: "Playwright's configuration file", alias: 'c' }),
} as const;

/** `e2e heal apply`: takes a repair that a person decided on. Its proof is made again, and has to hold. */
export const healApplyCommand: Command<typeof options> = {
  positionals: [
    { shape: '<id>', describe: 'the id of the repair, as `e2e heal` or `e2e healing-stats --list` shows it' },
  ],
  options,
  examples: [
    ['e2e heal apply 01K9…', 'prove it once more and write it'],
    ['e2e heal revert 01K9…', 'and take it back again'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    await restoreUnprovedPatches(context, history);
    const chosen = findHeal(await readHeals(history), args.words[0] ?? '');
    const isOpen = chosen.outcome === 'proposed' || chosen.outcome === 'escalated';
    if (!isOpen || chosen.after === '' || chosen.runId === undefined) {
      throw new UserError({
        code: 'no-choice',
        message: `Expected a repair that was left to a person, and ${chosen.id} (${chosen.kind}) is ${chosen.outcome}.`,
        hint: '`e2e heal` shows what is there to decide on.',
      });
    }
    const runs = await readDebuggedRuns(history, { executionId: undefined, runId: chosen.runId });
    const interruption = interruptible();
    try {
      const work = await carryOutHeals(context, history, {
        runs,
        testIds: new Set([chosen.testId]),
        prove: true,
        apply: true,
        keepsRefusals: true,
        confidence: defaultConfidence,
        budgetMs: defaultBudgetMs,
        mostBrokenRatio: 1,
        config: args.config,
        passThrough: args.passThrough,
        signal: interruption.signal,
        chosen,
      });
      return healResultOf(context, work);
    } finally {
      interruption.dispose();
    }
  },
};
