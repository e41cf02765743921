import type { PlannedTest, TestStrategy } from '@millwright/core';

import { renderCount, renderDuration } from './duration.ts';
import type { Paint } from './paint.ts';
import { renderPercent } from './percent.ts';
import { selectionLinesOf } from './selection.ts';
import { renderTable } from './table.ts';
import { renderWorkers } from './workers.ts';

const shownTests = 20;

/** A strategy for people: the totals, the first tests of the order, the groups, and what planning had to do without. */
export function renderStrategy(paint: Paint, strategy: TestStrategy, explain: boolean): string {
  const byId = new Map(strategy.testCases.map((test) => [test.testId, test]));
  const ordered = strategy.executionOrder.flatMap((id) => byId.get(id) ?? []);
  const shown = explain ? ordered : ordered.slice(0, shownTests);
  return [
    `${paint.strong(strategy.name)} ${paint.dim(strategy.id)}`,
    `${renderCount(ordered.length, 'test')}, ${renderDuration(strategy.totalDurationMs)} of test time, about ${renderDuration(strategy.wallDurationMs)} in ${renderCount(strategy.parallelGroups.length, 'parallel group')}.`,
    ...(explain && strategy.workers ? [renderWorkers(strategy.workers)] : []),
    ...leftOutOf(strategy),
    ...selectionLinesOf(strategy, explain),
    '',
    explain
      ? shown.map((test, index) => renderExplained(paint, test, index + 1)).join('\n')
      : renderTable(shown.map((test, index) => rowOf(paint, test, index + 1))).trimEnd(),
    ...(ordered.length > shown.length
      ? [paint.dim(`and ${ordered.length - shown.length} more (all with --explain or --json)`)]
      : []),
    '',
    ...coverageLinesOf(paint, strategy),
    ...strategy.lacked.map((sentence) => `${paint.warn('without')}  ${sentence}`),
    '',
  ].join('\n');
}

function leftOutOf(strategy: TestStrategy): readonly string[] {
  if (strategy.leftOut.length === 0) return [];
  const budget = strategy.budgetMs === undefined ? '' : ` to stay within ${renderDuration(strategy.budgetMs)}`;
  return [`${renderCount(strategy.leftOut.length, 'test')} left out${budget}.`];
}

function rowOf(paint: Paint, test: PlannedTest, number: number): readonly string[] {
  return [
    paint.dim(String(number)),
    paintPriority(paint, test),
    test.risk.toFixed(2),
    renderEstimate(test),
    titleOf(test),
    paint.dim(placeOf(test)),
  ];
}

function renderExplained(paint: Paint, test: PlannedTest, number: number): string {
  const factors = test.riskFactors.map(
    (factor) =>
      `     ${factor.name.padEnd(18)} ${factor.score.toFixed(2)} × ${factor.weight.toFixed(2)}  ${paint.dim(factor.evidence)}`,
  );
  return [
    `${paint.dim(String(number).padStart(3))}  ${paintPriority(paint, test)} ${test.risk.toFixed(2)}  ${titleOf(test)} ${paint.dim(placeOf(test))}`,
    ...factors,
    ...failLinesOf(paint, test),
  ].join('\n');
}

function failLinesOf(paint: Paint, { failProbability, failFlakeShare, failReasons }: PlannedTest): readonly string[] {
  if (failProbability === undefined) return [];
  // Of what hardly ever fails, nobody asks as what.
  const isTold = failProbability >= 0.05 && (failFlakeShare ?? 0) >= 0.1;
  const flake = isTold && failFlakeShare !== undefined ? `, ${renderPercent(failFlakeShare)} of that a flake` : '';
  const why = failReasons?.join('; ') ?? '';
  return [`     ${`fails with ${renderPercent(failProbability)}${flake}`.padEnd(18)}  ${paint.dim(why)}`];
}

function coverageLinesOf(paint: Paint, strategy: TestStrategy): readonly string[] {
  const targets = strategy.coverageTargets.filter((target) => target.endpointCount > 0);
  if (targets.length === 0) return [];
  const rows = targets.map((target) => {
    const ratio = target.reachedCount / target.endpointCount;
    const verdict =
      ratio >= target.targetRatio
        ? paint.good('reached')
        : paint.warn(`below ${Math.round(target.targetRatio * 100)} %`);
    return [target.service, `${target.reachedCount} of ${renderCount(target.endpointCount, 'endpoint')}`, verdict];
  });
  return [renderTable(rows)];
}

function paintPriority(paint: Paint, test: PlannedTest): string {
  const word = test.priority.padEnd(8);
  if (test.priority === 'Critical') return paint.bad(word);
  return test.priority === 'High' ? paint.warn(word) : word;
}

function renderEstimate(test: PlannedTest): string {
  return test.estimateFrom === 'history'
    ? renderDuration(test.estimatedDurationMs)
    : `~${renderDuration(test.estimatedDurationMs)}`;
}

function titleOf(test: PlannedTest): string {
  return test.titlePath.join(' › ');
}

function placeOf(test: PlannedTest): string {
  const place = test.line === undefined ? test.file : `${test.file}:${test.line}`;
  return test.project === '' ? place : `[${test.project}] ${place}`;
}
