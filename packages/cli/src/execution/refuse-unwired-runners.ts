import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { type OwnRunner, type TestStrategy, UserError } from '@millwright/core';
import { proposeReporterWiring } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { findRunnerConfigs } from '../wiring/find-configs.ts';
import type { RunnerConfigs } from './runner-config.ts';

/** How the runners would be started. */
interface RunnerStart {
  readonly runnerConfigs: RunnerConfigs;
  readonly passThrough: readonly string[];
}

/**
 * Refuses to start a runner whose configuration plainly lacks the reporter, or which has none: the run would leave no trace, and
 * every test would count as never run. A configuration that cannot be read for sure gets the benefit of the doubt.
 */
export async function refuseUnwiredRunners(
  context: Context,
  strategy: TestStrategy,
  { runnerConfigs, passThrough }: RunnerStart,
): Promise<void> {
  const { root, config } = context;
  const found = new Map(findRunnerConfigs(root).map(({ runner, file }) => [runner, file]));
  const planned = new Set(strategy.testCases.map((test) => test.runner));
  for (const runner of ['playwright', 'vitest'] as const) {
    if (!planned.has(runner)) continue;
    const file = runnerConfigs[runner] ?? found.get(runner);
    if (file === undefined) {
      // Arguments or a command of the user's own may bring a configuration or the reporter.
      if (passThrough.length > 0 || config.runners[runner].command !== undefined || hasWorkspace(root)) continue;
      throw configMissing(root, runner);
    }
    if (!existsSync(resolve(root, file))) continue;
    const text = readFileSync(resolve(root, file), 'utf8');
    if (proposeReporterWiring({ path: file, text, runner }).kind !== 'wired') continue;
    throw new UserError({
      code: 'reporter-missing',
      message: `${file} has no @millwright/${runner} reporter, so nothing of this run would be remembered.`,
      hint: 'Add it with `e2e init --apply`.',
    });
  }
}

/** Vitest 3 takes a workspace without a configuration of its own. */
function hasWorkspace(root: string): boolean {
  return readdirSync(root).some((name) => /^vitest\.(?:workspace|projects)\./.test(name));
}

function configMissing(root: string, runner: OwnRunner): UserError {
  return new UserError({
    code: 'config-missing',
    message: `The plan holds ${runner} tests, and there is no ${runner}.config.* in ${root}, so nothing of this run would be remembered.`,
    hint: 'Run e2e in the folder that holds it, or name that folder with `--root`, or the file with `--config`.',
  });
}
