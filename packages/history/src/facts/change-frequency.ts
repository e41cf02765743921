import { readGit } from './git-command.ts';

/** How often a file changed in a period. */
export interface ChangeFrequency {
  readonly commits: number;
  /** ISO 8601, UTC: when the newest of these commits was made. */
  readonly lastChangedAt: string;
  /** Different e-mail addresses of authors. */
  readonly authors: number;
}

/**
 * Reads from one `git log` how often each file below the root changed in the last days. Merge commits do not count,
 * renames count for both names. Paths are posix and relative to the root. Undefined without git or without a commit.
 */
export async function readGitChangeFrequency(options: {
  readonly root: string;
  readonly sinceDays: number;
  /** 60 seconds by default: large repositories take their time. */
  readonly timeoutMs?: number;
}): Promise<ReadonlyMap<string, ChangeFrequency> | undefined> {
  const args = [
    'log',
    '--no-merges',
    '--no-renames',
    `--since=${options.sinceDays}.days.ago`,
    '--name-only',
    '-z',
    '--relative',
    '--format=%x01%aE%x02%cI%x02',
  ];
  const output = await readGit(options.root, [...args, '--', '.'], {
    timeoutMs: options.timeoutMs ?? 60_000,
    maxBytes: 512 * 1024 * 1024,
  });
  return output === undefined ? undefined : changeFrequencyOf(output);
}

function changeFrequencyOf(log: string): ReadonlyMap<string, ChangeFrequency> {
  const files = new Map<string, { commits: number; lastChangedAt: string; authors: Set<string> }>();
  for (const block of log.split('\u0001').slice(1)) {
    const [author = '', date = '', names = ''] = block.split('\u0002');
    const committedAt = new Date(date).toISOString();
    for (const file of names.split('\0').map((name) => name.replace(/^\n/, ''))) {
      if (file === '') continue;
      const known = files.get(file);
      if (!known) files.set(file, { commits: 1, lastChangedAt: committedAt, authors: new Set([author]) });
      else {
        known.commits += 1;
        known.authors.add(author);
        if (committedAt > known.lastChangedAt) known.lastChangedAt = committedAt;
      }
    }
  }
  return new Map([...files].map(([file, { authors, ...rest }]) => [file, { ...rest, authors: authors.size }]));
}
