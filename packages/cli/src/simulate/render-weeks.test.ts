import type { SimulationReport, WeekFigures } from '@millwright/core';
import { expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import { renderWeeks } from './render-weeks.ts';

const figures = (name: string, medianMs: number) => ({
  name,
  kind: 'baseline' as const,
  describe: '',
  firstFailure: { medianMs, meanMs: medianMs },
  soonerCount: 0,
  laterCount: 0,
});

const weekOf = (number: number, recordedMs: number, ownMs: number): WeekFigures => ({
  weekOf: `2026-01-${String(number).padStart(2, '0')}`,
  runCount: 1,
  failingRunCount: 1,
  failureCount: 1,
  spentMs: 1,
  strategies: [figures('recorded', recordedMs), figures('failures', ownMs)],
});

const reportOf = (weeks: readonly WeekFigures[]): SimulationReport => ({
  objective: 'failures',
  workers: 1,
  countsFlaky: false,
  runCount: weeks.length,
  pastRunCount: 0,
  failingRunCount: weeks.length,
  failureCount: weeks.length,
  spentMs: 1,
  strategies: [],
  weeks,
  setbacks: [],
});

const plain = createPaint({ isTTY: true }, { NO_COLOR: '1' });

test('two bars a week, in plain characters', () => {
  expect(renderWeeks(plain, reportOf([weekOf(5, 60_000, 15_000), weekOf(12, 0, 30_000)]), 60)).toMatchInlineSnapshot(`
    [
      "First failure, median by week",
      "2026-01-05  recorded  ######################## 1 min 00 s",
      "            failures  ====== 15.0 s",
      "2026-01-12  recorded  # 0 ms",
      "            failures  ============ 30.0 s",
    ]
  `);
});

test.each([20, 40, 80, 200])('lines fit into %i columns as far as the words do', (width) => {
  const lines = renderWeeks(plain, reportOf([weekOf(5, 3_599_000, 1)]), width);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 38));
});

test('only the newest twelve weeks are drawn, and it is said', () => {
  const lines = renderWeeks(plain, reportOf(Array.from({ length: 15 }, (_, index) => weekOf(index + 1, 2, 1))), 80);
  expect(lines[1]).toBe('3 weeks before these');
  expect(lines).toHaveLength(2 + 24);
});
