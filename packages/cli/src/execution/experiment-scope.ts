import { type TestStrategy, isOwnRunner } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { sameWorkersOf } from '../workers/workers-by-runner.ts';
import type { ExecutionScope } from './execute-strategy.ts';
import { runnerConfigsOf } from './runner-config.ts';

/** What a person said of the runs. */
export interface ExperimentRequest {
  readonly config?: string | undefined;
  readonly passThrough: readonly string[];
  readonly signal: AbortSignal;
}

/** What runs need that try something out with single tests: one worker, no retries, kept out of the statistics. */
export function experimentScopeOf(
  context: Context,
  history: HistoryStore,
  strategy: TestStrategy,
  { config, passThrough, signal }: ExperimentRequest,
): ExecutionScope {
  const runners = new Set(strategy.testCases.map((test) => test.runner).filter(isOwnRunner));
  return {
    context,
    history,
    strategy,
    options: {
      workers: sameWorkersOf(1),
      intelligentRetry: false,
      runnerRetries: 0,
      experiment: true,
      runnerConfigs: runnerConfigsOf(config, context.world.cwd, context.config.runners, runners),
      grep: undefined,
      passThrough,
      verbose: false,
    },
    statsByTest: new Map(),
    signal,
  };
}
