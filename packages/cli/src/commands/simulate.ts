import { basename, resolve } from 'node:path';
import { writeFileSync } from 'node:fs';

import {
  Simulation,
  type SimulationReport,
  UserError,
  type WorkerChoice,
  objectives,
  workersOfAll,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import type { Command } from '../frame/command.ts';
import {
  choiceOption,
  dateOption,
  durationOption,
  flagOption,
  ratioOption,
  textOption,
  wholeNumberOption,
} from '../frame/options.ts';
import { renderCount } from '../render/duration.ts';
import { widthOf } from '../simulate/fit.ts';
import { renderSimulation } from '../simulate/render-simulation.ts';
import { type LeftOutRuns, replayHistory } from '../simulate/replay-history.ts';
import { simulationPageOf } from '../simulate/simulation-page.ts';
import { readWorkerClaims } from '../workers/read-worker-claims.ts';

const options = {
  objective: choiceOption('objective', {
    describe: 'the objective whose savings, weeks and misses are told, priority unless given',
    words: objectives.map(({ name }) => name),
  }),
  budget: durationOption('budget', { describe: 'the wall time that each run may take, such as 5m' }),
  'budget-ratio': ratioOption('budget-ratio', {
    describe: 'or the share of the time that the run is expected to take, such as 0.5',
    above: 0,
    below: 1,
  }),
  workers: wholeNumberOption('workers', {
    describe: 'how many tests run side by side (default: the configuration, else what the machine bears)',
    least: 1,
  }),
  last: wholeNumberOption('last', { describe: 'measure the newest so many runs (default: all)', least: 1 }),
  since: dateOption('since', { describe: 'measure the runs since this date, such as 2026-11-01' }),
  'count-flaky': flagOption({ describe: 'count a failure that passed on retry as one that is to be found' }),
  html: textOption('html', { describe: 'write the whole report to this file as an HTML page' }),
} as const;

/** Fewer runs tell nothing of an order: the first three only teach. */
const fewestRuns = 5;

/** `e2e simulate`: what an order would have saved and missed, replayed on the runs that are remembered. */
export const simulateCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e simulate', 'what the order of plans would have saved on every remembered run'],
    [
      'e2e simulate --objective failures --budget 5m --html saved.html',
      'and what five minutes would have missed, as a page',
    ],
  ],
  async run(context, args) {
    refuseTwoBudgets(args.budget, args['budget-ratio']);
    const history = await context.openHistory();
    const workers = await readWorkersOfReplay(context, history, args.workers);
    const simulation = new Simulation({
      workers: workers.count,
      objective: args.objective ?? 'priority',
      ...(args.budget === undefined ? {} : { budgetMs: args.budget }),
      ...(args['budget-ratio'] === undefined ? {} : { budgetRatio: args['budget-ratio'] }),
      countFlaky: args['count-flaky'] === true,
      criticalWords: context.config.criticalWords,
    });
    const leftOut = await replayHistory(history, simulation, { last: args.last, since: args.since });
    const report = simulation.report();
    refuseNothing(report, leftOut);
    const document = {
      format: 'millwright/simulation',
      version: 1,
      ...report,
      workersFrom: { from: workers.from, reason: workers.reason },
      leftOut,
      warnings: history.warnings,
    };
    const tooLittle = tooLittleOf(report);
    if (tooLittle !== undefined) return { exitCode: 0, document, text: `${tooLittle}\n` };
    if (args.html !== undefined) writePage(context, args.html, report, leftOut);
    const width = widthOf(context.world.stdout, context.world.env);
    return { exitCode: 0, document, text: renderSimulation(context.paint, report, { leftOut, width, workers }) };
  },
};

/** Of the runners that are remembered, the one with fewer workers. */
async function readWorkersOfReplay(
  context: Context,
  history: HistoryStore,
  count: number | undefined,
): Promise<WorkerChoice> {
  const claims = await readWorkerClaims(context, { flag: { name: '--workers', count } });
  const runs = await history.listRuns({ experiments: false, stress: false });
  return workersOfAll(
    claims,
    runs.map(({ runner }) => runner),
  );
}

function refuseTwoBudgets(budgetMs: number | undefined, ratio: number | undefined): void {
  if (budgetMs === undefined || ratio === undefined) return;
  throw new UserError({
    code: 'two-budgets',
    message: 'Expected `--budget` or `--budget-ratio`, got both.',
    hint: 'Leave one of them out.',
  });
}

/** A selection that matches nothing is a mistake; so is a replay of nothing. */
function refuseNothing({ runCount, pastRunCount }: SimulationReport, leftOut: LeftOutRuns): void {
  if (runCount > 0) return;
  const nothing = pastRunCount + leftOut.experimentCount === 0;
  throw new UserError({
    code: nothing ? 'nothing-recorded' : 'nothing-to-simulate',
    message: nothing
      ? 'Nothing is remembered yet, so there is nothing to replay.'
      : 'No whole run of the suite is among the runs that were asked for.',
    hint: nothing
      ? 'Run the suite with the reporter (`e2e init --apply`), or take over old reports: `e2e history import FILE`.'
      : 'See what is remembered: `e2e history list`; ask for more with `--last` or `--since`.',
  });
}

/** Why nothing can be told from so few runs, in a sentence. */
function tooLittleOf({ runCount, pastRunCount, failingRunCount }: SimulationReport): string | undefined {
  if (runCount + pastRunCount < fewestRuns)
    return `Only ${renderCount(runCount + pastRunCount, 'run')} remembered: a replay needs ${fewestRuns} at least, of which one failed. Old reports count, too: e2e history import FILE.`;
  if (failingRunCount === 0)
    return `None of ${renderCount(runCount, 'run')} failed, so no order could have shown a failure sooner.`;
  return undefined;
}

function writePage(context: Context, file: string, report: SimulationReport, leftOut: LeftOutRuns): void {
  const { cwd, nowMs } = context.world;
  const madeAt = new Date(nowMs()).toISOString();
  try {
    writeFileSync(resolve(cwd, file), simulationPageOf(report, { leftOut, project: basename(context.root), madeAt }));
  } catch (cause) {
    throw new UserError({
      code: 'unwritable-output',
      message: `The page cannot be written to ${file}: ${(cause as Error).message}.`,
      hint: 'Name a file in a folder that exists and can be written.',
      cause,
    });
  }
  context.say(`Written to ${file}.`);
}
