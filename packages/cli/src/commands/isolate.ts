import { interruptible } from '../execution/interruptible.ts';
import type { Command } from '../frame/command.ts';
import { durationOption, textOption } from '../frame/options.ts';
import { nameOf } from '../lab/find-suspect.ts';
import { isolateTest } from '../lab/isolate-test.ts';
import { renderIsolation } from '../lab/render-isolation.ts';
import { openSuspectScope } from '../lab/suspect-scope.ts';

const options = {
  budget: durationOption('budget', { describe: 'the wall time that the search may take (default: 5m)' }),
  project: textOption('project', { describe: "the runner's project, when the test runs in several" }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
} as const;

const defaultBudgetMs = 5 * 60_000;

/** `e2e isolate`: which other tests, run before it in the same worker, make a test fail. */
export const isolateCommand: Command<typeof options> = {
  positionals: [{ shape: '<test>', describe: '`file`, `file:line`, `file > title` or a part of a title' }],
  options,
  examples: [
    ['e2e isolate tests/unit/victim.test.ts', 'the only test of a file'],
    ['e2e isolate "customers see a point" --budget 2m --json', 'two minutes, as a document'],
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
      const report = await isolateTest(subject, args.budget ?? defaultBudgetMs);
      const { testId, runner, project, file, titlePath } = subject.suspect;
      return {
        exitCode: interruption.signal.aborted ? 130 : 0,
        document: {
          format: 'millwright/isolation',
          version: 1,
          test: { testId, runner, project, file, titlePath },
          ...report,
        },
        text: renderIsolation(context.paint, nameOf(subject.suspect), report),
      };
    } finally {
      interruption.dispose();
    }
  },
};
