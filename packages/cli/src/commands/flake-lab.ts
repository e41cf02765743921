import { factors } from '@millwright/core';

import type { Command } from '../frame/command.ts';
import { durationOption, flagOption, listOption, textOption } from '../frame/options.ts';
import { carryOutLab } from '../lab/carry-out-lab.ts';
import { nameOf } from '../lab/find-suspect.ts';
import { renderLab } from '../lab/render-lab.ts';
import { documentedSuspectOf, suspectOptions, suspectPositionals, withSuspect } from '../lab/suspect-command.ts';

const options = {
  budget: durationOption('budget', { describe: 'the wall time that the experiments may take (default: 5m)' }),
  factor: listOption('factor', {
    describe: `only these factors (${factors.map((factor) => factor.name).join(', ')}; default: all)`,
  }),
  'seed-env': textOption('seed-env', { describe: "the environment variable that seeds the project's random data" }),
  verbose: flagOption({ describe: 'every failure of every arm, and not only the first' }),
  ...suspectOptions,
} as const;

const defaultBudgetMs = 5 * 60_000;

/** `e2e flake-lab`: which circumstance makes a test fail, by experiment. */
export const flakeLabCommand: Command<typeof options> = {
  positionals: suspectPositionals,
  options,
  examples: [
    ['e2e flake-lab tests/unit/dates.test.ts:12', 'five minutes of experiments with the test at line 12'],
    ['e2e flake-lab "the day of an order" --factor time-zone,clock --budget 90s', 'only two factors'],
  ],
  run: (context, args) =>
    withSuspect(context, args, async (subject) => {
      const report = await carryOutLab(subject, {
        budgetMs: args.budget ?? defaultBudgetMs,
        factors: args.factor,
        seedEnv: args['seed-env'],
      });
      return {
        exitCode: report.stopped === 'interrupted' ? 130 : 0,
        document: { format: 'millwright/flake-lab', version: 1, test: documentedSuspectOf(subject), ...report },
        text: renderLab(context.paint, nameOf(subject.suspect), report, args.verbose === true),
      };
    }),
};
