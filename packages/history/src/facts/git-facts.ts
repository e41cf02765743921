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

/** Ends every answer of the script; no path and no subject contains it. */
const endMark = '\u0001millwright\u0001';

/**
 * All questions in one shell script, because starting a process stops a large runner for some 10 ms, and a small shell hardly at
 * all; and few questions, because each is a process of git. It runs as an alias of git, for git brings a shell along wherever it is
 * installed. Its arguments are names of branches that may be the base, before the usual ones; the merge base is that with the first
 * one that exists. The cheap questions come first, so that they are answered even when the time runs out.
 */
const script = `f() {
  unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
  cd "./$GIT_PREFIX" || return
  end() { printf '\\001millwright\\001'; }
  log=$(git log -1 --no-show-signature --format=%H%x02%s%x02%an%x02%cI) || return
  printf %s "$log"; end
  git symbolic-ref --quiet --short HEAD; end
  printf %s "$GIT_PREFIX"; end
  for name in "$@"; do
    base=$(git merge-base HEAD "$name" 2>/dev/null) && [ -n "$base" ] && break
  done
  usual="refs/remotes/origin/HEAD refs/remotes/origin/main refs/remotes/origin/master refs/heads/main refs/heads/master"
  [ -n "$base" ] || there=$(git for-each-ref --format='%(refname)!' $usual 2>/dev/null)
  for name in $usual; do
    [ -n "$base" ] && break
    case "$there" in *"$name!"*) base=$(git merge-base HEAD "$name" 2>/dev/null) ;; esac
  done
  printf %s "$base"; end
  dirty=$(git status --porcelain --untracked-files=no --ignore-submodules=dirty)
  printf %s "$dirty"; end
  [ -n "$base" ] || return 0
  case "$log" in
    "$base"*) [ -z "$dirty" ] ;;
    *) false ;;
  esac || git diff --name-only -z --no-renames --relative --ignore-submodules=dirty "$base" -- . || return 0; end
  git ls-files --others --exclude-standard -z -- .; end
}; f`;

/** Where the code stands. Undefined without git, outside a repository, and before the first commit. Never throws. */
export async function readGitFacts(root: string, options: GitFactsOptions = {}): Promise<GitFacts | undefined> {
  const { branch, baseBranch, ...limits } = options;
  // A name that begins with a dash would be read as an option.
  const named = baseBranch && !baseBranch.startsWith('-') ? [`origin/${baseBranch}`, baseBranch] : [];
  const args = ['-c', `alias.millwright-facts=!${script}`, 'millwright-facts', ...named];
  const output = await readGit(root, args, { ...limits, keepsPart: true });
  // What follows the last mark was cut off.
  return gitFactsOf(output?.split(endMark).slice(0, -1) ?? [], branch);
}

function gitFactsOf(answers: readonly string[], branchOfCi: string | undefined): GitFacts | undefined {
  const [log, branch, prefix, base, dirty, changed, added] = answers;
  const [commit, commitSubject, author, committedAt] = log?.trimEnd().split('\u0002') ?? [];
  if (!commit) return undefined;
  const known = {
    branch: branch?.trim() || branchOfCi,
    commitSubject,
    author,
    committedAt: committedAt && new Date(committedAt).toISOString(),
    mergeBase: base,
    changedFiles: changed === undefined ? undefined : changedFilesOf(changed, added ?? ''),
  };
  const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== ''));
  return { commit, ...told, dirty: (dirty ?? '').trim() !== '', rootPrefix: prefix ?? '' };
}

/** Committed and uncommitted changes to tracked files, and new files that are not ignored; posix, relative to the root. */
function changedFilesOf(changed: string, added: string): readonly string[] {
  // Tracked changes first: a folder of new output files must not push them over the limit.
  const files = [changed, added]
    .flatMap((text) => text.split('\0'))
    .filter((file) => file !== '' && !file.startsWith('.millwright/'));
  return [...new Set(files)].slice(0, changedFilesLimit).sort();
}
