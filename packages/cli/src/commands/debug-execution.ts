import type { Run } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { explainFailures } from '../debug/explain-failures.ts';
import type { ExplainedReport } from '../debug/explained-report.ts';
import { findCause } from '../debug/find-cause.ts';
import { readDebuggedRuns } from '../debug/read-debugged-runs.ts';
import { renderCause, renderFull } from '../debug/render-full.ts';
import { renderShort, usualWidth } from '../debug/render-short.ts';
import type { Command } from '../frame/command.ts';
import { flagOption, textOption } from '../frame/options.ts';

const options = {
  'execution-id': textOption('execution-id', { describe: 'the execution to explain, as `autonomous-run` printed it' }),
  run: textOption('run', { describe: 'the run to explain, as `history list` prints it' }),
  verbose: flagOption({ describe: 'everything that is known of each cause' }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

/** `e2e debug-execution`: why tests failed, each cause once. Without a name it takes the newest run. */
export const debugExecutionCommand: Command<typeof options> = {
  positionals: [
    { shape: '[cause]', describe: 'only this cause, in full: its number, or the beginning of its signature' },
  ],
  options,
  examples: [
    ['e2e debug-execution', 'the newest run, or the execution it belongs to: a line for each cause'],
    ['e2e debug-execution 1', 'everything that is known of the first cause'],
    [
      'e2e debug-execution --execution-id "$(cat .millwright/strategies/latest_exec.txt)"',
      'what `autonomous-run` did last',
    ],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const runs = await readDebuggedRuns(history, { executionId: args['execution-id'], runId: args.run });
    const report = await explainFailures(context, history, runs);
    return resultOf(context, report, { runs, args });
  },
};

function resultOf(
  context: Context,
  report: ExplainedReport,
  { runs, args }: { readonly runs: readonly Run[]; readonly args: Args },
) {
  const [wanted] = args.words;
  const one = wanted === undefined ? undefined : findCause(report, wanted);
  const shown: ExplainedReport = one === undefined ? report : { ...report, causes: [one.cause] };
  return {
    exitCode: report.failedTests > 0 || report.causes.some((cause) => cause.outsideTests) ? 1 : 0,
    document: { format: 'millwright/debug-report', version: 1, ...shown },
    text:
      one === undefined ? textOf(context, report, { runs, args }) : renderCause(context.paint, one.cause, one.number),
  } as const;
}

function textOf(
  { paint, world }: Context,
  report: ExplainedReport,
  { runs, args }: { readonly runs: readonly Run[]; readonly args: Args },
): string {
  const view = { report, runs };
  return args.verbose === true ? renderFull(paint, view) : renderShort(paint, view, world.stdout.columns ?? usualWidth);
}
