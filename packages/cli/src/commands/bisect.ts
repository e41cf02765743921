import { relative, isAbsolute } from 'node:path';

import { UserError } from '@millwright/core';

import { bisectionReportOf, flakeRatioOf } from '../bisect/bisection-report.ts';
import type { Bisection } from '../bisect/bisection-state.ts';
import { carryOutBisection } from '../bisect/carry-out-bisection.ts';
import { planBisection, resumedBisection } from '../bisect/plan-bisection.ts';
import { renderBisection } from '../bisect/render-bisection.ts';
import type { Context } from '../context/context.ts';
import type { RunnerConfigs } from '../execution/runner-config.ts';
import { interruptible } from '../execution/interruptible.ts';
import type { Command, ExitCode } from '../frame/command.ts';
import { durationOption, flagOption, ratioOption, textOption, wholeNumberOption } from '../frame/options.ts';
import { nameOf } from '../lab/find-suspect.ts';
import { type SuspectScope, openSuspectScope } from '../lab/suspect-scope.ts';
import { renderCount } from '../render/duration.ts';

const options = {
  good: textOption('good', { describe: 'a commit at which the test was good (default: from the history)' }),
  bad: textOption('bad', { describe: 'a commit at which it fails (default: from the history, else HEAD)' }),
  'runs-at-most': wholeNumberOption('runs-at-most', {
    describe: 'stop after so many runs (default: a bound that 1 in 100 searches reaches)',
    least: 1,
  }),
  budget: durationOption('budget', { describe: 'the wall time that it may take (default: unlimited)' }),
  'flake-rate': ratioOption('flake-rate', {
    describe: 'how often the test fails by chance (default: from the history)',
    above: 0,
    below: 1,
  }),
  setup: textOption('setup', {
    describe: 'installs packages at commits with another lock file (default: by the lock file, such as `npm ci`)',
  }),
  build: textOption('build', {
    describe: 'runs at every commit before the test; a commit at which it fails is left out',
  }),
  resume: flagOption({ describe: 'go on with the bisection of this test that was stopped' }),
  project: textOption('project', { describe: "the runner's project, when the test runs in several" }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
} as const;

/** `e2e bisect`: which commit broke a test. */
export const bisectCommand: Command<typeof options> = {
  positionals: [{ shape: '<test>', describe: '`file`, `file:line`, `file > title` or a part of a title' }],
  options,
  examples: [
    ['e2e bisect "adds the tax"', 'between the last good and the newest bad commit of the history'],
    ['e2e bisect tests/cart.spec.ts:12 --good v1.4.0 --budget 20m', 'since a release, for twenty minutes'],
    ['e2e bisect "adds the tax" --resume', 'goes on after Ctrl-C'],
  ],
  async run(context, args) {
    refuseOtherSearch(args);
    const interruption = interruptible();
    try {
      const opened = await openSuspectScope(context, {
        word: args.words.join(' '),
        project: args.project,
        config: args.config,
        passThrough: args.passThrough,
        signal: interruption.signal,
      });
      const subject = withOwnConfigs(context, opened);
      const request = {
        good: args.good,
        bad: args.bad,
        mostRuns: args['runs-at-most'],
        flakeRate: args['flake-rate'],
      };
      const begun = await (args.resume === true ? resumedBisection : planBisection)(subject, request);
      announce(context, begun);
      const { bisection, stopped } = await carryOutBisection(subject, begun, {
        runner: subject.suspect.runner,
        setup: args.setup,
        build: args.build,
        budgetMs: args.budget,
        signal: interruption.signal,
      });
      const report = bisectionReportOf(bisection, stopped);
      const { testId, runner, project, file, titlePath } = subject.suspect;
      const test = { testId, runner, project, file, titlePath };
      return {
        exitCode: exitCodeOf(report),
        document: { format: 'millwright/bisection', version: 1, test, ...report },
        text: renderBisection(context.paint, nameOf(subject.suspect), report),
      };
    } finally {
      interruption.dispose();
    }
  },
};

/** What a search was begun with stands: another range or rate is another search. */
function refuseOtherSearch(args: Parameters<Command<typeof options>['run']>[1]): void {
  if (args.resume !== true) return;
  const other = (['good', 'bad', 'flake-rate'] as const).find((name) => args[name] !== undefined);
  if (other === undefined) return;
  throw new UserError({
    code: 'resumed-otherwise',
    message: `Expected \`--${other}\` without \`--resume\`: the search goes on with what it was begun with.`,
    hint: 'Leave one of them out.',
  });
}

function exitCodeOf({ stopped, verdict }: ReturnType<typeof bisectionReportOf>): ExitCode {
  if (stopped === 'interrupted') return 130;
  return verdict.kind === 'culprit' || verdict.kind === 'between' ? 0 : 1;
}

/** Another checkout has its own configuration at the same place. */
function withOwnConfigs({ root }: Context, subject: SuspectScope): SuspectScope {
  const { options } = subject.scope;
  const runnerConfigs: RunnerConfigs = Object.fromEntries(
    Object.entries(options.runnerConfigs).map(([runner, path]: [string, string | undefined]) => [
      runner,
      path !== undefined && isAbsolute(path) ? relative(root, path) : path,
    ]),
  );
  return { ...subject, scope: { ...subject.scope, options: { ...options, runnerConfigs } } };
}

function announce(context: Context, bisection: Bisection): void {
  const { commits, expectedRuns, mostRuns } = bisection;
  const [good, bad] = [commits[0], commits.at(-1)].map((commit) => commit?.commit.slice(0, 10) ?? '');
  context.say(
    `${renderCount(commits.length - 1, 'commit')} after ${good ?? ''} up to ${bad ?? ''}, flake rate ${(flakeRatioOf(bisection) * 100).toFixed(1)} %: about ${renderCount(expectedRuns, 'run')}, at most ${mostRuns}.`,
  );
}
