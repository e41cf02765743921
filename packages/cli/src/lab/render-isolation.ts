import { renderCount, renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { nameOf } from './find-suspect.ts';
import type { IsolationReport } from './isolate-test.ts';

/** The report of `e2e isolate` for people. */
export function renderIsolation(paint: Paint, name: string, report: IsolationReport): string {
  const { verdict, polluters } = report;
  return [
    `${paint.strong(name)}\n`,
    `${verdict.kind === 'polluted' ? paint.warn(verdict.sentence) : verdict.sentence}\n`,
    ...(verdict.kind === 'polluted' || polluters.length > 0
      ? [
          ...polluters.map((test) => `\npolluter  ${nameOf(test)}`),
          `\nvictim    ${name}\n`,
          report.minimal ? '' : 'There may be a smaller set: the budget ended the search.\n',
        ]
      : []),
    report.failedOthers.length === 0
      ? ''
      : `\n${renderCount(report.failedOthers.length, 'other test')} failed on the way to it: ${report.failedOthers.slice(0, 3).map(nameOf).join(', ')}${report.failedOthers.length > 3 ? ' …' : ''}\n`,
    report.failure === undefined ? '' : `\nfirst failure:\n  ${report.failure.split('\n').slice(0, 6).join('\n  ')}\n`,
    report.sharedState.length === 0 ? '' : '\nboth reach this state:\n',
    ...report.sharedState.map(({ file, line, text }) => `  ${file}:${line}  ${text}\n`),
    paint.dim(
      `\n${renderCount(report.triedSets, 'set')} of tests tried in ${renderDuration(report.spentMs)} of ${renderDuration(report.budgetMs)}.\n`,
    ),
  ].join('');
}
