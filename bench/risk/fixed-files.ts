import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { fileRisksOf } from '@millwright/core';
import { type GitCommit, changeFrequencyOf, isFix } from '@millwright/history';

const run = promisify(execFile);
const dayMs = 86_400_000;
const periodMs = 180 * dayMs;
const source = /\.(?:[cm]?[jt]sx?|vue|svelte|py|java|kt|go|rs|rb|cs|php|c|cc|cpp|h|hpp|swift)$/;
const ofTests = /(?:^|\/)(?:tests?|specs?|__tests__|fixtures|vendor|dist|node_modules)\/|[._-](?:test|spec)\.|\.d\.ts$/;

/** A source file at a moment: what rules say of it by what was known then, and whether it was mended afterwards. */
export interface JudgedFile {
  readonly sizeBytes: number;
  readonly isFixed: boolean;
  /** By rule, the higher the riskier. */
  readonly scores: Readonly<Record<'ours' | 'size' | 'changes' | 'random', number>>;
}

/** The source files that stood in a repository at a moment. `random`: numbers from 0 to 1. Empty before its first commit. */
export async function readFilesAt(
  repository: string,
  commits: readonly GitCommit[],
  moment: { readonly atMs: number; readonly windowMs: number; readonly random: () => number },
): Promise<readonly JudgedFile[]> {
  const { atMs, windowMs, random } = moment;
  const before = commits.filter((one) => one.committedAtMs < atMs && one.committedAtMs >= atMs - periodMs);
  const after = commits.filter((one) => one.committedAtMs >= atMs && one.committedAtMs < atMs + windowMs);
  const fixed = new Set(after.flatMap(({ subject, files }) => (isFix(subject) ? files : [])));
  const known = [...changeFrequencyOf(before, atMs)].map(
    ([file, { lastChangedAt, ...rest }]) => [file, { ...rest, lastChangedAt: Date.parse(lastChangedAt) }] as const,
  );
  const changes = new Map(known);
  const risks = fileRisksOf(changes, atMs);
  return (await readSizesAt(repository, atMs)).map(([file, sizeBytes]) => ({
    sizeBytes,
    isFixed: fixed.has(file),
    scores: {
      ours: risks.get(file) ?? 0,
      size: sizeBytes,
      changes: changes.get(file)?.commits ?? 0,
      random: random(),
    },
  }));
}

async function readSizesAt(repository: string, atMs: number): Promise<readonly (readonly [string, number])[]> {
  const readGit = async (args: readonly string[]): Promise<string> =>
    (await run('git', ['-C', repository, ...args], { maxBuffer: 256 * 1024 * 1024 })).stdout;
  // One second before, since git's `--before` takes the moment itself with it.
  const before = new Date(atMs - 1000).toISOString();
  const commit = (await readGit(['rev-list', '-1', `--before=${before}`, 'HEAD'])).trim();
  if (commit === '') return [];
  return (await readGit(['ls-tree', '-r', '-l', '-z', commit])).split('\0').flatMap((line) => {
    const [facts = '', file = ''] = line.split('\t');
    const size = Number(facts.split(/\s+/)[3]);
    return size > 0 && source.test(file) && !ofTests.test(file) ? [[file, size] as const] : [];
  });
}
