import type { ChangedFile, CodeChange } from './code-change.ts';
import { type CoveredTest, type FileCounts, type Spectrum, spectraOf, suspicionFormulas } from './spectrum.ts';

/** A file that may hold the fault. */
export interface SuspectFile {
  readonly file: string;
  /** Suspiciousness, 0 to 1: a rank, and no probability. */
  readonly score: number;
  /** Whether it changed since the tests were good; absent when the change is not known. */
  readonly changed?: boolean;
  /** The lines to look at first, first and last: those that changed, else those in the failure's stack. */
  readonly lines: readonly (readonly [first: number, last: number])[];
  readonly failedTests: number;
  readonly passedTests: number;
  /** One sentence. */
  readonly why: string;
}

export interface SuspectInput {
  /** The failed tests of one cause, and the tests that passed in the same runs. */
  readonly tests: readonly CoveredTest[];
  /** Further tests that passed, as counts: the same for all causes of a run. */
  readonly othersPassed?: FileCounts;
  /** Test files: no suspects, unless they changed. */
  readonly testFiles: ReadonlySet<string>;
  readonly change?: CodeChange;
  /** The project's own lines in the stack of the failure. */
  readonly frames: readonly { readonly file: string; readonly line: number }[];
  /** Imports between the nearest failed test and the file, at least 1; taken for 1 where it is not told. */
  readonly distances?: ReadonlyMap<string, number>;
}

/** What a file that did not change is worth beside one that did. */
const unchangedPrior = 0.15;
/** Imports beyond these make a file no less suspicious: what everything is built on lies deep. */
const mostDistance = 3;

/**
 * The files that may hold a fault, most suspicious first: Ochiai over the spectrum of the tests, times a prior for what changed, times
 * exp(−d/2) for the imports d between test and file (none for a file in the failure's stack). Ties go to DStar, then Op2, then the name.
 */
export function suspectFilesOf(input: SuspectInput): readonly SuspectFile[] {
  const changed = new Map(input.change?.files.map((file) => [file.file, file]));
  const stack = Map.groupBy(input.frames, ({ file }) => file);
  return [...spectraOf(input.tests, input.othersPassed)]
    .filter(([file]) => changed.has(file) || !input.testFiles.has(file))
    .map(([file, spectrum]) => {
      const distance = stack.has(file) ? 0 : Math.min(mostDistance, input.distances?.get(file) ?? 1);
      const prior = input.change === undefined || changed.has(file) ? 1 : unchangedPrior;
      const lines = stack.get(file)?.map(({ line }) => line) ?? [];
      return {
        spectrum,
        suspect: {
          file,
          score: suspicionFormulas.ochiai(spectrum) * prior * Math.exp(-distance / 2),
          ...(input.change === undefined ? {} : { changed: changed.has(file) }),
          lines: linesOf(changed.get(file), lines),
          failedTests: spectrum.ef,
          passedTests: spectrum.ep,
          why: whyOf(spectrum, { changed: changed.has(file), from: input.change?.from, inStack: lines.length > 0 }),
        },
      };
    })
    .sort((a, b) => compare(a, b))
    .map(({ suspect }) => suspect);
}

interface Ranked {
  readonly spectrum: Spectrum;
  readonly suspect: SuspectFile;
}

function compare(a: Ranked, b: Ranked): number {
  if (a.suspect.score !== b.suspect.score) return b.suspect.score - a.suspect.score;
  for (const formula of [suspicionFormulas.dstar, suspicionFormulas.op2]) {
    const [left, right] = [formula(a.spectrum), formula(b.spectrum)];
    if (left !== right) return right > left ? 1 : -1;
  }
  return a.suspect.file < b.suspect.file ? -1 : 1;
}

/** A change of one line under the stack is the first to look at. */
function linesOf(changed: ChangedFile | undefined, stack: readonly number[]): SuspectFile['lines'] {
  if (changed === undefined || changed.lines.length === 0)
    return [...new Set(stack)].sort((a, b) => a - b).map((line) => [line, line] as const);
  const isHit = ([first, last]: readonly [number, number]): boolean =>
    stack.some((line) => line >= first && line <= last);
  return changed.lines.toSorted((a, b) => Number(isHit(b)) - Number(isHit(a)) || a[0] - b[0]);
}

function whyOf(
  { ef, ep, nf, np }: Spectrum,
  {
    changed,
    from,
    inStack,
  }: { readonly changed: boolean; readonly from: string | undefined; readonly inStack: boolean },
): string {
  const failed =
    nf === 0 ? (ef === 1 ? 'the failed test' : `all ${ef} failed tests`) : `${ef} of ${ef + nf} failed tests`;
  const passed = ep + np === 0 ? '' : `, and by ${ep} of ${ep + np} that passed`;
  const parts = [
    ...(changed ? [`changed${from === undefined ? '' : ` since ${from.slice(0, 7)}`}`] : []),
    ...(inStack ? ['in the stack of the failure'] : []),
    `run by ${failed}${passed}`,
  ];
  return parts.join('; ');
}
