import { performance } from 'node:perf_hooks';

import { readGitCommits } from '@millwright/history';

import { type Bench, type Figure, informs } from '../bench.ts';
import { randomOf } from '../history/random.ts';
import { areaUnderCurve } from '../predictions/area-under-curve.ts';
import { type JudgedFile, readFilesAt } from '../risk/fixed-files.ts';

const dayMs = 86_400_000;
const longestWindowMs = 182 * dayMs;
const pointCount = 8;
const effortRatio = 0.2;
const rules = ['ours', 'changes', 'size', 'random'] as const;

/** With less of it, what is printed says little. */
const enough = { spanMs: 365 * dayMs, authors: 3, fixes: 100 };

/**
 * A repository is played again: at eight moments its files are ranked by what its history said before, and the ranking is held against the
 * files that were mended in the time after.
 */
export const riskBench: Bench = {
  name: 'risk',
  description: 'how well changes and ownership foretell which files will be mended, in this or another repository',
  usage: '--repo PATH: the top folder of another repository',
  async run(args) {
    const [flag, path, ...rest] = args;
    if (args.length > 0 && (flag !== '--repo' || path === undefined || rest.length > 0))
      throw new Error(`Expected nothing or --repo PATH after risk, got "${args.join(' ')}".`);
    return figuresOf(path ?? '.');
  },
};

async function figuresOf(root: string): Promise<readonly Figure[]> {
  const from = performance.now();
  const commits = await readGitCommits({ root });
  const readMs = performance.now() - from;
  const [newest, oldest] = [commits?.[0], commits?.at(-1)];
  if (!commits || !newest || !oldest)
    throw new Error(`Expected a git repository with commits in "${root}"; give its top folder with --repo PATH.`);
  const times = commits.map(({ committedAtMs }) => committedAtMs);
  const [startMs, endMs] = [Math.min(...times), Math.max(...times)];
  const stepMs = (endMs - startMs) / (pointCount + 1);
  const windowMs = Math.min(longestWindowMs, stepMs);
  const random = randomOf(4);
  const moments: (readonly JudgedFile[])[] = [];
  for (let point = 1; point <= pointCount; point += 1) {
    const files = await readFilesAt(root, commits, { atMs: startMs + point * stepMs, windowMs, random });
    if (files.some(({ isFixed }) => isFixed) && files.some(({ isFixed }) => !isFixed)) moments.push(files);
  }
  const authors = new Set(commits.map(({ author }) => author)).size;
  const judged = moments.flat();
  const fixes = judged.filter(({ isFixed }) => isFixed).length;
  warn({ spanMs: endMs - startMs, authors, fixes });
  return [
    informs('reading all commits', readMs, 'ms'),
    informs('commits', commits.length, ''),
    informs('authors', authors, ''),
    informs('days', (endMs - startMs) / dayMs, ''),
    informs('moments with mended files', moments.length, ''),
    informs('files at these moments', judged.length, ''),
    informs('of them mended in the time after', fixes, ''),
    ...(moments.length === 0 ? [] : rules.flatMap((rule) => ruleFigures(rule, moments, random))),
  ];
}

function ruleFigures(
  rule: (typeof rules)[number],
  moments: readonly (readonly JudgedFile[])[],
  random: () => number,
): readonly Figure[] {
  const aucs = moments.map((files) =>
    areaUnderCurve(files.map(({ scores, isFixed }) => ({ probability: scores[rule], failed: isFixed }))),
  );
  return [
    informs(`${rule}: AUC`, meanOf(aucs), 'ratio'),
    informs(
      `${rule}: mended files found in 20 % of the code`,
      meanOf(moments.map((files) => recallOf(files, rule, random))),
      'ratio',
    ),
  ];
}

/** Share of the mended files among the riskiest ones that fit into a fifth of all bytes; ties by lot. */
function recallOf(files: readonly JudgedFile[], rule: (typeof rules)[number], random: () => number): number {
  let leftBytes = effortRatio * files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let found = 0;
  const order = files
    .map((file) => ({ file, lot: random() }))
    .sort((a, b) => b.file.scores[rule] - a.file.scores[rule] || a.lot - b.lot);
  for (const { file } of order) {
    leftBytes -= file.sizeBytes;
    if (leftBytes < 0) break;
    found += file.isFixed ? 1 : 0;
  }
  return found / files.filter(({ isFixed }) => isFixed).length;
}

function warn({ spanMs, authors, fixes }: { spanMs: number; authors: number; fixes: number }): void {
  const short = [
    ...(spanMs < enough.spanMs ? ['less than a year of commits'] : []),
    ...(authors < enough.authors ? ['fewer than three authors'] : []),
    ...(fixes < enough.fixes ? ['fewer than a hundred mended files'] : []),
  ];
  if (short.length > 0)
    process.stderr.write(
      `Too little to judge weights by: ${short.join(', ')}. Read the figures as a trial of the bench alone.\n`,
    );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
