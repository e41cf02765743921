import { readFileSync, readdirSync } from 'node:fs';

import { type RunnerName, type TestStrategy, isOwnRunner } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { findConfigPath } from '../wiring/find-configs.ts';

/**
 * The runners of a plan whose projects have no names, by their configuration files, so that no `--project` is for them. Runners of which
 * a named project is remembered are not asked; of one whose file cannot be read for certain nothing is said.
 */
export async function readNamelessRunners(
  { root, config }: Context,
  { testCases }: TestStrategy,
): Promise<readonly RunnerName[]> {
  const unnamed = [...Map.groupBy(testCases, ({ runner }) => runner)].flatMap(([runner, tests]) =>
    isOwnRunner(runner) && tests.every(({ project }) => project === '') ? [runner] : [],
  );
  // A folder of Vitest up to 3 may list its projects in a file of their own.
  const hasWorkspace = readdirSync(root).some((name) => /^vitest\.(?:workspace|projects)\./u.test(name));
  const { mayNameProjects } = await import('@millwright/source');
  return unnamed.filter((runner) => {
    const path = findConfigPath(root, runner, config.runners[runner].config);
    if (path === undefined || (runner === 'vitest' && hasWorkspace)) return false;
    return !mayNameProjects({ runner, path, text: readFileSync(path, 'utf8') });
  });
}
