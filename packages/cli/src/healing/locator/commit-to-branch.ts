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

/** Refuses a branch that exists, a name that git does not take, and a git that cannot commit, before any work is done. Throws a UserError. */
export async function refuseBranch(root: string, branch: string): Promise<void> {
  const isName = await succeeds(root, ['check-ref-format', '--branch', branch]);
  const exists = isName && (await isBranch(root, branch));
  if (isName && !exists && (await succeeds(root, ['rev-parse', '--verify', '--quiet', 'HEAD']))) {
    await refuseNoRoom(root, branch);
    return refuseUnknownAuthor(root);
  }
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

/** A branch is a file in a folder of git: no other may be in its place, or in it. */
async function refuseNoRoom(root: string, branch: string): Promise<void> {
  const folders = branch.split('/').map((_part, index, parts) => parts.slice(0, index).join('/'));
  const below = (
    await runGit(root, ['for-each-ref', '--count=1', '--format=%(refname:lstrip=2)', `refs/heads/${branch}/`])
  ).trim();
  let other = below;
  for (const folder of folders) if (folder !== '' && (await isBranch(root, folder))) other = folder;
  if (other === '') return;
  throw new UserError({
    code: 'no-new-branch',
    message: `Expected \`--branch\` to be a name that is free, and "${other}" exists, so there is no room for "${branch}".`,
    hint: 'Name another.',
  });
}

async function refuseUnknownAuthor(root: string): Promise<void> {
  const isKnown =
    (await succeeds(root, ['var', 'GIT_AUTHOR_IDENT'])) && (await succeeds(root, ['var', 'GIT_COMMITTER_IDENT']));
  if (isKnown) return;
  throw new UserError({
    code: 'no-author',
    message: 'Expected git to know who commits to `--branch`, and it has no name or address.',
    hint: 'Set them: `git config user.name …` and `git config user.email …`.',
  });
}

function isBranch(root: string, branch: string): Promise<boolean> {
  return succeeds(root, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
}

/** Commits the texts onto HEAD under a new branch. Throws a UserError when git does not. Returns the commit's hash. */
export async function commitToBranch(root: string, { branch, message, texts }: BranchCommit): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-index-'));
  const git = async (args: readonly string[], input?: string): Promise<string> => {
    // A hook of git sets variables that point at another place.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_PREFIX: _prefix, ...env } = process.env;
    const pending = run('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: root,
      env: { ...env, GIT_INDEX_FILE: join(folder, 'index') },
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
  } catch (cause) {
    const { stderr = '' } = cause as { readonly stderr?: string };
    throw new UserError({
      code: 'no-commit',
      message: `The repairs were proved, and git did not commit them to "${branch}": ${stderr.trim().split('\n')[0] || String(cause)}`,
      hint: '`e2e healing-stats --list` shows their ids, and `e2e heal apply ID` writes one.',
      cause,
    });
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
