import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ExecutedBatch, type Execution, type PlanOrder, projectChoiceOf, startOrderOf } from '@millwright/core';

import { redactionPatternsOf, redactorOf, makeFolder } from '@millwright/history';

import type { Context } from '../context/context.ts';
import type { Batch } from './batches.ts';
import type { ExecutionScope } from './execute-strategy.ts';
import { readCurrentLines } from './current-lines.ts';
import { installedRunnerOf } from './find-runner.ts';
import { refuseLostReporter, withKeptReporter } from './kept-reporter.ts';
import { ProgressLine, batchProgressOf } from './progress.ts';
import { type BatchProcess, runBatch } from './run-batch.ts';
import { runnerArgumentsOf } from './runner-command.ts';
import { toldErrorOf } from './told-error.ts';

const pollMs = 500;

/** Starts the runner for one batch, shows how far it is, and says how it ended. */
export async function carryOutBatch(
  scope: ExecutionScope,
  execution: Execution,
  batch: Batch,
  reason: 'plan' | 'retry',
): Promise<ExecutedBatch> {
  const { context } = scope;
  const number = execution.batches.length + 1;
  const planFile = writePlanFile(scope, execution, batch, number);
  const logFile = join(context.dir, 'logs', `${execution.executionId}-${number}-${batch.runner}.log`);
  const batchProcess = processOf(scope, execution, batch, { planFile, logFile });
  const startedAt = new Date(context.world.nowMs()).toISOString();
  const stopProgress = showProgress(scope, execution, batch);
  const result = await runBatch(batchProcess);
  stopProgress();
  rmSync(planFile, { force: true });
  if (result.problem !== undefined) context.say(`${batch.runner} could not be run: ${result.problem}`);
  const runs = await scope.history.listRuns({ executionId: execution.executionId });
  const run = runs.findLast((candidate) => candidate.startedAt >= startedAt);
  const matchedNothing = result.exitCode === 0 && scope.options.grep !== undefined;
  if (run === undefined && !result.interrupted && !matchedNothing) {
    const told = readToldError(logFile);
    context.say(
      `The ${batch.runner} process ended with exit code ${result.exitCode} and recorded nothing${told === undefined ? '' : ` (${told})`}; what it printed is in ${logFile}.`,
    );
  }
  return {
    runner: batch.runner,
    command: [batch.runner, ...batchProcess.args.slice(0, 50).map(batchProcess.redact)],
    exitCode: result.exitCode,
    startedAt,
    durationMs: result.durationMs,
    reason,
    ...(run === undefined ? {} : { runId: run.runId }),
  };
}

function readToldError(logFile: string): string | undefined {
  try {
    return toldErrorOf(readFileSync(logFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function processOf(
  scope: ExecutionScope,
  execution: Execution,
  batch: Batch,
  files: { planFile: string; logFile: string },
): BatchProcess {
  const { context, options } = scope;
  const runner = context.config.runners[batch.runner];
  const [command, ...commandArgs] = runner.command ?? [];
  const ownArgs = ownArgumentsOf(scope, batch);
  // A command of the user's own may start the runner elsewhere, in a container for example, with what is installed there.
  if (command === undefined) refuseLostReporter(context.root, [batch.runner], ownArgs);
  const args = withKeptReporter(batch.runner, [...commandArgs, ...ownArgs]);
  return {
    ...(command === undefined
      ? { program: process.execPath, args: [installedRunnerOf(context.root, batch.runner).program, ...args] }
      : { program: command, args }),
    cwd: context.root,
    env: {
      ...context.world.env,
      ...context.config.env,
      MILLWRIGHT_DIR: context.dir,
      MILLWRIGHT_EXECUTION_ID: execution.executionId,
      MILLWRIGHT_STRATEGY_ID: execution.strategyId,
      MILLWRIGHT_PLAN_FILE: files.planFile,
      MILLWRIGHT_ATTEMPT: String(batch.attempt),
      ...(options.experiment ? { MILLWRIGHT_EXPERIMENT: '1' } : {}),
      ...(options.stress ? { MILLWRIGHT_STRESS: '1' } : {}),
      ...redactionOf(context.config.redact),
    },
    logFile: files.logFile,
    redact: redactorOf({
      env: { ...context.world.env, ...context.config.env },
      patterns: redactionPatternsOf(context.config.redact),
    }),
    ...(options.verbose ? { echo: (text: string) => void context.world.stderr.write(text) } : {}),
    signal: scope.signal,
  };
}

function ownArgumentsOf({ context, options, strategy }: ExecutionScope, batch: Batch): readonly string[] {
  // Playwright is told lines; Vitest's tests are named by their titles.
  const { count, from } = options.workers[batch.runner];
  const needsLines = batch.runner === 'playwright' && !batch.wholeSuite;
  return runnerArgumentsOf({
    ...batch,
    tests: needsLines ? readCurrentLines(context.root, batch.tests) : batch.tests,
    workers: from === 'runner' ? undefined : count,
    retries: options.runnerRetries ?? (options.intelligentRetry ? 0 : undefined),
    config: options.runnerConfigs[batch.runner],
    grep: options.grep,
    projects: options.projects && projectChoiceOf(options.projects, strategy.testCases).wordsFor(batch.runner),
    // What failed in this shard is tried again as it is.
    shard: batch.attempt === 0 ? options.shard : undefined,
    passThrough: options.passThrough,
  });
}

/** Hands the patterns of the configuration to the reporters, as texts and as `/…/flags`. */
function redactionOf(patterns: readonly (string | RegExp)[]): Readonly<Record<string, string>> {
  return patterns.length === 0 ? {} : { MILLWRIGHT_REDACT: JSON.stringify(patterns.map(String)) };
}

/** Tells the reporters inside the runner which tests to run, in which order. */
function writePlanFile(scope: ExecutionScope, execution: Execution, batch: Batch, number: number): string {
  const folder = join(scope.context.dir, 'cache');
  makeFolder(folder);
  const path = join(folder, `plan-${execution.executionId}-${number}.json`);
  const { workers, shard, shardTimings } = scope.options;
  const shardCount = Number(shard?.split('/')[1] ?? 1);
  // Failed tests are tried again in the order in which they were chosen.
  const inOrder =
    batch.attempt === 0 ? startOrderOf(batch.tests, workers[batch.runner].count * shardCount) : batch.tests;
  const tests = inOrder.map(({ testId, project, file, titlePath }) => ({ testId, project, file, titlePath }));
  const timings = batch.attempt === 0 ? shardTimings : undefined;
  const order: PlanOrder = { format: 'millwright/plan-order', version: 1, exclusive: !batch.wholeSuite, tests };
  writeFileSync(path, JSON.stringify(timings === undefined ? order : { ...order, timings }));
  return path;
}

/** A CI log keeps every line that was written over, even where it offers a terminal. */
function isLive({ stderr, env }: Context['world']): boolean {
  return stderr.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
}

function showProgress(scope: ExecutionScope, execution: Execution, batch: Batch): () => void {
  const { context, history } = scope;
  const line = new ProgressLine(context.world.stderr, context.paintError, isLive(context.world));
  const startedMs = context.world.nowMs();
  let reading = false;
  const timer = setInterval(() => {
    if (reading) return;
    reading = true;
    void history
      .readOpenRuns()
      .then((runs) => runs.filter((run) => run.executionId === execution.executionId))
      .then((runs) =>
        line.show(
          batchProgressOf(batch.runner, batch.tests, runs, {
            elapsedMs: context.world.nowMs() - startedMs,
            workers: scope.options.workers[batch.runner].count,
          }),
        ),
      )
      .catch(() => undefined)
      .finally(() => (reading = false));
  }, pollMs);
  return () => {
    clearInterval(timer);
    line.end();
  };
}
