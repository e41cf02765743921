import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { clip } from '../render/clip.ts';
import type { DebugView } from './debug-view.ts';
import { reportSections } from './report-sections.ts';
import type { CauseSection, SectionLine } from './section.ts';
import type { ExplainedReport } from './explained-report.ts';

/** How many tests failed, and of how many causes. */
export function countsOf({ failedTests, flakyTests, causes }: ExplainedReport): string {
  return `${renderCount(failedTests, 'test')} failed, ${flakyTests} flaky, ${renderCount(causes.length, 'cause')}`;
}

/** The runs that are explained, or the first of more than two; empty where it is clear which they are. */
export function subjectOf({ runs }: DebugView): string {
  const names = [...new Set(runs.map((run) => `${run.runner} ${run.runId}`))];
  if (names.length <= 2) return names.join(', ');
  return `${names[0]} and ${renderCount(names.length - 1, 'more run')}`;
}

/** How many tests failed, of how many causes, in which runs: in one line where it fits. Ends in a line break. */
export function renderHead(paint: Paint, view: DebugView, width: number = Infinity): string {
  const { report } = view;
  const subject = subjectOf(view);
  if (report.causes.length === 0) return `${paint.good('Nothing failed')}${subject === '' ? '' : ` in ${subject}`}.\n`;
  const counts = countsOf(report);
  if (subject === '') return `${paint.strong(counts)}\n`;
  const isOneLine = counts.length + subject.length + 3 <= width;
  return `${paint.strong(counts)}${isOneLine ? ` (${subject})` : `\n${paint.dim(clip(subject, width))}`}\n`;
}

/** What is told of all causes together; nothing, or lines that end in a line break. */
export function renderReportSections(paint: Paint, report: ExplainedReport, length: 'short' | 'full'): string {
  return reportSections
    .flatMap((section) => section.linesOf(report, length))
    .map((line) => `${renderLine(paint, line, 'text')}\n`)
    .join('');
}

/** A line in the colour of its tone. */
export function renderLine(paint: Paint, { text, tone, code }: SectionLine, form: CauseSection['form']): string {
  const isNote = form === 'points' && tone === 'dim';
  const line = code === undefined ? (isNote ? `· ${text}` : text) : `  ${code === 'sh' ? '$ ' : ''}${text}`;
  return tone === undefined ? line : paint[tone](line);
}
