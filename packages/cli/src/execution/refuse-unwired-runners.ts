import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { type TestStrategy, UserError } from '@millwright/core';
import { proposeReporterWiring } from '@millwright/source';

import { findRunnerConfigs } from '../wiring/find-configs.ts';

/**
 * Refuses to start a runner whose configuration plainly lacks the reporter: the run would leave no trace, and every
 * test would count as never run. A configuration that cannot be read for sure gets the benefit of the doubt.
 */
export async function refuseUnwiredRunners(root: string, strategy: TestStrategy, configFlag: string | undefined): Promise<void> {
  const runners = new Set(strategy.testCases.map((test) => test.runner));
  for (const { runner, file } of findRunnerConfigs(root)) {
    const path = configFlag === undefined || runners.size > 1 ? join(root, file) : resolve(root, configFlag);
    if (!runners.has(runner) || !existsSync(path)) continue;
    const text = readFileSync(path, 'utf8');
    if (text.includes(`@millwright/${runner}`)) continue;
    if (proposeReporterWiring({ path: file, text, runner }).kind !== 'wired') continue;
    throw new UserError({
      code: 'reporter-missing',
      message: `${file} has no @millwright/${runner} reporter, so nothing of this run would be remembered.`,
      hint: 'Add it with `e2e init --apply`.',
    });
  }
}
