import { readGit } from './git-command.ts';
import { isFix } from './is-fix.ts';

/** A commit, with the files below the root that it changed. */
export interface GitCommit {
  /** E-mail address of its author, after `.mailmap`. */
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly committedAtMs: number;
  readonly subject: string;
  /** Posix paths relative to the root. */
  readonly files: readonly string[];
}

/** How often a file changed in a period, and by whom. */
export interface ChangeFrequency {
  readonly commits: number;
  /** ISO 8601, UTC: when the newest of these commits was made. */
  readonly lastChangedAt: string;
  /** Different e-mail addresses of authors. */
  readonly authors: number;
  /** Commits that count less the older they are: half after 90 days. */
  readonly fadedCommits: number;
  /** Of the commits, those that mend a bug by their subject (`isFix`). */
  readonly fixes: number;
  /** Fixes that count less the older they are: half after 180 days. */
  readonly fadedFixes: number;
  /** Share of the commits that the author of the most of them made, above 0 up to 1. */
  readonly mainAuthorShare: number;
  /** Authors of less than 5 % of the commits each (Bird et al., FSE 2011). */
  readonly minorAuthors: number;
}

const dayMs = 86_400_000;
const commitHalfLifeMs = 90 * dayMs;
const fixHalfLifeMs = 180 * dayMs;
const minorShare = 0.05;

/** Older commits of a period that has more hardly count any more. */
const mostCommits = 20_000;

/**
 * Reads from one `git log` how often each file below the root changed in the last days, the newest 20,000 commits at most. Merge commits
 * do not count, renames count for both names. Paths are posix and relative to the root. Undefined without git or without a commit.
 */
export async function readGitChangeFrequency(options: {
  readonly root: string;
  readonly sinceDays: number;
  /** Milliseconds since the epoch: what commits are old against. */
  readonly nowMs: number;
  /** 60 seconds by default: large repositories take their time. */
  readonly timeoutMs?: number;
}): Promise<ReadonlyMap<string, ChangeFrequency> | undefined> {
  const commits = await readGitCommits(options);
  return commits && changeFrequencyOf(commits, options.nowMs);
}

/** Reads the newest 20,000 commits below the root, of the last days or of all time; newest first, without merges. */
export async function readGitCommits(options: {
  readonly root: string;
  readonly sinceDays?: number;
  readonly timeoutMs?: number;
}): Promise<readonly GitCommit[] | undefined> {
  const args = [
    'log',
    '--no-merges',
    '--no-renames',
    `--max-count=${mostCommits}`,
    ...(options.sinceDays === undefined ? [] : [`--since=${options.sinceDays}.days.ago`]),
    '--name-only',
    '-z',
    '--relative',
    '--format=%x01%aE%x02%cI%x02%s%x02',
  ];
  const output = await readGit(options.root, [...args, '--', '.'], {
    timeoutMs: options.timeoutMs ?? 60_000,
    maxBytes: 512 * 1024 * 1024,
  });
  return output?.split('\u0001').slice(1).map(commitOf);
}

function commitOf(block: string): GitCommit {
  const [author = '', date = '', subject = '', names = ''] = block.split('\u0002');
  const files = names.split('\0').flatMap((name) => name.replace(/^\n/, '') || []);
  return { author, committedAtMs: Date.parse(date), subject, files };
}

interface FileCounts {
  commits: number;
  lastMs: number;
  fadedCommits: number;
  fixes: number;
  fadedFixes: number;
  readonly authors: Map<string, number>;
}

/** What commits say of each file at a moment, by path. */
export function changeFrequencyOf(commits: readonly GitCommit[], nowMs: number): ReadonlyMap<string, ChangeFrequency> {
  const files = new Map<string, FileCounts>();
  for (const { author, committedAtMs, subject, files: changed } of commits) {
    const ageMs = Math.max(0, nowMs - committedAtMs);
    const weight = 2 ** (-ageMs / commitHalfLifeMs);
    const fixes = isFix(subject) ? 1 : 0;
    const fixWeight = fixes * 2 ** (-ageMs / fixHalfLifeMs);
    for (const file of changed) {
      const counts = files.get(file) ?? emptyCounts();
      files.set(file, counts);
      counts.commits += 1;
      counts.lastMs = Math.max(counts.lastMs, committedAtMs);
      counts.fadedCommits += weight;
      counts.fixes += fixes;
      counts.fadedFixes += fixWeight;
      counts.authors.set(author, (counts.authors.get(author) ?? 0) + 1);
    }
  }
  return new Map([...files].map(([file, counts]) => [file, frequencyOf(counts)]));
}

function emptyCounts(): FileCounts {
  return { commits: 0, lastMs: 0, fadedCommits: 0, fixes: 0, fadedFixes: 0, authors: new Map() };
}

function frequencyOf({ commits, lastMs, fadedCommits, fixes, fadedFixes, authors }: FileCounts): ChangeFrequency {
  const shares = [...authors.values()].map((count) => count / commits);
  return {
    commits,
    lastChangedAt: new Date(lastMs).toISOString(),
    authors: authors.size,
    fadedCommits,
    fixes,
    fadedFixes,
    mainAuthorShare: shares.reduce((most, share) => Math.max(most, share), 0),
    minorAuthors: shares.filter((share) => share < minorShare).length,
  };
}
