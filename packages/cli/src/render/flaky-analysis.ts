import { hasFlaked, wordsOf } from '@millwright/core';

import type { FlakyAnalysis, JoinedFinding } from '../flaky/analyze.ts';
import type { FileFix, SuggestedFix } from '../flaky/fix-findings.ts';
import { renderCount } from './duration.ts';
import { circumstanceLinesOf, patternLinesOf } from './flake-circumstances.ts';
import type { Paint } from './paint.ts';
import { renderTable } from './table.ts';

/** Flaky tests by history, flaky patterns by code, and how well the two agree here. */
export function renderFlakyAnalysis(
  paint: Paint,
  analysis: FlakyAnalysis,
  fixes: readonly FileFix[],
  suggestions: readonly SuggestedFix[],
): string {
  return [
    paint.strong(
      `${renderCount(analysis.findings.length, 'finding')} in ${renderCount(analysis.files.length, 'test file')}; ${renderCount(analysis.rememberedTests, 'test')} of them remembered`,
    ),
    '',
    ...analysis.findings.map((finding) => renderFinding(paint, finding)),
    ...testLinesOf(paint, analysis),
    ...circumstanceLinesOf(paint, analysis),
    ...worthLinesOf(analysis),
    ...patternLinesOf(analysis),
    ...[...new Set(analysis.outages.map(({ run }) => run.runId))].map(
      (runId) =>
        `${paint.warn('outage')}  run ${runId} failed many tests of one cause and is left out of the statistics.`,
    ),
    ...suggestions.map(
      ({ pattern, file, line, summary, diff }) =>
        `${diff}${paint.dim('suggestion')}  ${pattern}  ${file}:${line}  ${summary}\n`,
    ),
    ...fixes.map(
      (fix) =>
        `${fix.diff}${fix.written ? paint.good('written') : paint.dim('not written')}  ${fix.summaries.join(' ')}`,
    ),
    '',
  ].join('\n');
}

function renderFinding(paint: Paint, finding: JoinedFinding): string {
  const place = finding.location === undefined ? '' : `${finding.location.file}:${finding.location.line}`;
  const severity = finding.severity === 'error' ? paint.bad(finding.severity) : paint.warn(finding.severity);
  const flaked = finding.tests.filter(hasFlaked);
  const past = flaked.map(
    (stats) => `   history: flaked ${wordsOf(stats.flakeRatio)}, in ${renderCount(stats.runs, 'run')}`,
  );
  const fix = finding.fix === undefined ? [] : [paint.dim(`   fix (${finding.fix.safety}): ${finding.fix.summary}`)];
  return [
    `${severity}  ${paint.strong(finding.pattern)}  ${place}  ${finding.subject}`,
    ...finding.evidence.map((line) => `   ${paint.dim(line.trim())}`),
    `   ${finding.advice}`,
    ...past,
    ...fix,
    '',
  ].join('\n');
}

function testLinesOf(paint: Paint, { tests }: FlakyAnalysis): readonly string[] {
  if (tests.length === 0) return [];
  const rows = tests.map(({ test, stats }) => [
    stats.state === 'fixed' ? paint.good(stats.state) : paint.warn(stats.state),
    `${Math.round(stats.probability * 100)} %`,
    test.titlePath.join(' › '),
    paint.dim(`${test.file}:${test.line}`),
    `flaked ${wordsOf(stats.flakeRatio)}; ${stats.failedRuns} of ${renderCount(stats.runs, 'run')} failed`,
  ]);
  return [paint.strong('By history'), renderTable(rows)];
}

function worthLinesOf({ worth }: FlakyAnalysis): readonly string[] {
  if (worth.flaggedFlakyRatio === undefined || worth.otherFlakyRatio === undefined) {
    return ['The history does not know enough of these tests yet to say how often flagged tests flake here.'];
  }
  return [
    `In this project: ${percent(worth.flaggedFlakyRatio)} of ${renderCount(worth.flaggedCount, 'flagged test')} flaked, ${percent(worth.otherFlakyRatio)} of ${worth.otherCount} others.`,
  ];
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
