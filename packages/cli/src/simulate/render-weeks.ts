import type { SimulationReport, WeekFigures } from '@millwright/core';

import { renderCount, renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';

const shownWeeks = 12;
const marks = { recorded: '#', own: '=' } as const;

/** The median time to the first failure by week, as bars of plain characters that fit into `width` columns. */
export function renderWeeks(paint: Paint, report: SimulationReport, width: number): readonly string[] {
  const failing = report.weeks.filter(({ failingRunCount }) => failingRunCount > 0);
  const shown = failing.slice(-shownWeeks);
  if (shown.length === 0) return [];
  const names = { recorded: 'recorded', own: report.objective };
  const label = Math.max(names.recorded.length, names.own.length);
  const times = shown.flatMap((week) => [firstMsOf(week, names.recorded), firstMsOf(week, names.own)]);
  const mostMs = Math.max(1, ...times);
  // The week, the name, the blanks between, and the longest duration there is.
  const room = Math.max(1, Math.min(60, width - 10 - label - 6 - 12));
  const barOf = (mark: string, timeMs: number): string =>
    mark.repeat(Math.max(1, Math.round((room * timeMs) / mostMs)));
  return [
    paint.strong('First failure, median by week'),
    ...(failing.length > shown.length
      ? [paint.dim(`${renderCount(failing.length - shown.length, 'week')} before these`)]
      : []),
    ...shown.flatMap((week) => {
      const recordedMs = firstMsOf(week, names.recorded);
      const ownMs = firstMsOf(week, names.own);
      return [
        `${week.weekOf}  ${names.recorded.padEnd(label)}  ${barOf(marks.recorded, recordedMs)} ${renderDuration(recordedMs)}`,
        `${' '.repeat(10)}  ${names.own.padEnd(label)}  ${paint.accent(barOf(marks.own, ownMs))} ${renderDuration(ownMs)}`,
      ];
    }),
  ];
}

/** The median of a week's failing runs until the first failure. */
export function firstMsOf(week: WeekFigures, name: string): number {
  return week.strategies.find((strategy) => strategy.name === name)?.firstFailure?.medianMs ?? 0;
}
