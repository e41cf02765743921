import { commitTouchOf } from '../bisect/commit-weight.ts';
import type { ChangeCommit, CodeChange } from './code-change.ts';
import type { SuspectFile } from './suspect-files.ts';

/** A commit that may have brought the fault. */
export interface SuspectCommit {
  /** The whole hash; absent for changes that are not committed. */
  readonly commit?: string;
  readonly author?: string;
  /** ISO 8601, UTC. */
  readonly committedAt?: string;
  readonly subject: string;
  /** Suspiciousness relative to the first, 0 to 1: a rank, and no probability. */
  readonly score: number;
  /** One sentence. */
  readonly why: string;
}

/** Who wrote the changed lines of a file: whole hash (`uncommitted` for lines of the working tree) → number of lines. */
export type LineAuthors = ReadonlyMap<string, number>;

/** What a commit of the range is worth that touches no suspect: least when it changes only words. */
const backgrounds = { configuration: 0.02, code: 0.002, words: 0.0002 } as const;

/**
 * The commits since the last good run, most suspicious first: for each suspect file its suspiciousness, shared out by the changed lines
 * that a commit wrote (blame), or by the commits that touch the file where no changed line is left. One that touches no suspect keeps a
 * little, because neither imports nor coverage show all that a test depends on.
 */
export function suspectCommitsOf(
  suspects: readonly SuspectFile[],
  change: CodeChange,
  blame: ReadonlyMap<string, LineAuthors>,
): readonly SuspectCommit[] {
  const ranked = change.commits.map((commit) => ({ commit, ...weightOf(commit, suspects, change, blame) }));
  const uncommitted = weightOf(undefined, suspects, change, blame);
  const all = [
    ...ranked.map(({ commit, weight, why }) => ({
      commit: commit.commit,
      author: commit.author,
      committedAt: commit.committedAt,
      subject: commit.subject,
      weight,
      why,
    })),
    ...(uncommitted.weight > 0 ? [{ subject: 'Changes that are not committed', ...uncommitted }] : []),
  ].toSorted((a, b) => b.weight - a.weight);
  const greatest = all[0]?.weight ?? 1;
  return all.map(({ weight, ...commit }) => ({ ...commit, score: weight / greatest }));
}

function weightOf(
  commit: ChangeCommit | undefined,
  suspects: readonly SuspectFile[],
  change: CodeChange,
  blame: ReadonlyMap<string, LineAuthors>,
): { readonly weight: number; readonly why: string } {
  let weight = 0;
  let greatest = 0;
  let why = '';
  for (const suspect of suspects) {
    if (suspect.changed !== true) continue;
    const { share, words } = shareOf(commit, suspect.file, change, blame.get(suspect.file));
    const own = share * suspect.score;
    weight += own;
    if (own > greatest) [greatest, why] = [own, words];
  }
  if (weight > 0 || commit === undefined) return { weight, why };
  const touch = commitTouchOf(commit.files, new Set());
  if (touch.configuration)
    return { weight: backgrounds.configuration, why: 'changes what the whole project depends on' };
  return touch.code
    ? { weight: backgrounds.code, why: 'changes nothing that the failed tests are known to run' }
    : { weight: backgrounds.words, why: 'changes no code' };
}

function shareOf(
  commit: ChangeCommit | undefined,
  file: string,
  { commits }: CodeChange,
  authors: LineAuthors | undefined,
): { readonly share: number; readonly words: string } {
  const total = [...(authors?.values() ?? [])].reduce((sum, lines) => sum + lines, 0);
  if (total > 0) {
    const lines = authors?.get(commit?.commit ?? 'uncommitted') ?? 0;
    return { share: lines / total, words: `wrote ${lines} of the ${total} changed lines of ${file}` };
  }
  const touching = commits.filter(({ files }) => files.includes(file));
  if (touching.length === 0) return { share: commit === undefined ? 1 : 0, words: `changes ${file}` };
  const isTouching = commit?.files.includes(file) === true;
  return { share: isTouching ? 1 / touching.length : 0, words: `changes ${file}` };
}
