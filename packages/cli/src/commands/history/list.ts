import { UserError } from '@millwright/core';
import type { RunSummary } from '@millwright/history';

import type { Command } from '../../frame/command.ts';
import { dateOption, textOption, wholeNumberOption } from '../../frame/options.ts';
import { renderCount, renderDuration } from '../../render/duration.ts';
import { renderTable } from '../../render/table.ts';

const options = {
  last: wholeNumberOption('last', { describe: 'the newest so many runs (default 20)', least: 1 }),
  runner: textOption('runner', { describe: 'only runs of this runner (playwright, vitest, junit …)' }),
  branch: textOption('branch', { describe: 'only runs of this branch' }),
  since: dateOption('since', { describe: 'only runs since this date, such as 2026-11-01' }),
} as const;

/** `e2e history list`: what is remembered, newest first. */
export const historyListCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e history list --last 5', 'the five newest runs'],
    ['e2e history list --branch main --json', 'the twenty newest of main, for a script'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const runs = await history.listRuns({
      last: args.last ?? 20,
      ...(args.runner === undefined ? {} : { runner: args.runner }),
      ...(args.branch === undefined ? {} : { branch: args.branch }),
      ...(args.since === undefined ? {} : { since: args.since }),
    });
    if (runs.length === 0 && args.runner !== undefined) refuseUnknownRunner(args.runner, await history.listRuns());
    const rows = runs
      .toReversed()
      .map((run) => [
        context.paint.accent(run.runId),
        run.startedAt.slice(0, 19).replace('T', ' '),
        run.shard === undefined ? run.runner : `${run.runner} ${run.shard.current}/${run.shard.total}`,
        run.status === 'passed' ? context.paint.good(run.status) : context.paint.bad(run.status),
        renderCount(run.testCount, 'test'),
        `${run.outcomes.unexpected} failed, ${run.outcomes.flaky} flaky`,
        renderDuration(run.durationMs),
        [
          run.facts.git?.branch,
          run.facts.git?.commit.slice(0, 8),
          run.experiment && '(experiment)',
          run.stress && '(stress)',
        ]
          .filter(Boolean)
          .join(' '),
      ]);
    return {
      exitCode: 0,
      document: { format: 'millwright/run-list', version: 1, runs, warnings: history.warnings },
      text: rows.length > 0 ? renderTable(rows) : sayNothing(context.dir, await history.listRuns()),
    };
  },
};

function sayNothing(dir: string, all: readonly RunSummary[]): string {
  return all.length === 0
    ? `Nothing is remembered yet in ${dir}. Add the reporter with \`e2e init --apply\` and run your tests once.\n`
    : `None of the ${renderCount(all.length, 'remembered run')} is like that.\n`;
}

/** A name that neither we nor the history know is a mistake; one of ours that never ran is an answer. */
function refuseUnknownRunner(runner: string, all: readonly RunSummary[]): void {
  const known = [...new Set(['playwright', 'vitest', ...all.map((run) => run.runner)])].toSorted();
  if (known.includes(runner)) return;
  throw new UserError({
    code: 'no-such-runner',
    message: `No run of a runner "${runner}" is remembered.`,
    hint: `Runners: ${known.join(', ')}.`,
  });
}
