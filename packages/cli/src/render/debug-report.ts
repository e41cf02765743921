import type { DebugCause, DebugReport, Run } from '@millwright/core';

import { renderCount } from './duration.ts';
import { renderOrigin, renderReportOwnership } from './origin.ts';
import type { Paint } from './paint.ts';
import { renderSuspects } from './suspects.ts';

const shownTests = 8;
const shownMessageLines = 6;

/** The causes of failures for people: each cause once, most affected tests first. */
export function renderDebugReport(
  paint: Paint,
  report: DebugReport,
  runs: readonly Pick<Run, 'runId' | 'runner' | 'startedAt'>[],
): string {
  const subject = runs.map((run) => `${run.runner} ${run.runId}`).join(', ');
  if (report.causes.length === 0) return `${paint.good('Nothing failed')} in ${subject}.\n`;
  const head = `${renderCount(report.failedTests, 'test')} failed, ${report.flakyTests} flaky, ${renderCount(report.causes.length, 'cause')}${subject === '' ? '' : ` (${subject})`}\n`;
  return `${paint.strong(head)}${renderReportOwnership(paint, report.mine, report.causes.length)}\n${report.causes.map((cause, index) => renderCause(paint, cause, index + 1)).join('\n')}`;
}

function renderCause(paint: Paint, cause: DebugCause, number: number): string {
  const place = cause.location === undefined ? '' : paint.dim(`  ${cause.location.file}:${cause.location.line}`);
  const affected = cause.tests.length === 0 ? 'outside any test' : renderCount(cause.tests.length, 'test');
  return [
    `${paint.strong(`${number}. ${cause.title}`)} (${percent(cause.probability)}), ${affected}${place}`,
    ...messageLinesOf(cause).map((line) => `   ${paint.bad(line)}`),
    ...renderOrigin(paint, cause).map((line) => `   ${line}`),
    ...cause.evidence.map((line) => paint.dim(`   · ${line}`)),
    ...cause.origin.evidence.map((line) => paint.dim(`   · ${line}`)),
    `   Likely: ${cause.likelyCause}`,
    `   Do: ${cause.advice}`,
    ...renderSuspects(paint, cause).map((line) => `   ${line}`),
    ...cause.tests
      .slice(0, shownTests)
      .map(
        (test) =>
          `   ${test.outcome === 'flaky' ? paint.warn('flaky ') : paint.bad('failed')} ${test.title} ${paint.dim(`${test.file}:${test.line}${test.project ? ` [${test.project}]` : ''}`)}`,
      ),
    ...(cause.tests.length > shownTests
      ? [paint.dim(`   and ${cause.tests.length - shownTests} more (all with --json)`)]
      : []),
    '',
  ].join('\n');
}

function messageLinesOf(cause: DebugCause): readonly string[] {
  const lines = cause.example.message.split('\n').filter((line) => line.trim() !== '');
  return lines.length > shownMessageLines ? [...lines.slice(0, shownMessageLines), '…'] : lines;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
