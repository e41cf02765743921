import {
  type Execution,
  type TestEntry,
  UserError,
  leftOutTestsOf,
  nameOfRunner,
  unplannedFailuresOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { join, resolve } from 'node:path';

import type { Context } from '../context/context.ts';
import { explainFailures } from '../debug/explain-failures.ts';
import { recordPredictions } from '../planning/record-predictions.ts';
import { findExcusedTests } from '../quarantine/find-excused-tests.ts';
import {
  type ExecutionScope,
  executeStrategy,
  readJoinedRuns,
  readRecordedRuns,
  selectionOf,
} from '../execution/execute-strategy.ts';
import { exitCodeOf, finishedExecutionOf, ranNothing } from '../execution/finish-execution.ts';
import { findGoneTests } from '../execution/find-gone-tests.ts';
import { interruptible } from '../execution/interruptible.ts';
import { recordWhatSelectionMissed } from '../execution/record-selection.ts';
import { pruneLogs } from '../execution/prune-logs.ts';
import { readShardTimings } from '../execution/read-shard-timings.ts';
import { readFlakeStats } from '../execution/read-flake-stats.ts';
import { refuseStaleSelection } from '../execution/refuse-stale-selection.ts';
import { refuseUnwiredRunners } from '../execution/refuse-unwired-runners.ts';
import { wantedArgumentsOf } from '../execution/runner-arguments.ts';
import { readExecutionOptions } from '../execution/read-execution-options.ts';
import {
  type StartedExecution,
  awaitOrphanedRunners,
  resumeExecution,
  startExecution,
} from '../execution/start-execution.ts';
import type { Command, CommandResult } from '../frame/command.ts';
import { flagOption, listOption, shardOption, textOption, wholeNumberOption } from '../frame/options.ts';
import type { ShownHeal } from '../healing/draft-heal.ts';
import { healFailures } from '../healing/heal-failures.ts';
import { healExecution } from '../healing/locator/heal-execution.ts';
import { restoreUnprovedPatches } from '../healing/unproved-patches.ts';
import { renderCount } from '../render/duration.ts';
import { renderExecution } from '../render/execution.ts';
import { renderSelectionRecord } from '../render/selection.ts';
import { renderWorkers } from '../render/workers.ts';
import { writeExecution } from '../state/executions.ts';
import { readRememberedTests, stressFreshTests } from '../stress/stress-fresh-tests.ts';
import { strategyFolderOf, writePointer } from '../strategies/strategy-files.ts';

const options = {
  'strategy-id': textOption('strategy-id', {
    describe: 'the strategy to carry out (default: the latest, else a new one)',
  }),
  strategy: textOption('strategy', { describe: 'a strategy file instead of an id' }),
  resume: textOption('resume', {
    describe: 'go on with an execution that was stopped, with the options and runner arguments it was started with',
  }),
  parallel: wholeNumberOption('parallel', {
    describe: 'workers that run tests side by side (default: the configuration, else what the machine bears)',
    least: 1,
    alias: 'workers',
  }),
  retries: wholeNumberOption('retries', {
    describe: 'let the runner retry so often, instead of deciding failure by failure',
    least: 0,
  }),
  grep: textOption('grep', { describe: 'only tests whose title matches', alias: 'g' }),
  project: listOption('project', { describe: 'only tests of these projects' }),
  'last-failed': flagOption({ describe: 'only tests that failed when they last ran' }),
  shard: shardOption('shard', { describe: 'only this part of the plan, cut by time where timings.json is there: 2/4' }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
  'auto-fix': flagOption({ describe: 'apply repairs of flaky tests and of locators that re-runs proved' }),
  healing: flagOption({ describe: 'propose repairs (on; --no-healing turns it off)' }),
  retry: flagOption({ describe: 'retry what is worth retrying (on; --no-retry turns it off)' }),
  stress: flagOption({ describe: 'run new and changed tests again (on; --no-stress turns it off)' }),
  verbose: flagOption({ describe: 'show what the runners print' }),
  output: textOption('output', {
    describe: 'the folder of strategies, latest.txt and latest_exec.txt (default: .millwright/strategies)',
  }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

/** `e2e autonomous-run`: carries a strategy out with the real runners. */
export const autonomousRunCommand: Command<typeof options> = {
  options,
  ownsOutput: true,
  examples: [
    ['e2e autonomous-run --parallel 2', 'carry out the latest strategy (or plan one) with two workers'],
    [
      'e2e autonomous-run --strategy-id "$(cat .millwright/strategies/latest.txt)" --no-retry -- --trace on',
      'one strategy, no retries, a flag for the runner',
    ],
    ['e2e autonomous-run --last-failed --project chromium', 'what failed when it last ran, in one project'],
    ['e2e autonomous-run --shard 2/4', 'the second of four parts of the plan'],
    ['e2e autonomous-run --resume exec-01k…', 'go on where an interrupted execution stopped'],
  ],
  async run(context, args) {
    refuseContradictions(args);
    const history = await context.openHistory();
    await restoreUnprovedPatches(context, history);
    const { strategy, execution } = await startOf(context, history, args);
    const wanted = { ...execution.options, ...givenOf(args) } as Args;
    const passThrough = args.resume === undefined ? args.passThrough : wantedArgumentsOf(execution, args.passThrough);
    const { workers, options: scopeOptions } = await readExecutionOptions(context, strategy, {
      ...wanted,
      passThrough,
    });
    await refuseUnwiredRunners(context, strategy, scopeOptions);
    const shardTimings = await readShardTimings(context, strategy, {
      shard: scopeOptions.shard,
      isSharedPlan: wanted.strategy !== undefined,
      passThrough,
    });
    if (args.resume === undefined) await refuseStaleSelection(context, strategy);
    writePointer(folderOf(context, wanted.output), 'latest_exec.txt', execution.executionId);
    context.say(`Execution ${execution.executionId} of ${strategy.name}: ${strategy.testCases.length} tests planned.`);
    for (const { runner, ...choice } of workers) context.say(`${nameOfRunner(runner)}: ${renderWorkers(choice)}`);
    const interruption = interruptible();
    try {
      const statsByTest = await readFlakeStats(context, history);
      const { signal } = interruption;
      if (args.resume === undefined) await recordPredictions(context, history, strategy);
      else await awaitOrphanedRunners(context, history, execution.executionId, signal);
      return await carryOut(
        { context, history, strategy, options: { ...scopeOptions, shardTimings }, statsByTest, signal },
        { ...execution, workers },
        wanted,
      );
    } finally {
      interruption.dispose();
    }
  },
};

async function carryOut(scope: ExecutionScope, start: Execution, args: Args): Promise<CommandResult> {
  const { context, history } = scope;
  const { config } = context;
  const remembered = await readRememberedTests(scope, start);
  const executed = await executedWithStress(scope, await executeStrategy(scope, start), { args, remembered });
  const heals = await healed(scope, executed, args);
  const runs = await readJoinedRuns(history, executed.executionId);
  const { executionId } = executed;
  const quarantined = await findExcusedTests(context, history, {
    executionId,
    planned: scope.strategy.testCases,
    runs,
  });
  const recorded = await readRecordedRuns(history, executionId);
  const finished = finishedExecutionOf(executed, {
    quarantined,
    interrupted: scope.signal.aborted,
    finishedAt: new Date(context.world.nowMs()).toISOString(),
    leftOut: leftOutTestsOf(scope.strategy.testCases, executed.tests, recorded, selectionOf(scope.options)),
    unplannedFailures: unplannedFailuresOf(scope.strategy.testCases, recorded)
      .filter((test) => !quarantined.has(test.id))
      .map((test) => test.titlePath.join(' > ')),
    gate: config.gate,
    errorsOutsideTests: runs.flatMap((run) => run.errors.map((error) => error.message.split('\n')[0] ?? '')),
    gone: scope.signal.aborted ? new Set() : await findGoneTests(context.root, scope.strategy, executed),
  });
  await writeExecution(history, finished);
  await tellWhatSelectionMissed(scope, finished);
  pruneLogs(join(context.dir, 'logs'), config.historyRetentionDays, context.world.nowMs());
  const pruned = await history.prune({ retentionDays: config.historyRetentionDays, nowMs: context.world.nowMs() });
  if (pruned.removedRuns.length > 0) {
    context.say(
      `${renderCount(pruned.removedRuns.length, 'run')} older than ${renderCount(config.historyRetentionDays, 'day')} pruned (historyRetentionDays).`,
    );
  }
  const report = config.enableAutoDebug ? await explainFailures(context, history, recorded) : undefined;
  const exitCode = exitCodeIn(scope, finished);
  return {
    exitCode,
    document: {
      format: 'millwright/execution',
      version: 1,
      ...finished,
      heals,
      ...(report === undefined ? {} : { debug: report }),
    },
    text: renderExecution(context.paint, {
      placeFlags: context.placeFlags,
      execution: finished,
      strategy: scope.strategy,
      report,
      heals,
      width: context.world.stdout.columns,
    }),
  };
}

async function tellWhatSelectionMissed(
  { context, history, strategy }: ExecutionScope,
  finished: Execution,
): Promise<void> {
  const record = await recordWhatSelectionMissed(history, strategy, finished);
  if (record !== undefined) context.say(renderSelectionRecord(record));
}

/** A plan that a selection left empty because nothing changed is fine; any other run of nothing is told. */
function exitCodeIn(scope: ExecutionScope, finished: Execution): CommandResult['exitCode'] {
  const { strategy, context } = scope;
  if (finished.status === 'interrupted' || !ranNothing(finished)) return exitCodeOf(finished);
  const isIdle = strategy.testCases.length === 0 && strategy.selection?.changedFiles.length === 0;
  context.say(isIdle ? 'Nothing changed, so no test had to run.' : nothingRanOf(scope, finished));
  return isIdle ? 0 : exitCodeOf(finished);
}

/** Repairs of flaky tests, then of locators: a test that passes with the first is not broken. */
async function healed(scope: ExecutionScope, executed: Execution, args: Args): Promise<readonly ShownHeal[]> {
  const { config } = scope.context;
  if (scope.signal.aborted || args.healing === false || !config.enableSelfHealing) return [];
  const apply = args['auto-fix'] ?? config.autoApplyFixes;
  const heals = await healFailures(scope, executed, { apply });
  const mended = new Set(heals.filter(({ outcome }) => outcome === 'accepted').map(({ testId }) => testId));
  const isLeft = ({ testId, outcome }: Execution['tests'][number]): boolean =>
    outcome === 'unexpected' && !mended.has(testId);
  const left = new Set(executed.tests.filter(isLeft).map(({ testId }) => testId));
  return [...heals, ...(await healExecution(scope, executed, { left, apply, config: args.config }))];
}

async function executedWithStress(
  scope: ExecutionScope,
  executed: Execution,
  { args, remembered }: { readonly args: Args; readonly remembered: readonly TestEntry[] },
): Promise<Execution> {
  const { stressNewTests, learningEnabled } = scope.context.config;
  const isWanted = (args.stress ?? stressNewTests) && learningEnabled && !scope.signal.aborted;
  const stress = isWanted ? await stressFreshTests(scope, executed, remembered) : undefined;
  return stress === undefined ? executed : { ...executed, stress };
}

/** A run of nothing is a mistake of the selection or of the set-up, and never green. */
function nothingRanOf({ context, options: { grep, shard } }: ExecutionScope, { executionId }: Execution): string {
  const where = shard === undefined ? '' : ` in shard ${shard}`;
  const why =
    grep === undefined
      ? `No planned test was executed${where}.`
      : `No planned test matched \`--grep ${grep}\`${where}.`;
  return `${why} What the runners printed is in ${resolve(context.dir, 'logs')}/${executionId}-*.log; if tests were moved since, plan again with \`e2e plan-strategy\`.`;
}

function startOf(context: Context, history: HistoryStore, args: Args): Promise<StartedExecution> {
  if (args.resume !== undefined) {
    return resumeExecution(history, args.resume, (output) => folderOf(context, args.output ?? output));
  }
  const file = args.strategy === undefined ? undefined : resolve(context.world.cwd, args.strategy);
  const recorded = Object.entries({ ...givenOf(args), strategy: file, project: args.project?.join(',') }).filter(
    ([name, value]) => value !== undefined && !['resume', 'strategy-id', 'verbose'].includes(name),
  );
  return startExecution(context, history, {
    folder: folderOf(context, args.output),
    id: args['strategy-id'],
    file,
    tests: { projects: args.project, config: args.config, lastFailed: args['last-failed'] },
    options: Object.fromEntries(recorded) as Execution['options'],
    runnerArguments: args.passThrough,
  });
}

/** The options that were given on this command line. */
function givenOf(args: Args): Readonly<Record<string, unknown>> {
  const names = Object.keys(options) as (keyof typeof options)[];
  return Object.fromEntries(names.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]])));
}

function refuseContradictions(args: Args): void {
  const named = (['resume', 'strategy-id', 'strategy'] as const).filter((name) => args[name] !== undefined);
  if (named.length > 1) {
    throw new UserError({
      code: 'two-subjects',
      message: `Expected one of ${named.map((name) => `\`--${name}\``).join(' and ')}, got ${named.length === 2 ? 'both' : 'all'}.`,
      hint: 'An execution that is resumed keeps its strategy.',
    });
  }
  const narrowing = (['project', 'last-failed', 'shard', 'grep'] as const).find((name) => args[name] !== undefined);
  if (args.resume !== undefined && narrowing !== undefined) {
    throw new UserError({
      code: 'two-subjects',
      message: `\`--resume\` goes on with the tests that the execution began with, got \`--${narrowing}\` as well.`,
      hint: `Leave \`--${narrowing}\` out, or start a new execution.`,
    });
  }
  if (args.grep === undefined) return;
  try {
    RegExp(args.grep);
  } catch (cause) {
    throw new UserError({
      code: 'wrong-option-value',
      message: `Expected \`--grep\` to be a regular expression, got "${args.grep}".`,
      hint: 'Put a backslash before brackets and other special characters.',
      cause,
    });
  }
}

function folderOf({ dir, world }: Context, output: string | undefined): string {
  return strategyFolderOf(dir, world.cwd, output);
}
