import { readGit } from './git-command.ts';

/** A file that has another name since. Posix paths relative to the root. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads which files below the root were renamed or moved between two commits (git's own 50 % similarity), or up to the working
 * tree as far as git tracks it. Empty when git cannot tell.
 */
export async function readRenames(options: {
  readonly root: string;
  readonly fromCommit: string;
  /** The working tree when left out. */
  readonly toCommit?: string;
}): Promise<readonly Rename[]> {
  const { root, fromCommit, toCommit } = options;
  // A value that begins with a dash would be read as an option.
  if (fromCommit.startsWith('-') || toCommit?.startsWith('-')) return [];
  const args = [
    'diff',
    '-M',
    '-l2000',
    '--name-status',
    '-z',
    '--diff-filter=R',
    '--relative',
    fromCommit,
    ...(toCommit === undefined ? [] : [toCommit]),
    '--',
    '.',
  ];
  const output = await readGit(root, args);
  const fields = output?.split('\0') ?? [];
  const renames: Rename[] = [];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    renames.push({ from: fields[index + 1] as string, to: fields[index + 2] as string });
  }
  return renames;
}
