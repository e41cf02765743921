import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Run } from '@millwright/core';

import { type ProcessResult, runE2e, runNode } from './run-process.ts';
import { createScratchProject, repositoryRoot } from './scratch-project.ts';

export type Runner = 'playwright' | 'vitest';

/** A copy of `fixtures/projects/minimal-<runner>` in a git repository of its own, with the runner it is for. */
export interface MinimalProject {
  readonly root: string;
  /** The runner's configuration file, relative to the root. */
  readonly config: string;
  readonly read: (path: string) => string;
  /** Names in a folder; empty when it does not exist. */
  readonly list: (path: string) => readonly string[];
  readonly git: (...args: string[]) => string;
  /** Runs the installed runner once, as the user would. */
  readonly run: () => Promise<ProcessResult>;
  readonly e2e: (args: readonly string[]) => Promise<ProcessResult>;
  /** Runs `e2e … --json` and parses what it printed; fails with the whole output when that is not one document. */
  readonly e2eJson: <T>(args: readonly string[]) => Promise<T & { readonly exitCode: number | null }>;
  readonly remove: () => void;
}

/** What its tests are called, in alphabetical order. */
export const minimalTitles: readonly string[] = [
  'a basket has a sum',
  'an empty basket > costs nothing',
  'an empty basket > has no first item',
];

/** What the tests of a run are called, in alphabetical order. */
export function titlesOf(run: Run): readonly string[] {
  return run.tests.map((entry) => entry.titlePath.join(' > ')).toSorted();
}

const programs = { playwright: ['@playwright/test/cli.js', 'test'], vitest: ['vitest/vitest.mjs', 'run'] } as const;

/** Copies the smallest project of a runner and puts the packages of `nodeModules` beside it, the repository's by default. */
export function openMinimalProject(
  runner: Runner,
  nodeModules: string = join(repositoryRoot, 'node_modules'),
): MinimalProject {
  const scratch = createScratchProject(`minimal-${runner}`, undefined, nodeModules);
  const { root } = scratch;
  const [program, command] = programs[runner];
  const e2e = (args: readonly string[]): Promise<ProcessResult> => runE2e(args, { cwd: root });
  return {
    root,
    config: `${runner}.config.ts`,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    list: (path) => (existsSync(join(root, path)) ? readdirSync(join(root, path)) : []),
    git: (...args) => scratch.git(...args),
    // Playwright forces colours in its workers, and Node warns on stderr of both wishes at once.
    run: () => runNode([join(nodeModules, program), command], { cwd: root, env: { NO_COLOR: undefined } }),
    e2e,
    async e2eJson<T>(args: readonly string[]) {
      const { exitCode, stdout, stderr } = await e2e([...args, '--json']);
      try {
        return { ...(JSON.parse(stdout) as T), exitCode };
      } catch (cause) {
        throw new Error(`e2e ${args.join(' ')} --json ended with ${String(exitCode)}.\n${stdout}\n${stderr}`, {
          cause,
        });
      }
    },
    remove: () => scratch.remove(),
  };
}
