import type { Command } from '../frame/command.ts';
import { durationOption } from '../frame/options.ts';
import { nameOf } from '../lab/find-suspect.ts';
import { isolateTest } from '../lab/isolate-test.ts';
import { renderIsolation } from '../lab/render-isolation.ts';
import { documentedSuspectOf, suspectOptions, suspectPositionals, withSuspect } from '../lab/suspect-command.ts';

const options = {
  budget: durationOption('budget', { describe: 'the wall time that the search may take (default: 5m)' }),
  ...suspectOptions,
} as const;

const defaultBudgetMs = 5 * 60_000;

/** `e2e isolate`: which other tests, run before it in the same worker, make a test fail. */
export const isolateCommand: Command<typeof options> = {
  positionals: suspectPositionals,
  options,
  examples: [
    ['e2e isolate tests/unit/victim.test.ts', 'the only test of a file'],
    ['e2e isolate "customers see a point" --budget 2m --json', 'two minutes, as a document'],
  ],
  run: (context, args) =>
    withSuspect(context, args, async (subject, signal) => {
      const report = await isolateTest(subject, args.budget ?? defaultBudgetMs);
      return {
        exitCode: signal.aborted ? 130 : 0,
        document: { format: 'millwright/isolation', version: 1, test: documentedSuspectOf(subject), ...report },
        text: renderIsolation(context.paint, nameOf(subject.suspect), report),
      };
    }),
};
