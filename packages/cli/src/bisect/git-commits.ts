import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { UserError } from '@millwright/core';

const run = promisify(execFile);

/** A commit of the range that is searched. */
export interface RangeCommit {
  /** The whole hash. */
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly committedAt: string;
  readonly subject: string;
  /** What it changes against its first parent; posix, relative to the repository's folder. */
  readonly files: readonly string[];
}

/** Runs git in a folder without the user's hooks and returns what it printed. Rejects when git does. */
export async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  // A hook of git sets variables that point at another repository, and a checkout would start the user's own hooks.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const { stdout } = await run('git', ['-c', 'core.hooksPath=/dev/null', '-c', 'log.showSignature=false', ...args], {
    cwd,
    env,
    maxBuffer: 512 * 1024 * 1024,
    windowsHide: true,
  });
  return stdout;
}

/** The commit that a branch, tag or hash means. Throws a UserError when there is none. */
export async function commitOf(root: string, ref: string, option: string): Promise<string> {
  try {
    return (await runGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])).trim();
  } catch (cause) {
    throw new UserError({
      code: 'unknown-ref',
      message: `Expected \`${option}\` to be a branch, tag or commit of this repository, got "${ref}".`,
      hint: 'A shallow clone lacks old commits: `git fetch --unshallow` brings them.',
      cause,
    });
  }
}

/** Whether one commit comes before another, or is the same; false when git knows one of them not. */
export async function isAncestor(root: string, older: string, newer: string): Promise<boolean> {
  try {
    await runGit(root, ['merge-base', '--is-ancestor', older, newer]);
    return true;
  } catch {
    return false;
  }
}

/**
 * The good commit, and all that came after it on the way of first parents to the bad one, oldest first. What a branch
 * brought is one commit: its merge.
 */
export async function readCommitRange(root: string, good: string, bad: string): Promise<readonly RangeCommit[]> {
  const log = ['log', '--first-parent', '--format=%x01%H%x02%an%x02%cI%x02%s%x02'];
  const before = await runGit(root, [...log, '-1', '-z', good]);
  const after = await runGit(root, [
    ...log,
    '--diff-merges=first-parent',
    '--reverse',
    '--topo-order',
    '--name-only',
    '--no-renames',
    '-z',
    `${good}..${bad}`,
  ]);
  return [...commitsOf(before), ...commitsOf(after)];
}

function commitsOf(log: string): readonly RangeCommit[] {
  return log
    .split('\u0001')
    .slice(1)
    .map((block) => {
      const [commit = '', author = '', date = '', subject = '', names = ''] = block.split('\u0002');
      const files = names.split('\0').map((name) => name.replace(/^\n/, ''));
      const committedAt = new Date(date).toISOString();
      return { commit, author, committedAt, subject, files: files.filter((file) => file !== '') };
    });
}
