import { type DebugReport, type Run, UserError } from '@millwright/core';
import type { HistoryStore, RunSummary } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { showCalibration } from '../explain/calibration.ts';
import { explainRuns } from '../explain/explain-runs.ts';
import type { Command } from '../frame/command.ts';
import { flagOption, textOption } from '../frame/options.ts';
import { renderDebugReport } from '../render/debug-report.ts';
import { readExecution } from '../state/executions.ts';

const options = {
  'execution-id': textOption('execution-id', { describe: 'the execution to explain, as `autonomous-run` printed it' }),
  run: textOption('run', { describe: 'the run to explain, as `history list` prints it' }),
  calibration: flagOption({ describe: 'how the probabilities of earlier answers came true' }),
} as const;

/** `e2e debug-execution`: why tests failed, each cause once. Without a name it takes the newest run. */
export const debugExecutionCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e debug-execution', 'the newest run, or the execution it belongs to'],
    [
      'e2e debug-execution --execution-id "$(cat .millwright/strategies/latest_exec.txt)"',
      'what `autonomous-run` did last',
    ],
    ['e2e debug-execution --calibration', 'how well its probabilities came true so far'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    if (args.calibration === true) return showCalibration(context, history);
    const runs = await readWantedRuns(history, args['execution-id'], args.run);
    const report = await explainRuns(context, history, runs);
    return resultOf(context, report, runs);
  },
};

function resultOf(context: Context, report: DebugReport, runs: readonly Run[]) {
  return {
    exitCode: report.failedTests > 0 || report.causes.some((cause) => cause.outsideTests) ? 1 : 0,
    document: { format: 'millwright/debug-report', version: 1, ...report },
    text: renderDebugReport(context.paint, report, runs),
  } as const;
}

async function readWantedRuns(
  history: HistoryStore,
  executionId: string | undefined,
  runId: string | undefined,
): Promise<readonly Run[]> {
  if (executionId !== undefined && runId !== undefined) {
    throw new UserError({
      code: 'two-subjects',
      message: 'Expected `--execution-id` or `--run`, got both.',
      hint: 'Leave one of them out.',
    });
  }
  if (executionId !== undefined) return readExecutionRuns(history, executionId);
  const [wanted] = runId === undefined ? await newestRunOf(history) : await history.listRuns({ runIds: [runId] });
  if (wanted === undefined) throw runId === undefined ? nothingRecorded() : noSuchRun(runId);
  if (runId === undefined && wanted.executionId !== undefined)
    return collect(history.readRuns({ executionId: wanted.executionId }));
  return collect(history.readRuns({ runIds: [wanted.runId] }));
}

/** The newest run of the suite itself: re-runs that prove a repair or stress a new test are not what people ask about. */
async function newestRunOf(history: HistoryStore): Promise<readonly RunSummary[]> {
  return (await history.listRuns({ experiments: false, stress: false, last: 1 })).slice(-1);
}

async function readExecutionRuns(history: HistoryStore, executionId: string): Promise<readonly Run[]> {
  const runs = await collect(history.readRuns({ executionId }));
  if (runs.length > 0) return runs;
  const known = await readExecution(history, executionId);
  throw new UserError({
    code: 'no-such-execution',
    message:
      known === undefined
        ? `There is no execution with the id "${executionId}".`
        : `The execution "${executionId}" recorded no run.`,
    hint:
      known === undefined
        ? 'See the last one: `cat .millwright/strategies/latest_exec.txt`.'
        : 'Its log files are in .millwright/logs.',
  });
}

async function collect(runs: AsyncIterable<Run>): Promise<readonly Run[]> {
  const collected: Run[] = [];
  for await (const run of runs) collected.push(run);
  return collected;
}

function noSuchRun(runId: string): UserError {
  return new UserError({
    code: 'no-such-run',
    message: `There is no run with the id "${runId}".`,
    hint: 'See `e2e history list`.',
  });
}

function nothingRecorded(): UserError {
  return new UserError({
    code: 'nothing-recorded',
    message: 'Nothing is remembered yet, so there is nothing to explain.',
    hint: 'Add the reporter with `e2e init --apply` and run your tests once.',
  });
}
