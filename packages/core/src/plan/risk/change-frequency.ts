import type { FileChanges } from '../plan-input.ts';
import type { PlanSubject } from '../plan-subject.ts';
import { clamped, logShareOf, type RiskRule } from './risk-rule.ts';

const halfLifeMs = 90 * 86_400_000;

interface BusyFile {
  readonly file: string;
  readonly score: number;
  readonly changes: FileChanges;
}

/** Commits against fixes in the score: 0.9 to 0.6, as in the model that the weights come from. */
const commitShare = 0.6;

/** A project in which no file was mended so often is too young for one fix to say much. */
const fewestFixes = 3;

/**
 * Code that changes often breaks often, and code that was mended lately breaks again: commits of the reached file that has the most of
 * both, older ones counting less (half-life of 90 days, of fixes 180). The weight is the share that both have in a model of fixed files, see
 * `docs/planning.md`; that changes foretell faults is the best founded finding of the field (Nagappan and Ball, ICSE 2005).
 */
export const changeFrequency: RiskRule = {
  name: 'change-frequency',
  weight: 0.2,
  assess: (subject, { input, maxChurn, maxFixes }) => {
    const { changeFrequency: changes, nowMs } = input;
    if (!changes) return undefined;
    let busiest: BusyFile | undefined;
    for (const file of filesOf(subject)) {
      const found = changes.get(file);
      const score = found ? changeScoreOf(found, { nowMs, maxChurn, maxFixes }) : 0;
      if (found && score > (busiest?.score ?? 0)) busiest = { file, score, changes: found };
    }
    if (!busiest) return { score: 0, evidence: 'None of its files changed in the period.' };
    const { authors, commits, fixes } = busiest.changes;
    const by = authors === undefined ? '' : ` by ${counted(authors, 'author')}`;
    const mended = fixes === undefined || fixes === 0 ? '' : `, of which ${fixes} fixed a bug`;
    return {
      score: busiest.score,
      evidence: `${busiest.file} changed in ${counted(commits, 'commit')}${by}${mended}.`,
    };
  },
};

/** How much a file's changes make one expect faults in it, 0–1. `maxChurn`, `maxFixes`: the most of any file that is compared. */
export function changeScoreOf(
  changes: FileChanges,
  most: { readonly nowMs: number; readonly maxChurn: number; readonly maxFixes: number },
): number {
  const commits = logShareOf(3 * churnOf(changes, most.nowMs), 3 * most.maxChurn);
  // Where nobody says which commits mended something, all of it is commits.
  if (most.maxFixes <= 0) return commits;
  return clamped(
    commitShare * commits +
      (1 - commitShare) * logShareOf(2 * (changes.fadedFixes ?? 0), 2 * Math.max(fewestFixes, most.maxFixes)),
  );
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Commits that count less the older they are; where their ages are not known, all are as old as the last. */
export function churnOf({ commits, lastChangedAt, fadedCommits }: FileChanges, nowMs: number): number {
  if (fadedCommits !== undefined) return fadedCommits;
  if (lastChangedAt === undefined) return commits;
  return commits * 2 ** (-Math.max(0, nowMs - lastChangedAt) / halfLifeMs);
}

export function filesOf(subject: PlanSubject): readonly string[] {
  return [subject.file, ...(subject.reaches ?? [])];
}
