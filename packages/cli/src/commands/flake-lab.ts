import { factors } from '@millwright/core';

import { interruptible } from '../execution/interruptible.ts';
import type { Command } from '../frame/command.ts';
import { durationOption, flagOption, listOption, textOption } from '../frame/options.ts';
import { carryOutLab } from '../lab/carry-out-lab.ts';
import { nameOf } from '../lab/find-suspect.ts';
import { renderLab } from '../lab/render-lab.ts';
import { openSuspectScope } from '../lab/suspect-scope.ts';

const options = {
  budget: durationOption('budget', { describe: 'the wall time that the experiments may take (default: 5m)' }),
  factor: listOption('factor', {
    describe: `only these factors (${factors.map((factor) => factor.name).join(', ')}; default: all)`,
  }),
  'seed-env': textOption('seed-env', { describe: "the environment variable that seeds the project's random data" }),
  project: textOption('project', { describe: "the runner's project, when the test runs in several" }),
  verbose: flagOption({ describe: 'every failure of every arm, and not only the first' }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
} as const;

const defaultBudgetMs = 5 * 60_000;

/** `e2e flake-lab`: which circumstance makes a test fail, by experiment. */
export const flakeLabCommand: Command<typeof options> = {
  positionals: [{ shape: '<test>', describe: '`file`, `file:line`, `file > title` or a part of a title' }],
  options,
  examples: [
    ['e2e flake-lab tests/unit/dates.test.ts:12', 'five minutes of experiments with the test at line 12'],
    ['e2e flake-lab "the day of an order" --factor time-zone,clock --budget 90s', 'only two factors'],
  ],
  async run(context, args) {
    const interruption = interruptible();
    try {
      const subject = await openSuspectScope(context, {
        word: args.words.join(' '),
        project: args.project,
        config: args.config,
        passThrough: args.passThrough,
        signal: interruption.signal,
      });
      const report = await carryOutLab(subject, {
        budgetMs: args.budget ?? defaultBudgetMs,
        factors: args.factor,
        seedEnv: args['seed-env'],
      });
      const { testId, runner, project, file, titlePath } = subject.suspect;
      return {
        exitCode: report.stopped === 'interrupted' ? 130 : 0,
        document: {
          format: 'millwright/flake-lab',
          version: 1,
          test: { testId, runner, project, file, titlePath },
          ...report,
        },
        text: renderLab(context.paint, nameOf(subject.suspect), report, args.verbose === true),
      };
    } finally {
      interruption.dispose();
    }
  },
};
