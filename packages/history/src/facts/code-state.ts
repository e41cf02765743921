import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { contentHashOf } from '../format/content-hash.ts';
import { readGit } from './git-command.ts';

/** What runs write themselves; it says nothing of the code. */
const written = /(?:^|\/)(?:\.millwright|test-results|playwright-report|blob-report|coverage)\//;

/**
 * A digest of the repository's content as it stands: what is committed, and every uncommitted and untracked file that is not ignored.
 * The same on every machine that has the same content. Undefined without git.
 */
export async function readCodeState(root: string): Promise<string | undefined> {
  const [where, status] = await Promise.all([
    readGit(root, ['rev-parse', '--show-toplevel', 'HEAD^{tree}']),
    readGit(root, [
      'status',
      '--porcelain',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--ignore-submodules=dirty',
    ]),
  ]);
  const [top, tree] = where?.trim().split('\n') ?? [];
  if (!top || !tree || status === undefined) return undefined;
  const changed = status
    .split('\0')
    .map((entry) => entry.slice(3))
    .filter((file) => file !== '' && !written.test(file))
    .toSorted();
  return contentHashOf(JSON.stringify([tree, changed.map((file) => [file, readDigest(join(top, file))])]));
}

/** Digests of files by path relative to the root; what cannot be read is not among them. */
export function readFileDigests(root: string, files: Iterable<string>): Readonly<Record<string, string>> {
  const digests = [...new Set(files)].toSorted().flatMap((file) => {
    const digest = readDigest(join(root, file));
    return digest === undefined ? [] : [[file, digest] as const];
  });
  return Object.fromEntries(digests);
}

function readDigest(path: string): string | undefined {
  try {
    return contentHashOf(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
