import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import type { DebugView } from './debug-view.ts';
import { reportSections } from './report-sections.ts';
import type { CauseSection, SectionLine } from './section.ts';
import type { ExplainedReport } from './explained-report.ts';

/** How many tests failed, of how many causes, in which runs. Ends in a line break. */
export function renderHead(paint: Paint, { report, runs }: DebugView): string {
  const subject = runs.map((run) => `${run.runner} ${run.runId}`).join(', ');
  if (report.causes.length === 0) return `${paint.good('Nothing failed')}${subject === '' ? '' : ` in ${subject}`}.\n`;
  const counts = `${renderCount(report.failedTests, 'test')} failed, ${report.flakyTests} flaky, ${renderCount(report.causes.length, 'cause')}`;
  return `${paint.strong(counts)}${subject === '' ? '' : ` (${subject})`}\n`;
}

/** What is told of all causes together; nothing, or lines that end in a line break. */
export function renderReportSections(paint: Paint, report: ExplainedReport, length: 'short' | 'full'): string {
  return reportSections
    .flatMap((section) => section.linesOf(report, length))
    .map((line) => `${renderLine(paint, line, 'text')}\n`)
    .join('');
}

/** A line in the colour of its tone. */
export function renderLine(paint: Paint, { text, tone }: SectionLine, form: CauseSection['form']): string {
  const line = form === 'points' && tone === 'dim' ? `· ${text}` : text;
  return tone === undefined ? line : paint[tone](line);
}
