import type { FileChanges } from '../plan-input.ts';
import type { PlanSubject } from '../plan-subject.ts';
import { clamped, logShareOf, type RiskRule } from './risk-rule.ts';

const halfLifeMs = 90 * 86_400_000;

interface BusyFile {
  readonly file: string;
  readonly churn: number;
  readonly changes: FileChanges;
}

/** Code that changes often breaks often: recency-weighted commits of the reached files, with a half-life of 90 days. */
export const changeFrequency: RiskRule = {
  name: 'change-frequency',
  weight: 0.15,
  assess: (subject, { input, maxChurn }) => {
    const { changeFrequency: changes, nowMs } = input;
    if (!changes) return undefined;
    const busiest = busiestOf(filesOf(subject), changes, nowMs);
    if (!busiest) return { score: 0, evidence: 'None of its files changed in the period.' };
    const { authors, commits } = busiest.changes;
    const people = authors === undefined ? 0 : 0.1 * logShareOf(authors - 1, 5);
    const by = authors === undefined ? '' : ` by ${counted(authors, 'author')}`;
    return {
      score: clamped(0.9 * logShareOf(3 * busiest.churn, 3 * maxChurn) + people),
      evidence: `${busiest.file} changed in ${counted(commits, 'commit')}${by}.`,
    };
  },
};

function busiestOf(
  files: readonly string[],
  changes: ReadonlyMap<string, FileChanges>,
  nowMs: number,
): BusyFile | undefined {
  let busiest: BusyFile | undefined;
  for (const file of files) {
    const found = changes.get(file);
    const churn = found ? churnOf(found, nowMs) : 0;
    if (found && churn > (busiest?.churn ?? 0)) busiest = { file, churn, changes: found };
  }
  return busiest;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Commits that count less the longer the last one is ago. */
export function churnOf({ commits, lastChangedAt }: FileChanges, nowMs: number): number {
  if (lastChangedAt === undefined) return commits;
  return commits * 2 ** (-Math.max(0, nowMs - lastChangedAt) / halfLifeMs);
}

export function filesOf(subject: PlanSubject): readonly string[] {
  return [subject.file, ...(subject.reaches ?? [])];
}
