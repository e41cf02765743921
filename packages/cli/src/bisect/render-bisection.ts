import { renderCount, renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { renderTable } from '../render/table.ts';
import { type BisectionReport, type SuspectCommit, renderChance } from './bisection-report.ts';

const mostFilesShown = 8;

/** The report of `e2e bisect` for people. */
export function renderBisection(paint: Paint, name: string, report: BisectionReport): string {
  const { verdict, suspects, tried } = report;
  const isNamed = verdict.kind === 'culprit' || verdict.kind === 'between';
  const left = tried.filter(({ skipped }) => skipped !== undefined);
  return [
    `${paint.strong(name)}\n`,
    `${isNamed ? paint.bad(verdict.sentence) : verdict.sentence}\n`,
    ...suspects.map((suspect) => (isNamed ? renderSuspect(suspect) : '')),
    isNamed || suspects.length === 0 ? '' : `\nmost likely so far:\n${renderLikely(suspects)}`,
    report.failure === undefined ? '' : `\nfailure:\n  ${report.failure.split('\n').slice(0, 6).join('\n  ')}\n`,
    left.length === 0 ? '' : '\nleft out:\n',
    ...left.map(({ commit, skipped }) => `  ${commit.slice(0, 10)}  ${skipped ?? ''}\n`),
    paint.dim(
      `\n${renderCount(report.runs, 'run')} of at most ${report.mostRuns} over ${renderCount(report.commitCount, 'commit')} in ${renderDuration(report.spentMs)}.\n`,
    ),
    goOnWords(report),
  ].join('');
}

/** A search whose runs are spent stops at once unless it may take more. */
function goOnWords({ stopped, mostRuns }: BisectionReport): string {
  if (stopped === 'found' || stopped === 'cannot-run') return '';
  return stopped === 'most-runs' ? `Go on with --resume --runs-at-most ${2 * mostRuns}.\n` : 'Go on with --resume.\n';
}

function renderSuspect({ commit, author, committedAt, subject, reachedFiles, fileCount }: SuspectCommit): string {
  const shown = reachedFiles.slice(0, mostFilesShown);
  const more = reachedFiles.length > shown.length ? ' …' : '';
  const files =
    shown.length === 0
      ? `none of the ${renderCount(fileCount, 'file')} it changes is known to be reached by the test`
      : `${shown.join(', ')}${more}`;
  return `\ncommit   ${commit}\nauthor   ${author}\ndate     ${committedAt}\nsubject  ${subject}\nreached  ${files}\n`;
}

function renderLikely(suspects: readonly SuspectCommit[]): string {
  return renderTable(
    suspects.map(({ commit, probability, subject }) => [
      `  ${renderChance(probability)}`,
      commit.slice(0, 10),
      subject,
    ]),
  );
}
