import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Execution,
  type TestStrategy,
  UserError,
  executedTestsOf,
  isOwnRunner,
  narrowedStrategyOf,
} from '@millwright/core';
import { type HistoryStore, createRunId, redactionPatternsOf, redactorOf } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { readExecution } from '../state/executions.ts';
import { readStrategy, writeStrategy } from '../strategies/strategy-files.ts';
import { type WantedTests, narrowByWanted } from './narrow-by-wanted.ts';
import { refuseLostReporter } from './kept-reporter.ts';
import { storableArgumentsOf } from './runner-arguments.ts';

/** An execution about to go on, and the strategy it carries out. */
export interface StartedExecution {
  readonly strategy: TestStrategy;
  readonly execution: Execution;
}

/** A new execution of the strategy that is named by id or by file, or of the latest; plans one when there is none yet. */
export async function startExecution(
  context: Context,
  history: HistoryStore,
  wanted: {
    readonly folder: string;
    readonly id?: string | undefined;
    readonly file?: string | undefined;
    readonly tests: WantedTests;
    readonly options: Execution['options'];
    readonly runnerArguments: readonly string[];
  },
): Promise<StartedExecution> {
  const planned = readStrategy(wanted.folder, wanted) ?? (await planFirst(context, history, wanted.folder));
  const strategy = await narrowByWanted(context, history, planned, wanted.tests);
  const startedHere = strategy.testCases
    .map((test) => test.runner)
    .filter((runner) => isOwnRunner(runner) && context.config.runners[runner].command === undefined);
  refuseLostReporter(context.root, startedHere, wanted.runnerArguments);
  const nowMs = context.world.nowMs();
  return {
    strategy,
    execution: {
      executionId: `exec-${createRunId({ nowMs, random: context.world.random }).toLowerCase()}`,
      strategyId: strategy.id,
      status: 'running',
      startedAt: new Date(nowMs).toISOString(),
      options: wanted.options,
      runnerArguments: storableArgumentsOf(wanted.runnerArguments, redactorIn(context)),
      batches: [],
      tests: executedTestsOf(strategy.testCases, []),
    },
  };
}

/** An execution that was stopped, with the strategy it was of. Throws a UserError when either is gone. */
export async function resumeExecution(
  history: HistoryStore,
  executionId: string,
  folderOf: (output: string | undefined) => string,
): Promise<StartedExecution> {
  const execution = await readExecution(history, executionId);
  if (execution === undefined) {
    throw new UserError({
      code: 'no-such-execution',
      message: `There is no execution with the id "${executionId}" to resume.`,
      hint: 'See the last one: `cat .millwright/strategies/latest_exec.txt`.',
    });
  }
  const { strategy: file, output } = execution.options;
  const source = typeof file === 'string' ? { file } : { id: execution.strategyId };
  const strategy = readStrategy(folderOf(typeof output === 'string' ? output : undefined), source);
  if (strategy?.id !== execution.strategyId) {
    throw new UserError({
      code: 'no-such-strategy',
      message: `The strategy "${execution.strategyId}" of this execution is gone.`,
      hint: 'Plan again with `e2e plan-strategy`, and start a new execution.',
    });
  }
  const begun = new Set(execution.tests.map((test) => test.testId));
  return {
    strategy: narrowedStrategyOf(strategy, (test) => begun.has(test.testId)),
    execution: { ...execution, status: 'running' },
  };
}

const pollMs = 500;

/**
 * Waits for runners that an execution left behind when its `e2e` was killed: they are still recording, and starting
 * the same tests beside them would run them twice.
 */
export async function awaitOrphanedRunners(
  context: Context,
  history: HistoryStore,
  executionId: string,
  signal: AbortSignal,
): Promise<void> {
  for (let told = false; !signal.aborted; told = true) {
    await history.recoverOpenSegments();
    const open = await history.readOpenRuns();
    if (!open.some((run) => run.executionId === executionId)) return;
    if (!told) context.say('A runner of this execution is still at work; waiting for it to end.');
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

function redactorIn({ config, world }: Context): (text: string) => string {
  return redactorOf({ env: { ...world.env, ...config.env }, patterns: redactionPatternsOf(config.redact) });
}

async function planFirst(context: Context, history: HistoryStore, folder: string): Promise<TestStrategy> {
  context.say('No strategy was planned yet, so one is made of everything.');
  const strategy = await makeStrategy(context, history, { name: 'everything' });
  if (strategy.testCases.length === 0) {
    throw new UserError({
      code: 'nothing-to-run',
      message: 'No test was found to run.',
      hint: 'See what is known of the project: `e2e manifest`.',
    });
  }
  writeStrategy(folder, strategy);
  return strategy;
}
