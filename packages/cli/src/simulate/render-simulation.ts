import type { SimulationReport, StrategyFigures, WorkerChoice } from '@millwright/core';

import { clip, clipStart } from '../render/clip.ts';
import { renderCount, renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { renderTable } from '../render/table.ts';
import { renderWorkers } from '../render/workers.ts';
import { fittingParts, mostWidthOf, shared } from './fit.ts';
import { plainTextOf } from './plain-text.ts';
import type { LeftOutRuns } from './replay-history.ts';
import { renderWeeks } from './render-weeks.ts';

const shownSetbacks = 5;

/** What a replay found, for people: what it would have saved and missed, every strategy beside the others, and the weeks as a chart. */
export function renderSimulation(
  paint: Paint,
  report: SimulationReport,
  {
    leftOut,
    width,
    workers,
  }: { readonly leftOut: LeftOutRuns; readonly width: number; readonly workers?: WorkerChoice },
): string {
  return [
    paint.strong(titleOf(report)),
    ...(workers === undefined ? [] : [renderWorkers(workers)]),
    ...leftOutLinesOf(leftOut),
    '',
    ...verdictLinesOf(report),
    '',
    ...tableLinesOf(paint, report, width),
    '',
    ...renderWeeks(paint, report, width),
    ...setbackLinesOf(paint, report, width),
    '',
  ].join('\n');
}

/** Runs, failures, workers, in one sentence. */
export function titleOf(report: SimulationReport): string {
  const failed = `${report.failingRunCount} of them failing, ${renderCount(report.failureCount, 'failure')}`;
  return `Replayed ${renderCount(report.runCount, 'run')} (${failed}) on ${renderCount(report.workers, 'worker')}.`;
}

/** What was not measured; empty when everything was. */
export function leftOutLinesOf(leftOut: LeftOutRuns): readonly string[] {
  const { experimentCount, partialCount, cutOffCount, olderCount } = leftOut;
  const learned = [
    ...(partialCount > 0 ? [`${renderCount(partialCount, 'run')} of a part of the suite`] : []),
    ...(cutOffCount > 0 ? [renderCount(cutOffCount, 'run that was cut off', 'runs that were cut off')] : []),
    ...(olderCount > 0 ? [renderCount(olderCount, 'older run')] : []),
  ];
  const parts = [
    ...(learned.length > 0 ? [`only learned from: ${learned.join(', ')}`] : []),
    ...(experimentCount > 0 ? [`left out: ${renderCount(experimentCount, 'run')} that tried something out`] : []),
  ];
  return parts.length === 0 ? [] : [`${parts.join('; ').replace(/^./u, (first) => first.toUpperCase())}.`];
}

/** What the objective would have saved and missed, in sentences. */
export function verdictLinesOf(report: SimulationReport): readonly string[] {
  const own = strategyOf(report, report.objective);
  const recorded = strategyOf(report, 'recorded');
  const ideal = strategyOf(report, 'ideal');
  if (!own.firstFailure || !recorded.firstFailure || !ideal.firstFailure || !own.allFailures || !recorded.allFailures)
    return [];
  const runs = report.failingRunCount;
  return [
    `With \`${report.objective}\`, the first failure of a run would have shown after ${renderDuration(own.firstFailure.medianMs)} instead of ${renderDuration(recorded.firstFailure.medianMs)} (median; no order could be under ${renderDuration(ideal.firstFailure.medianMs)}).`,
    `Over all failing runs together: ${differenceOf(recorded.firstFailure.meanMs - own.firstFailure.meanMs, runs)} until the first failure, ${differenceOf(recorded.allFailures.meanMs - own.allFailures.meanMs, runs)} until all were known.`,
    `${renderCount(own.soonerCount, 'failure')} sooner and ${own.laterCount} later than in the order in which they ran.`,
    ...budgetLinesOf(report, own),
  ];
}

function budgetLinesOf(report: SimulationReport, { budget }: StrategyFigures): readonly string[] {
  if (!budget) return [];
  const within =
    report.budgetMs === undefined
      ? `${Math.round(100 * (report.budgetRatio ?? 0))} % of the time`
      : renderDuration(report.budgetMs);
  const share = report.spentMs === 0 ? 0 : Math.round((100 * budget.spentMs) / report.spentMs);
  return [
    `Within ${within}: ${budget.foundCount} of ${renderCount(report.failureCount, 'failure')} found, ${budget.missedCount} missed, for ${share} % of the test time (${renderDuration(report.spentMs - budget.spentMs)} saved).`,
  ];
}

function differenceOf(meanMs: number, runs: number): string {
  return `${renderDuration(Math.abs(meanMs) * runs)} ${meanMs < 0 ? 'more' : 'less'}`;
}

/** The strategies as rows of text, with a head. */
export function tableOf(report: SimulationReport): readonly (readonly string[])[] {
  const hasBudget = report.strategies.some(({ budget }) => budget);
  const head = ['strategy', 'first failure', '(mean)', 'all failures', '(mean)', 'sooner', 'later'];
  return [
    [...head, ...(hasBudget ? ['found', 'missed', 'test time'] : [])],
    ...report.strategies.map((figures) => [
      figures.name,
      durationOf(figures.firstFailure?.medianMs),
      durationOf(figures.firstFailure?.meanMs),
      durationOf(figures.allFailures?.medianMs),
      durationOf(figures.allFailures?.meanMs),
      `${figures.soonerCount}`,
      `${figures.laterCount}`,
      ...(figures.budget
        ? [`${figures.budget.foundCount}`, `${figures.budget.missedCount}`, renderDuration(figures.budget.spentMs)]
        : []),
    ]),
  ];
}

/** The table in as many parts, one below the other and each with the names, as it takes to fit; no number is cut. */
function tableLinesOf(paint: Paint, report: SimulationReport, width: number): readonly string[] {
  return fittingParts(tableOf(report), width).flatMap((part, index) => [
    ...(index === 0 ? [] : ['']),
    renderTable(paintedRowsOf(paint, report, part)).trimEnd(),
  ]);
}

function paintedRowsOf(
  paint: Paint,
  report: SimulationReport,
  [head = [], ...rows]: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return [
    head.map((cell) => paint.dim(cell)),
    ...rows.map(([name = '', ...cells]) => [name === report.objective ? paint.strong(name) : name, ...cells]),
  ];
}

function durationOf(durationMs: number | undefined): string {
  return durationMs === undefined ? '–' : renderDuration(durationMs);
}

/** Counts are shown whole, and what is left of the width is the title's and then the file's. */
function setbackLinesOf(paint: Paint, report: SimulationReport, width: number): readonly string[] {
  if (report.setbacks.length === 0) return [];
  const shown = report.setbacks.slice(0, shownSetbacks).map(({ titlePath, file, ...counts }) => ({
    count: `  ${setbackOf(counts)}`,
    title: plainTextOf(titlePath.join(' › ')),
    file: plainTextOf(file),
  }));
  const room = Math.max(0, width - mostWidthOf(shown.map(({ count }) => count)) - 2);
  const [titleRoom, fileRoom] = shared(
    room,
    mostWidthOf(shown.map(({ title }) => title)),
    mostWidthOf(shown.map(({ file }) => file)),
  );
  const rows = shown.map(({ count, title, file }) => [
    count,
    ...[clip(title, titleRoom), paint.dim(clipStart(file, fileRoom))].filter((cell) => cell !== ''),
  ]);
  const more = report.setbacks.length - rows.length;
  return [
    '',
    paint.strong(`What \`${report.objective}\` would have shown later or missed`),
    ...renderTable(rows).trimEnd().split('\n'),
    ...(more > 0 ? [paint.dim(`  and ${more} more (--html or --json)`)] : []),
  ];
}

function setbackOf({
  failureCount,
  laterCount,
  missedCount,
}: Pick<SimulationReport['setbacks'][number], 'failureCount' | 'laterCount' | 'missedCount'>): string {
  const parts = [
    ...(missedCount > 0 ? [`${missedCount} missed`] : []),
    ...(laterCount > 0 ? [`${laterCount} later`] : []),
  ];
  return `${parts.join(', ')} of ${failureCount}`;
}

/** The figures of a strategy that a report always has. */
function strategyOf({ strategies }: Pick<SimulationReport, 'strategies'>, name: string): StrategyFigures {
  const found = strategies.find((strategy) => strategy.name === name);
  if (!found) throw new RangeError(`A simulation has no strategy ${name}.`);
  return found;
}
