import { type Execution, type FlakeStats, type GateResult, type TestStrategy, UserError, debugReportOf, evaluateGate, executedTestsOf, flakeStatsOf } from '@millwright/core';
import { type HistoryStore, createRunId } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { type ExecutionOptions, type ExecutionScope, executeStrategy, readJoinedRuns } from '../execution/execute-strategy.ts';
import { interruptible } from '../execution/interruptible.ts';
import { refuseUnwiredRunners } from '../execution/refuse-unwired-runners.ts';
import type { Command, CommandResult } from '../frame/command.ts';
import { flagOption, textOption, wholeNumberOption } from '../frame/options.ts';
import { healFailures } from '../healing/heal-failures.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { renderExecution } from '../render/execution.ts';
import { readExecution, writeExecution } from '../state/executions.ts';
import { readStrategy, strategyFolderOf, writePointer, writeStrategy } from '../strategies/strategy-files.ts';

const options = {
  'strategy-id': textOption('strategy-id', { describe: 'the strategy to carry out (default: the latest, else a new one)' }),
  strategy: textOption('strategy', { describe: 'a strategy file instead of an id' }),
  resume: textOption('resume', { describe: 'go on with an execution that was interrupted' }),
  parallel: wholeNumberOption('parallel', { describe: 'workers that run tests side by side (default from the configuration)', least: 1, alias: 'workers' }),
  retries: wholeNumberOption('retries', { describe: 'let the runner retry so often, instead of deciding failure by failure', least: 0 }),
  grep: textOption('grep', { describe: 'only tests whose title matches', alias: 'g' }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
  'auto-fix': flagOption({ describe: 'apply repairs of flaky tests that a re-run proved' }),
  healing: flagOption({ describe: 'propose repairs (on; --no-healing turns it off)' }),
  retry: flagOption({ describe: 'retry what is worth retrying (on; --no-retry turns it off)' }),
  verbose: flagOption({ describe: 'show what the runners print' }),
  output: textOption('output', { describe: 'the folder of strategies, latest.txt and latest_exec.txt (default: .millwright/strategies)' }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

/** `e2e autonomous-run`: carries a strategy out with the real runners. */
export const autonomousRunCommand: Command<typeof options> = {
  options,
  ownsOutput: true,
  examples: [
    ['e2e autonomous-run --parallel 2', 'carry out the latest strategy (or plan one) with two workers'],
    ['e2e autonomous-run --strategy-id "$(cat .millwright/strategies/latest.txt)" --no-retry -- --trace on', 'one strategy, no retries, a flag for the runner'],
    ['e2e autonomous-run --resume exec-01k…', 'go on where an interrupted execution stopped'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const folder = strategyFolderOf(context.dir, context.world.cwd, args.output);
    const { strategy, execution } = await startOf(context, history, args, folder);
    await refuseUnwiredRunners(context.root, strategy, args.config);
    writePointer(folder, 'latest_exec.txt', execution.executionId);
    context.say(`Execution ${execution.executionId} of ${strategy.name}: ${strategy.testCases.length} tests planned.`);
    const interruption = interruptible();
    try {
      const scope: ExecutionScope = { context, history, strategy, options: executionOptionsOf(context, args), statsByTest: await readStats(context, history), signal: interruption.signal };
      return await carryOut(scope, execution, args);
    } finally {
      interruption.dispose();
    }
  },
};

async function carryOut(scope: ExecutionScope, start: Execution, args: Args): Promise<CommandResult> {
  const { context, history } = scope;
  const executed = await executeStrategy(scope, start);
  const healed = scope.signal.aborted || args.healing === false || !context.config.enableSelfHealing
    ? { execution: executed, heals: [] }
    : await healFailures(scope, executed, { apply: args['auto-fix'] ?? context.config.autoApplyFixes });
  const finished = finish(scope, healed.execution);
  await writeExecution(history, finished);
  await history.prune({ retentionDays: context.config.historyRetentionDays, nowMs: context.world.nowMs() });
  const report = context.config.enableAutoDebug
    ? debugReportOf({ runs: await readJoinedRuns(history, finished.executionId), histories: await history.readTestHistories() })
    : undefined;
  return {
    exitCode: finished.status === 'interrupted' ? 130 : finished.gate?.verdict === 'fail' ? 1 : 0,
    document: { format: 'millwright/execution', version: 1, ...finished, heals: healed.heals, ...(report === undefined ? {} : { debug: report }) },
    text: renderExecution(context.paint, { execution: finished, strategy: scope.strategy, report, heals: healed.heals }),
  };
}

/** Loads the execution to resume, or the strategy to carry out; plans one when there is none yet. */
async function startOf(context: Context, history: HistoryStore, args: Args, folder: string): Promise<{ strategy: TestStrategy; execution: Execution }> {
  if (args.resume !== undefined) return resumeOf(history, args.resume, folder);
  const strategy = readStrategy(folder, { id: args['strategy-id'], file: args.strategy }) ?? (await planFirst(context, history, folder));
  const nowMs = context.world.nowMs();
  return {
    strategy,
    execution: {
      executionId: `exec-${createRunId({ nowMs, random: context.world.random }).toLowerCase()}`,
      strategyId: strategy.id,
      status: 'running',
      startedAt: new Date(nowMs).toISOString(),
      options: recordedOptionsOf(args),
      batches: [],
      tests: executedTestsOf(strategy.testCases, []),
    },
  };
}

async function planFirst(context: Context, history: HistoryStore, folder: string): Promise<TestStrategy> {
  context.say('No strategy was planned yet, so one is made of everything.');
  const strategy = await makeStrategy(context, history, { name: 'everything' });
  if (strategy.testCases.length === 0) {
    throw new UserError({ code: 'nothing-to-run', message: 'No test was found to run.', hint: 'See what is known of the project: `e2e manifest`.' });
  }
  writeStrategy(folder, strategy);
  return strategy;
}

async function resumeOf(history: HistoryStore, executionId: string, folder: string): Promise<{ strategy: TestStrategy; execution: Execution }> {
  const execution = await readExecution(history, executionId);
  if (execution === undefined) {
    throw new UserError({ code: 'no-such-execution', message: `There is no execution with the id "${executionId}" to resume.`, hint: 'See the last one: `cat .millwright/strategies/latest_exec.txt`.' });
  }
  const strategy = readStrategy(folder, { id: execution.strategyId });
  if (strategy === undefined) {
    throw new UserError({ code: 'no-such-strategy', message: `The strategy "${execution.strategyId}" of this execution is gone.`, hint: 'Plan and run again.' });
  }
  return { strategy, execution: { ...execution, status: 'running' } };
}

function executionOptionsOf({ config }: Context, args: Args): ExecutionOptions {
  return {
    workers: args.parallel ?? config.parallelWorkers,
    intelligentRetry: args.retry !== false && config.enableIntelligentRetry && args.retries === undefined,
    runnerRetries: args.retry === false ? 0 : args.retries,
    runnerConfig: args.config,
    grep: args.grep,
    passThrough: args.passThrough,
    verbose: args.verbose === true,
  };
}

function recordedOptionsOf(args: Args): Execution['options'] {
  const wanted = ['parallel', 'retries', 'grep', 'config', 'auto-fix', 'healing', 'retry'] as const;
  return Object.fromEntries(wanted.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]])));
}

async function readStats({ config }: Context, history: HistoryStore): Promise<ReadonlyMap<string, FlakeStats>> {
  if (!config.learningEnabled) return new Map();
  const histories = await history.readTestHistories();
  return new Map(histories.map((entry) => [entry.test.id, flakeStatsOf(entry)]));
}

/** Closes the books: how it ended, and the gate's verdict. */
function finish({ context, signal, options: { grep } }: ExecutionScope, execution: Execution): Execution {
  const nowMs = context.world.nowMs();
  const durationMs = execution.batches.reduce((sum, batch) => sum + (batch.durationMs ?? 0), 0);
  const gate = evaluateGate({
    // What a `--grep` leaves out was not forgotten.
    tests: grep === undefined ? execution.tests : execution.tests.filter((test) => test.outcome !== 'pending'),
    durationMs,
    options: context.config.gate,
  });
  const results: readonly GateResult[] = [...gate.results, ...runnerResultsOf(execution)];
  const verdict = results.some((result) => result.verdict === 'fail') ? 'fail' : gate.verdict;
  return { ...execution, status: signal.aborted ? 'interrupted' : 'completed', finishedAt: new Date(nowMs).toISOString(), gate: { verdict, results } };
}

/** A runner that failed although all its tests were good met an error outside any test; that must not be green. */
function runnerResultsOf(execution: Execution): readonly GateResult[] {
  const anyFailed = execution.tests.some((test) => test.outcome === 'unexpected');
  if (anyFailed) return [];
  const lastByRunner = new Map(execution.batches.map((batch) => [batch.runner, batch]));
  const failed = [...lastByRunner.values()].filter((batch) => batch.exitCode !== undefined && batch.exitCode !== 0);
  return failed.map((batch) => ({ rule: 'runner-exit-code', verdict: 'fail', message: `${batch.runner} ended with exit code ${batch.exitCode} although no planned test failed.` }));
}
