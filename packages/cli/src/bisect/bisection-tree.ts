import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { redactionPatternsOf, redactorOf } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { runBatch } from '../execution/run-batch.ts';
import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import { runGit } from './git-commits.ts';
import { linkModules, linkPackage, removeModules } from './link-modules.ts';

/** How commits are made ready. */
export interface TreeRequest {
  readonly runner: 'playwright' | 'vitest';
  /** Installs packages where the lock file differs; undefined: what belongs to the lock file. */
  readonly setup: string | undefined;
  /** Runs at every commit before its test. */
  readonly build: string | undefined;
  readonly signal: AbortSignal;
}

/** A second checkout of the repository in a temporary folder. The user's own is never touched. */
export interface BisectionTree {
  /** The temporary folder, absolute. */
  readonly folder: string;
  /** The project's folder in the checkout, absolute. */
  readonly root: string;
  /** Where the runs are recorded, absolute; goes with the folder. */
  readonly dir: string;
  /** Checks a commit out and makes it ready. Returns why it cannot be run, or undefined. */
  prepare(commit: string): Promise<string | undefined>;
  remove(): Promise<void>;
}

const installers: readonly (readonly [lockFile: string, command: string])[] = [
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['bun.lockb', 'bun install --frozen-lockfile'],
];

/** Adds a worktree to the user's repository, at the given commit. */
export async function openBisectionTree(
  context: Context,
  commit: string,
  request: TreeRequest,
): Promise<BisectionTree> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millwright-bisect-')));
  const top = join(folder, 'tree');
  const prefix = readRepositoryPrefix(context.root);
  const userTop = (await runGit(context.root, ['rev-parse', '--show-toplevel'])).trim();
  await runGit(context.root, ['worktree', 'add', '--quiet', '--detach', '--force', top, commit]);
  const manifests = await runGit(userTop, ['ls-files', '-z', '--', 'package.json', '*/package.json']);
  const folders = [
    ...new Set([
      '.',
      prefix || '.',
      ...manifests
        .split('\0')
        .filter(Boolean)
        .map((path) => dirname(path)),
    ]),
  ];
  const preparation = new Preparation(context, request, {
    top,
    prefix,
    userTop,
    folders,
    dir: join(folder, 'history'),
  });
  return {
    folder,
    root: join(top, prefix),
    dir: join(folder, 'history'),
    prepare: (wanted) => preparation.prepare(wanted),
    remove: () => removeTree(context.root, folder),
  };
}

/** Takes a worktree away again, also one that a killed bisection has left. */
export async function removeTree(root: string, folder: string): Promise<void> {
  // Git may have forgotten it, or the folder may be gone: either way nothing is left to do.
  await runGit(root, ['worktree', 'remove', '--force', join(folder, 'tree')]).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
  await runGit(root, ['worktree', 'prune']).catch(() => undefined);
}

interface Places {
  readonly top: string;
  readonly prefix: string;
  readonly userTop: string;
  /** Folders that may hold packages, relative to the top. */
  readonly folders: readonly string[];
  readonly dir: string;
}

class Preparation {
  readonly #context: Context;
  readonly #request: TreeRequest;
  readonly #places: Places;
  /** `linked`, or the hash of the lock file that the installed packages belong to. */
  #modules: string | undefined;

  constructor(context: Context, request: TreeRequest, places: Places) {
    this.#context = context;
    this.#request = request;
    this.#places = places;
  }

  async prepare(commit: string): Promise<string | undefined> {
    const { top, prefix } = this.#places;
    await runGit(top, ['checkout', '--quiet', '--force', '--detach', commit]);
    // What an earlier commit built must not serve this one.
    await runGit(top, ['clean', '-ffdxq', '--exclude=node_modules']);
    if (!existsSync(join(top, prefix))) return 'The project is not there yet.';
    const problem = await this.#provideModules(commit);
    if (problem !== undefined || this.#request.build === undefined) return problem;
    return this.#runCommand(this.#request.build, join(top, prefix), commit);
  }

  async #provideModules(commit: string): Promise<string | undefined> {
    const { top, prefix, userTop, folders } = this.#places;
    const lock = lockOf(top, prefix);
    const isSame = lock.hash === lockOf(userTop, prefix).hash;
    if (this.#modules === (isSame ? 'linked' : lock.hash)) {
      // A folder that an earlier commit lacked has none yet.
      if (isSame) linkModules(userTop, top, folders);
      return undefined;
    }
    removeModules(top, folders);
    this.#modules = undefined;
    if (isSame) linkModules(userTop, top, folders);
    else {
      const command = this.#request.setup ?? lock.installer;
      if (command === undefined) return 'It has no lock file, so its packages are not known; give `--setup`.';
      this.#context.say(`${commit.slice(0, 10)} has another lock file: ${command}`);
      const problem = await this.#runCommand(command, lock.folder, commit);
      if (problem !== undefined) return problem;
      linkPackage(join(userTop, prefix), join(top, prefix), `@millwright/${this.#request.runner}`);
    }
    this.#modules = isSame ? 'linked' : lock.hash;
    return undefined;
  }

  async #runCommand(command: string, cwd: string, commit: string): Promise<string | undefined> {
    const { config, world, dir } = this.#context;
    const env = { ...world.env, ...config.env };
    const logFile = join(dir, 'logs', `bisect-${commit.slice(0, 10)}.log`);
    const shell = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['/bin/sh', '-c'];
    const { exitCode, interrupted } = await runBatch({
      program: shell[0] ?? '',
      args: [...shell.slice(1), command],
      cwd,
      env,
      logFile,
      redact: redactorOf({ env, patterns: redactionPatternsOf(config.redact) }),
      signal: this.#request.signal,
    });
    if (interrupted || exitCode === 0) return undefined;
    return `\`${command}\` ended with exit code ${exitCode}; what it printed is in ${logFile}.`;
  }
}

interface Lock {
  readonly hash: string;
  readonly folder: string;
  readonly installer: string | undefined;
}

/** The lock file of the project, or else that of the repository's top. */
function lockOf(top: string, prefix: string): Lock {
  for (const folder of new Set([join(top, prefix), top])) {
    for (const [name, installer] of installers) {
      const path = join(folder, name);
      if (!existsSync(path)) continue;
      const hash = createHash('sha256').update(name).update(readFileSync(path)).digest('hex');
      return { hash, folder, installer };
    }
  }
  return { hash: 'none', folder: join(top, prefix), installer: undefined };
}
