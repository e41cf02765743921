import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

import { UserError } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import { flagsOf } from '../frame/shell-word.ts';
import { createPaint } from '../render/paint.ts';
import type { Context, World } from './context.ts';
import { followRenames } from './follow-renames.ts';
import { findRoot } from './find-root.ts';
import { loadConfig, tryLoadConfig } from './load-config.ts';

export interface GlobalArgs {
  readonly root?: string | undefined;
  readonly dir?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Builds what a command works with. Flags win over environment, environment over file, file over default. */
export async function createContext(
  world: World,
  args: GlobalArgs,
  { survivesWrongConfig = false }: { readonly survivesWrongConfig?: boolean } = {},
): Promise<Context> {
  const root = args.root === undefined ? findRoot(world.cwd) : existingFolderOf(resolve(world.cwd, args.root));
  const { config, file, fault } = survivesWrongConfig
    ? await tryLoadConfig(root)
    : { ...(await loadConfig(root)), fault: undefined };
  // An empty variable is one that a CI recipe left unset.
  const dir = args.dir ?? (world.env['MILLWRIGHT_DIR'] || undefined);
  const opened: HistoryStore[] = [];
  const say = (line: string): void => void world.stderr.write(`${line}\n`);
  const absoluteDir = dir === undefined ? resolve(root, config.dir) : resolve(world.cwd, dir);
  if (!survivesWrongConfig) refuseFile(absoluteDir);
  return {
    world,
    root,
    dir: absoluteDir,
    placeFlags: flagsOf({ root: args.root, dir: args.dir }),
    config,
    configFile: file,
    configFault: fault,
    paint: createPaint(world.stdout, world.env),
    paintError: createPaint(world.stderr, world.env),
    json: args.json === true,
    say,
    historyWarnings: () => opened.flatMap((history) => history.warnings),
    async openHistory() {
      const { openHistory } = await import('@millwright/history');
      const history = openHistory({ dir: absoluteDir, root });
      opened.push(history);
      await history.recoverOpenSegments();
      await followRenames(history, { root, world, say });
      return history;
    },
  };
}

function existingFolderOf(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory()) return path;
  throw new UserError({
    code: 'no-such-folder',
    message: `Expected \`--root\` to be an existing folder, got "${path}".`,
    hint: 'Give the folder that holds playwright.config.* or vitest.config.*, or leave it out.',
  });
}

/** A file in the place of the history would read as a history that remembers nothing. */
function refuseFile(dir: string): void {
  if (!existsSync(dir) || statSync(dir).isDirectory()) return;
  throw new UserError({
    code: 'no-folder',
    message: `Expected the history to be a folder, and ${dir} is a file.`,
    hint: 'Name another with `--dir`, MILLWRIGHT_DIR or `dir` in the configuration.',
  });
}
