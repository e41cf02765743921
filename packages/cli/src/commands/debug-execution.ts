import { type Run, type TestHistory, UserError } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { resolve } from 'node:path';

import type { Context } from '../context/context.ts';
import { agentFolderOf } from '../debug/agent-tasks.ts';
import { applyFixes } from '../debug/apply-fixes.ts';
import { explainFailures } from '../debug/explain-failures.ts';
import type { ExplainedReport } from '../debug/explained-report.ts';
import { findCause } from '../debug/find-cause.ts';
import { readDebuggedRuns } from '../debug/read-debugged-runs.ts';
import { renderAnnotations } from '../debug/render-annotations.ts';
import { renderCause, renderFull } from '../debug/render-full.ts';
import { renderApplicable, renderApplied } from '../debug/render-applied.ts';
import { renderMarkdown } from '../debug/render-markdown.ts';
import { renderShort, usualWidth } from '../debug/render-short.ts';
import { readSourceLinks } from '../debug/source-links.ts';
import { writeAgentFolder } from '../debug/write-agent-folder.ts';
import { showCalibration } from '../explain/calibration.ts';
import { interruptible } from '../execution/interruptible.ts';
import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import type { VerifiedFixes } from '../flaky/verify-fixes.ts';
import { tellCutDisagreements } from '../shards/tell-cut-disagreements.ts';
import type { Command } from '../frame/command.ts';
import { choiceOption, durationOption, flagOption, ratioOption, textOption } from '../frame/options.ts';
import { renderCount } from '../render/duration.ts';

const options = {
  'execution-id': textOption('execution-id', { describe: 'the execution to explain, as `autonomous-run` printed it' }),
  run: textOption('run', {
    describe: 'the run to explain, as `history list` prints it; the beginning of its id is enough',
  }),
  verbose: flagOption({ describe: 'everything that is known of each cause' }),
  format: choiceOption('format', { describe: 'how causes are printed', words: ['text', 'markdown', 'github'] }),
  'agent-dir': textOption('agent-dir', {
    describe: 'also write a folder for coding agents: manifest.json, and a Markdown file for each cause',
  }),
  'apply-fix': flagOption({
    describe: 'write the fixes of low risk, prove each by runs of its test, and take back what was not proved',
  }),
  'dry-run': flagOption({ describe: 'with --apply-fix: show the diffs of these fixes and write nothing' }),
  force: flagOption({ describe: 'with --apply-fix: fix files that have uncommitted changes' }),
  confidence: ratioOption('confidence', {
    describe: 'with --apply-fix: how sure the proof has to be (default: 0.95)',
    above: 0.5,
    below: 1,
  }),
  budget: durationOption('budget', {
    describe: 'with --apply-fix: the wall time that all proofs may take (default: 15m)',
  }),
  config: textOption('config', { describe: "with --apply-fix: the runner's configuration file", alias: 'c' }),
  calibration: flagOption({ describe: 'how the probabilities of earlier answers came true' }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

const defaultConfidence = 0.95;
const defaultBudgetMs = 15 * 60_000;

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
    ['e2e debug-execution --apply-fix', 'write the fixes of low risk that runs prove'],
    ['e2e debug-execution --format markdown >> "$GITHUB_STEP_SUMMARY"', 'the summary of a job'],
    ['e2e debug-execution --agent-dir tasks', 'a task for each cause, for a coding agent'],
    ['e2e debug-execution --calibration', 'how well its probabilities came true so far'],
  ],
  async run(context, args) {
    refuseContradictions(args);
    const history = await context.openHistory();
    if (args.calibration === true) return showCalibration(context, history);
    const runs = await readDebuggedRuns(history, { executionId: args['execution-id'], runId: args.run });
    const sharded = runs.filter(({ shard }) => shard !== undefined).map(({ runId }) => runId);
    const cutDisagreements = sharded.length === 0 ? [] : await tellCutDisagreements(context, history, sharded);
    const report = await explainFailures(context, history, runs);
    const view: View = { report, runs, one: wantedCauseOf(report, args) };
    if (args['agent-dir'] !== undefined) await writeTasks(context, history, view, args['agent-dir']);
    const isApplied = args['apply-fix'] === true && args['dry-run'] !== true;
    const applied = isApplied ? await apply(context, history, view, args) : undefined;
    return {
      exitCode: applied?.interrupted === true ? 130 : failed(report) ? 1 : 0,
      document: {
        format: 'millwright/debug-report',
        version: 1,
        ...report,
        causes: shownCausesOf(view),
        ...(cutDisagreements.length > 0 && { cutDisagreements }),
        ...(applied && { heals: applied.heals, untried: applied.untried }),
      },
      text: textOf(context, view, args) + fixTextOf(context, view, { args, applied }),
    };
  },
};

/** What is shown: all causes, or one. */
interface View {
  readonly report: ExplainedReport;
  readonly runs: readonly Run[];
  readonly one: ReturnType<typeof findCause> | undefined;
}

function wantedCauseOf(report: ExplainedReport, { words: [wanted] }: Args): View['one'] {
  return wanted === undefined ? undefined : findCause(report, wanted);
}

function shownCausesOf({ report, one }: View): ExplainedReport['causes'] {
  return one === undefined ? report.causes : [one.cause];
}

function failed({ failedTests, causes }: ExplainedReport): boolean {
  return failedTests > 0 || causes.some((cause) => cause.outsideTests);
}

async function apply(context: Context, history: HistoryStore, view: View, args: Args): Promise<VerifiedFixes> {
  const histories: readonly TestHistory[] = await history.readTestHistories();
  const interruption = interruptible();
  try {
    return await applyFixes(
      context,
      { causes: shownCausesOf(view), histories, runs: view.runs },
      {
        confidence: args.confidence ?? defaultConfidence,
        budgetMs: args.budget ?? defaultBudgetMs,
        force: args.force === true,
        config: args.config,
        passThrough: args.passThrough,
        signal: interruption.signal,
      },
    );
  } finally {
    interruption.dispose();
  }
}

async function writeTasks(context: Context, history: HistoryStore, view: View, folder: string): Promise<void> {
  const { filesByTest } = await history.readCoverageMap();
  const report = { ...view.report, causes: shownCausesOf(view) };
  const tasks = agentFolderOf(report, { runs: view.runs, filesByTest });
  writeAgentFolder(resolve(context.world.cwd, folder), folder, tasks);
  context.say(`${renderCount(tasks.manifest.tasks.length, 'task')} written to ${folder}: begin with manifest.json.`);
}

function textOf(context: Context, view: View, args: Args): string {
  const { root, paint, world } = context;
  const { runs, one } = view;
  const report = { ...view.report, causes: shownCausesOf(view) };
  if (args.format === 'github') return renderAnnotations(report, readRepositoryPrefix(root));
  if (args.format === 'markdown') return renderMarkdown({ report, runs }, readSourceLinks(context, runs));
  if (one !== undefined) return renderCause(paint, one.cause, one.number);
  return args.verbose === true
    ? renderFull(paint, { report, runs })
    : renderShort(paint, { report, runs, named: namedOf(args) }, world.stdout.columns ?? usualWidth);
}

/** The options that named the runs, with a blank before. */
function namedOf({ run, 'execution-id': executionId }: Args): string {
  if (run !== undefined) return ` --run ${run}`;
  return executionId === undefined ? '' : ` --execution-id ${executionId}`;
}

/** What became of the fixes, or what would be written. */
function fixTextOf(
  { paint }: Context,
  view: View,
  { args, applied }: { readonly args: Args; readonly applied: VerifiedFixes | undefined },
): string {
  // What is for a code host stays what it can read.
  if (args['apply-fix'] !== true || (args.format !== undefined && args.format !== 'text')) return '';
  return `\n${applied === undefined ? renderApplicable(paint, shownCausesOf(view)) : renderApplied(paint, applied)}`;
}

const applying = ['dry-run', 'force', 'confidence', 'budget', 'config'] as const;

/** What explains or mends failures: nothing of it goes with `--calibration`, which looks back at all that was explained. */
const explaining = ['execution-id', 'run', 'verbose', 'format', 'agent-dir', 'apply-fix', ...applying] as const;

/** What only says how fixes are applied needs that they are. */
function refuseContradictions(args: Args): void {
  if (args.calibration === true) refuseBesideCalibration(args);
  const lacking = applying.find((name) => args[name] !== undefined && args[name] !== false);
  if (lacking === undefined || args['apply-fix'] === true) return;
  throw new UserError({
    code: 'option-alone',
    message: `Expected \`--${lacking}\` together with \`--apply-fix\`.`,
    hint: 'Without `--apply-fix` nothing is written anyway.',
  });
}

function refuseBesideCalibration(args: Args): void {
  const [word] = args.words;
  const option = explaining.find((name) => args[name] !== undefined && args[name] !== false);
  if (word === undefined && option === undefined) return;
  throw new UserError({
    code: 'calibration-alone',
    message: `Expected \`--calibration\` alone, got ${option === undefined ? `the cause "${word ?? ''}"` : `\`--${option}\``} as well.`,
    hint: 'It compares all that was said so far with what came of it, and explains no run.',
  });
}
