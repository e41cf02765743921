import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { type TestStrategy, UserError } from '@millwright/core';
import { proposeReporterWiring } from '@millwright/source';

import { findRunnerConfigs } from '../wiring/find-configs.ts';
import type { RunnerConfigs } from './runner-config.ts';

/**
 * Refuses to start a runner whose configuration plainly lacks the reporter: the run would leave no trace, and every
 * test would count as never run. A configuration that cannot be read for sure gets the benefit of the doubt.
 */
export async function refuseUnwiredRunners(
  root: string,
  strategy: TestStrategy,
  configs: RunnerConfigs,
): Promise<void> {
  const found = new Map(findRunnerConfigs(root).map(({ runner, file }) => [runner, file]));
  const planned = new Set(strategy.testCases.map((test) => test.runner));
  for (const runner of ['playwright', 'vitest'] as const) {
    const file = configs[runner] ?? found.get(runner);
    if (!planned.has(runner) || file === undefined || !existsSync(resolve(root, file))) continue;
    const text = readFileSync(resolve(root, file), 'utf8');
    if (proposeReporterWiring({ path: file, text, runner }).kind !== 'wired') continue;
    throw new UserError({
      code: 'reporter-missing',
      message: `${file} has no @millwright/${runner} reporter, so nothing of this run would be remembered.`,
      hint: 'Add it with `e2e init --apply`.',
    });
  }
}
