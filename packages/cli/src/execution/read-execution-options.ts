import type { RunnerWorkers, TestStrategy } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { readWorkerClaims } from '../workers/read-worker-claims.ts';
import { runnerWorkersIn, workersByRunnerOf } from '../workers/workers-by-runner.ts';
import type { ExecutionOptions } from './execute-strategy.ts';
import { runnerConfigsOf } from './runner-config.ts';

/** What the command line says of an execution, `--no-retry` as `retry: false`. */
export interface ExecutionArguments {
  readonly parallel?: number | undefined;
  readonly retry?: boolean | undefined;
  readonly retries?: number | undefined;
  readonly config?: string | undefined;
  readonly grep?: string | undefined;
  readonly project?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly verbose?: boolean | undefined;
  readonly passThrough: readonly string[];
}

/** How a plan is carried out, and how many workers each of its runners has, with the reasons. */
export async function readExecutionOptions(
  context: Context,
  { testCases }: TestStrategy,
  args: ExecutionArguments,
): Promise<{ readonly options: ExecutionOptions; readonly workers: readonly RunnerWorkers[] }> {
  const { config, world } = context;
  const { passThrough } = args;
  const runners = new Set(testCases.map((test) => test.runner));
  const runnerConfigs = runnerConfigsOf(args.config, world.cwd, config.runners, runners);
  const flag = { name: '--parallel', count: args.parallel };
  const claims = await readWorkerClaims(context, { flag, runnerConfigs, passThrough });
  const workers = runnerWorkersIn(claims, testCases);
  return {
    workers,
    options: {
      workers: workersByRunnerOf(workers),
      intelligentRetry: args.retry !== false && config.enableIntelligentRetry && args.retries === undefined,
      runnerRetries: args.retry === false ? 0 : args.retries,
      runnerConfigs,
      grep: args.grep,
      // An execution that is resumed remembers them as one text.
      projects: args.project && [args.project].flat().flatMap((words) => words.split(',')),
      shard: args.shard,
      passThrough,
      verbose: args.verbose === true,
    },
  };
}
