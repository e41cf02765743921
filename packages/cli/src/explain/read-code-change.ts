import type { ChangeCommit, ChangedFile, CodeChange } from '@millwright/core';

import { readCommitRange, runGit } from '../bisect/git-commits.ts';

export interface ChangeRange {
  readonly from: string;
  readonly to: string;
  /** Where the project lies in the repository: empty at its top, else `packages/app/`. */
  readonly prefix: string;
  /** Whether the working tree had changes of its own; they count when it still stands at `to`. */
  readonly uncommitted: boolean;
}

/** A range of more commits is looked at from its newer end. */
const mostCommits = 500;

/** What changed from one commit to another, with lines and commits. Undefined when git cannot tell. */
export async function readCodeChange(root: string, range: ChangeRange): Promise<CodeChange | undefined> {
  const { from, to, prefix } = range;
  try {
    const isHere = range.uncommitted && (await runGit(root, ['rev-parse', 'HEAD'])).trim() === to;
    const diff = await runGit(root, [
      '-c',
      'core.quotePath=off',
      'diff',
      '--unified=0',
      '--no-color',
      '--no-ext-diff',
      '--no-renames',
      '--relative',
      from,
      ...(isHere ? [] : [to]),
      '--',
      '.',
    ]);
    const added = isHere ? await runGit(root, ['ls-files', '--others', '--exclude-standard', '-z']) : '';
    const commits = from === to ? [] : (await readCommitRange(root, from, to)).slice(1).slice(-mostCommits);
    return {
      from,
      files: [...changedFilesOf(diff), ...newFilesOf(added)],
      commits: commits.map(({ files, ...commit }): ChangeCommit => ({
        ...commit,
        // What lies beside the project is code as well, and no file of it.
        files: files.map((file) => (file.startsWith(prefix) ? file.slice(prefix.length) : `../${file}`)),
      })),
    };
  } catch {
    return undefined;
  }
}

/** Reads a unified diff without context. */
export function changedFilesOf(diff: string): readonly ChangedFile[] {
  return filesTextsOf(diff)
    .map(changedFileOf)
    .filter(({ file }) => file !== '' && !file.startsWith('.millwright/'));
}

/** Splits a diff into the lines of each file, without the text of the hunks: that may look like a head itself, so it is counted. */
function filesTextsOf(diff: string): readonly (readonly string[])[] {
  const texts: string[][] = [];
  let left = 0;
  for (const line of diff.split('\n')) {
    if (left > 0) {
      if (!line.startsWith('\\')) left -= 1;
      continue;
    }
    const hunk = hunkOf(line);
    if (hunk !== undefined) left = hunk.removed + hunk.count;
    if (line.startsWith('diff --git ')) texts.push([line]);
    else texts.at(-1)?.push(line);
  }
  return texts;
}

function changedFileOf([head = '', ...lines]: readonly string[]): ChangedFile {
  const pathIn = (sign: string): string | undefined =>
    lines.map((line) => (line.startsWith(sign) ? /^... [ab]\/([^\t]+)/u.exec(line)?.[1] : undefined)).find(Boolean);
  // A file without hunks is binary, empty, or changed its mode alone.
  const file = pathIn('+++ ') ?? pathIn('--- ') ?? /^diff --git a\/(.+) b\/\1$/u.exec(head)?.[1] ?? '';
  const hunks = lines.flatMap((line) => hunkOf(line) ?? []).filter(({ count }) => count > 0);
  return { file, lines: hunks.map(({ first, count }) => [first, first + count - 1] as const) };
}

function hunkOf(
  line: string,
): { readonly removed: number; readonly first: number; readonly count: number } | undefined {
  const found = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/u.exec(line);
  if (found === null) return undefined;
  const [, removed = '1', first = '1', count = '1'] = found;
  return { removed: Number(removed), first: Number(first), count: Number(count) };
}

function newFilesOf(list: string): readonly ChangedFile[] {
  return list
    .split('\0')
    .filter((file) => file !== '' && !file.startsWith('.millwright/'))
    .map((file) => ({ file, lines: [] }));
}
