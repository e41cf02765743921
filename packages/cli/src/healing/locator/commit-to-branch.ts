import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { UserError } from '@millwright/core';

import { runGit } from '../../bisect/git-commits.ts';
import type { TextsByFile } from './edit-session.ts';

const run = promisify(execFile);

/** A commit that is made without touching the working tree or the index. */
export interface BranchCommit {
  readonly branch: string;
  readonly message: string;
  readonly texts: TextsByFile;
}

/** Refuses a branch that exists, or a name that git does not take, before any work is done. Throws a UserError. */
export async function refuseBranch(root: string, branch: string): Promise<void> {
  const isName = await succeeds(root, ['check-ref-format', '--branch', branch]);
  const exists = isName && (await succeeds(root, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]));
  if (isName && !exists && (await succeeds(root, ['rev-parse', '--verify', '--quiet', 'HEAD']))) return;
  throw new UserError({
    code: 'no-new-branch',
    message: exists
      ? `Expected \`--branch\` to be a new branch, and "${branch}" exists.`
      : isName
        ? 'Expected a git repository with a commit that `--branch` can build on.'
        : `Expected \`--branch\` to be the name of a branch, got "${branch}".`,
    hint: exists ? 'Name another, or delete it first.' : 'Leave `--branch` out to see the diffs only.',
  });
}

/** Commits the texts onto HEAD under a new branch. Rejects when git does. Returns the commit's hash. */
export async function commitToBranch(root: string, { branch, message, texts }: BranchCommit): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-index-'));
  const git = async (args: readonly string[], input?: string): Promise<string> => {
    const pending = run('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: root,
      env: { ...process.env, GIT_INDEX_FILE: join(folder, 'index') },
    });
    if (input !== undefined) pending.child.stdin?.end(input);
    return (await pending).stdout.trim();
  };
  try {
    const prefix = (await runGit(root, ['rev-parse', '--show-prefix'])).trim();
    await git(['read-tree', 'HEAD']);
    for (const [file, text] of texts) {
      const path = `${prefix}${file}`;
      const mode = (await git(['ls-files', '--stage', '--', file])).split(' ')[0] || '100644';
      const blob = await git(['hash-object', '-w', '--stdin', '--path', path], text);
      await git(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`]);
    }
    const tree = await git(['write-tree']);
    const commit = await git(['commit-tree', tree, '-p', 'HEAD', '-m', message]);
    await git(['update-ref', `refs/heads/${branch}`, commit, '']);
    return commit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function succeeds(root: string, args: readonly string[]): Promise<boolean> {
  try {
    await runGit(root, args);
    return true;
  } catch {
    return false;
  }
}
