import type { GitFacts } from '@millwright/core';

import { type GitCommandOptions, readGit } from './git-command.ts';

/** More changed files than this are not kept: such a change touches everything anyway. */
export const changedFilesLimit = 500;

export interface GitFactsOptions extends GitCommandOptions {
  /** What CI says about the branch under test: needed because CI checks out a detached commit. */
  readonly branch?: string | undefined;
  /** What CI says about the branch that a pull request goes to. */
  readonly baseBranch?: string | undefined;
}

/** Where the code stands. Undefined without git, outside a repository, and before the first commit. Never throws. */
export async function readGitFacts(root: string, options: GitFactsOptions = {}): Promise<GitFacts | undefined> {
  const [log, branch, prefix, dirty, base] = await Promise.all([
    readGit(root, ['log', '-1', '--no-show-signature', '--format=%H%x00%s%x00%an%x00%cI'], options),
    readGit(root, ['symbolic-ref', '--quiet', '--short', 'HEAD'], options),
    readGit(root, ['rev-parse', '--show-prefix'], options),
    readGit(root, ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=dirty'], options),
    readMergeBase(root, options),
  ]);
  const [commit, commitSubject, author, committedAt] = log?.trimEnd().split('\0') ?? [];
  if (!commit) return undefined;
  const changedFiles = base && (await readChangedFiles(root, base, options));
  const known = {
    branch: branch?.trim() || options.branch,
    commitSubject,
    author,
    committedAt: committedAt && new Date(committedAt).toISOString(),
    mergeBase: base,
    changedFiles,
  };
  const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== ''));
  return { commit, ...told, dirty: (dirty ?? '').trim() !== '', rootPrefix: prefix?.replace(/\r?\n$/, '') ?? '' };
}

/** The commit at which HEAD left the first base branch that exists here. */
async function readMergeBase(root: string, options: GitFactsOptions): Promise<string | undefined> {
  const originHead = await readGit(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], options);
  const named = options.baseBranch ? [`origin/${options.baseBranch}`, options.baseBranch] : [];
  const candidates = [...named, originHead?.trim(), 'origin/main', 'origin/master', 'main', 'master'];
  for (const candidate of new Set(candidates.filter((name) => name !== undefined && name !== ''))) {
    const base = await readGit(root, ['merge-base', 'HEAD', candidate as string], options);
    if (base?.trim()) return base.trim();
  }
  return undefined;
}

/** Committed and uncommitted changes to tracked files since a commit, and new files that are not ignored; posix, relative to the root. */
async function readChangedFiles(
  root: string,
  since: string,
  options: GitCommandOptions,
): Promise<readonly string[] | undefined> {
  const [changed, added] = await Promise.all([
    readGit(
      root,
      ['diff', '--name-only', '-z', '--no-renames', '--relative', '--ignore-submodules=dirty', since, '--', '.'],
      options,
    ),
    readGit(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.'], options),
  ]);
  if (changed === undefined) return undefined;
  // Tracked changes first: a folder of new output files must not push them over the limit.
  const files = [changed, added ?? '']
    .flatMap((text) => text.split('\0'))
    .filter((file) => file !== '' && !file.startsWith('.millwright/'));
  return [...new Set(files)].slice(0, changedFilesLimit).sort();
}
