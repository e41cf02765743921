import type { LineAuthors, SuspectFile } from '@millwright/core';

import { runGit } from '../bisect/git-commits.ts';

/** Stretches of one file that are asked about; many small ones make a long command line. */
const mostStretches = 100;

/** Which commits wrote the changed lines of each suspect (git blame, merges as one commit); a file that git cannot tell is left out. */
export async function readLineAuthors(
  root: string,
  suspects: readonly SuspectFile[],
  at: { readonly commit: string; readonly dirty: boolean },
): Promise<ReadonlyMap<string, LineAuthors>> {
  const found = new Map<string, LineAuthors>();
  for (const { file, changed, lines } of suspects) {
    if (changed !== true || lines.length === 0) continue;
    const authors = await readAuthors(root, file, lines, at);
    if (authors !== undefined) found.set(file, authors);
  }
  return found;
}

async function readAuthors(
  root: string,
  file: string,
  lines: SuspectFile['lines'],
  { commit, dirty }: { readonly commit: string; readonly dirty: boolean },
): Promise<LineAuthors | undefined> {
  const stretches = lines.slice(0, mostStretches).map(([first, last]) => `-L${first},${last}`);
  try {
    const isHere = dirty && (await runGit(root, ['rev-parse', 'HEAD'])).trim() === commit;
    const args = ['blame', '--porcelain', '--first-parent', ...stretches, ...(isHere ? [] : [commit]), '--', file];
    const authors = new Map<string, number>();
    for (const [, hash = ''] of (await runGit(root, args)).matchAll(/^([0-9a-f]{40}) \d+ \d+(?: \d+)?$/gmu)) {
      const name = /^0+$/u.test(hash) ? 'uncommitted' : hash;
      authors.set(name, (authors.get(name) ?? 0) + 1);
    }
    return authors;
  } catch {
    return undefined;
  }
}
