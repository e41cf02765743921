import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { causeSections } from './cause-sections.ts';
import type { DebugView } from './debug-view.ts';
import { percent } from './percent.ts';
import { renderHead, renderLine, renderReportSections } from './render-head.ts';
import type { CauseSection } from './section.ts';
import type { ExplainedCause } from './explained-report.ts';

/** Everything that is known of each cause, for people. */
export function renderFull(paint: Paint, view: DebugView): string {
  const { report } = view;
  if (report.causes.length === 0) return renderHead(paint, view);
  const causes = report.causes.map((cause, index) => renderCause(paint, cause, index + 1));
  return [renderHead(paint, view), renderReportSections(paint, report, 'full'), '\n', causes.join('\n')].join('');
}

/** One cause with everything that is known of it. */
export function renderCause(paint: Paint, cause: ExplainedCause, number: number): string {
  const place = cause.location === undefined ? '' : paint.dim(`  ${cause.location.file}:${cause.location.line}`);
  const affected = cause.tests.length === 0 ? 'outside any test' : renderCount(cause.tests.length, 'test');
  return [
    `${paint.strong(`${number}. ${cause.title}`)} (${percent(cause.probability)}), ${affected}${place}`,
    ...causeSections.flatMap((section) => linesOf(paint, section, cause)),
    paint.dim(`   ${cause.signature}`),
    '',
  ].join('\n');
}

function linesOf(paint: Paint, section: CauseSection, cause: ExplainedCause): readonly string[] {
  return section.linesOf(cause).map((line) => `   ${renderLine(paint, line, section.form)}`);
}
