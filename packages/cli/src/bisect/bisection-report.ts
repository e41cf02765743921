import { type BisectionVerdict, bisectionVerdictOf, posteriorOf } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Bisection, ProbedCommit } from './bisection-state.ts';
import { type BisectionEnd, probesOf, runsOf } from './carry-out-bisection.ts';

/** A commit that may be to blame. */
export interface SuspectCommit extends Pick<
  ProbedCommit,
  'commit' | 'author' | 'committedAt' | 'subject' | 'fileCount' | 'reachedFiles'
> {
  readonly probability: number;
}

/** A commit that was tried. */
type TriedCommit = Pick<ProbedCommit, 'commit' | 'subject' | 'runs' | 'failures' | 'skipped' | 'failure'>;

/** What a bisection found. */
export interface BisectionReport {
  readonly id: string;
  /** The ends of the range. */
  readonly good: string;
  readonly bad: string;
  /** Commits that could be to blame. */
  readonly commitCount: number;
  /** Mean of what was believed of flakes before the first run. */
  readonly flakeRatio: number;
  readonly expectedRuns: number;
  readonly mostRuns: number;
  readonly runs: number;
  readonly spentMs: number;
  readonly stopped: BisectionEnd;
  readonly verdict: {
    readonly kind: BisectionVerdict['kind'];
    readonly sentence: string;
    readonly probability: number;
  };
  /** Who is to blame; several where that is not known better, the most likely first unless they cannot be told apart. */
  readonly suspects: readonly SuspectCommit[];
  /** Every commit that was tried, oldest first. */
  readonly tried: readonly TriedCommit[];
  /** Message of a failure that the culprit brought. */
  readonly failure?: string;
}

const mostSuspects = 5;

/** Sums up a bisection that has ended. */
export function bisectionReportOf(bisection: Bisection, stopped: BisectionEnd): BisectionReport {
  const { commits, model } = bisection;
  const verdict = bisectionVerdictOf(model, probesOf(bisection));
  const isNamed = verdict.kind === 'culprit' || verdict.kind === 'between';
  const failure = isNamed ? commits.slice(verdict.last).find((commit) => commit.failure !== undefined) : undefined;
  return {
    id: bisection.id,
    good: commits[0]?.commit ?? '',
    bad: commits.at(-1)?.commit ?? '',
    commitCount: commits.length - 1,
    flakeRatio: flakeRatioOf(bisection),
    expectedRuns: bisection.expectedRuns,
    mostRuns: bisection.mostRuns,
    runs: runsOf(bisection),
    spentMs: bisection.spentMs,
    stopped,
    verdict: {
      kind: verdict.kind,
      sentence: sentenceOf(bisection, verdict, stopped),
      probability: verdict.probability,
    },
    suspects: suspectsOf(bisection, verdict),
    tried: commits
      .filter(({ runs, skipped }) => runs > 0 || skipped !== undefined)
      .map(({ commit, subject, runs, failures, skipped, failure: message }) => ({
        commit,
        subject,
        runs,
        failures,
        ...(skipped === undefined ? {} : { skipped }),
        ...(message === undefined ? {} : { failure: message }),
      })),
    ...(failure?.failure === undefined ? {} : { failure: failure.failure }),
  };
}

/** Mean of what is believed of flakes. */
export function flakeRatioOf({ model: { flake } }: Bisection): number {
  return flake.alpha / (flake.alpha + flake.beta);
}

/** Rounded down: nothing here is ever certain. */
export function renderChance(probability: number): string {
  return `${(Math.floor(Math.min(probability, 0.999) * 1000) / 10).toFixed(1)} %`;
}

function suspectsOf(bisection: Bisection, { kind, first, last }: BisectionVerdict): readonly SuspectCommit[] {
  const { probabilities } = posteriorOf(bisection.model, probesOf(bisection));
  const suspects = bisection.commits.map((commit, index) => {
    const { author, committedAt, subject, fileCount, reachedFiles } = commit;
    const probability = probabilities[index] ?? 0;
    return { commit: commit.commit, author, committedAt, subject, fileCount, reachedFiles, probability };
  });
  if (kind === 'culprit' || kind === 'between') return suspects.slice(first, last + 1);
  if (kind !== 'undecided') return [];
  return suspects
    .slice(1)
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, mostSuspects);
}

function sentenceOf(bisection: Bisection, verdict: BisectionVerdict, stopped: BisectionEnd): string {
  const { commits } = bisection;
  const sure = renderChance(verdict.probability);
  const bad = commits.at(-1);
  switch (verdict.kind) {
    case 'culprit':
      return `${nameOf(commits[verdict.first])} broke it (${sure} sure).`;
    case 'between':
      return `It broke after ${nameOf(commits[verdict.first - 1])} and by ${nameOf(commits[verdict.last])} (${sure} sure): the commits between cannot be run.`;
    case 'older':
      return `It fails at ${nameOf(commits[0])} already, so it broke before (${sure} sure); name an older commit with \`--good\`.`;
    case 'no-culprit':
      return `No commit is to blame (${sure} sure): it failed ${failuresOf(commits)} over the whole range, ${failuresOf(bad === undefined ? [] : [bad])} at ${nameOf(bad)}. It fails by chance, or not on this machine.`;
    default:
      return `${reasons[stopped]} ${runsOf(bisection) === 0 ? 'No commit was run.' : 'No commit is sure to be the culprit yet.'}`;
  }
}

const reasons: Readonly<Record<BisectionEnd, string>> = {
  found: '',
  'cannot-run': 'The test cannot be run at the bad end of the range, so nothing can be compared with it.',
  'most-runs': 'The runs that it may take are spent.',
  budget: 'Its time is spent.',
  interrupted: 'It was interrupted.',
};

function nameOf(commit: ProbedCommit | undefined): string {
  return commit === undefined ? 'nothing' : `${commit.commit.slice(0, 10)} "${commit.subject}"`;
}

function failuresOf(commits: readonly ProbedCommit[]): string {
  const runs = commits.reduce((sum, commit) => sum + commit.runs, 0);
  const failures = commits.reduce((sum, commit) => sum + commit.failures, 0);
  return `${failures} of ${renderCount(runs, 'run')}`;
}
