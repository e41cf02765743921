import type { SimulationReport } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import { widthOf } from './fit.ts';
import { renderSimulation, tableOf } from './render-simulation.ts';

const hour = 3_600_000;
const figures = (name: string) => ({
  name,
  kind: 'objective' as const,
  describe: '',
  firstFailure: { medianMs: 3_599_000, meanMs: 99 * hour },
  allFailures: { medianMs: 3_599_000, meanMs: 99 * hour },
  soonerCount: 123_456,
  laterCount: 123_456,
  budget: { foundCount: 123_456, missedCount: 123_456, spentMs: 999 * hour },
});

const setback = (titlePath: readonly string[], file: string) => ({
  testId: file,
  titlePath,
  file,
  failureCount: 123_456,
  laterCount: 12_345,
  missedCount: 12_345,
});

const long = 'a title that goes on and on, longer than any terminal would ever have room for';
const report = {
  objective: 'first-failure',
  workers: 4,
  countsFlaky: false,
  budgetMs: hour,
  runCount: 5,
  pastRunCount: 0,
  failingRunCount: 5,
  failureCount: 9,
  spentMs: 999 * hour,
  strategies: ['priority', 'first-failure', 'recorded', 'last-failed', 'ideal'].map(figures),
  weeks: [
    {
      weekOf: '2026-01-05',
      runCount: 5,
      failingRunCount: 5,
      failureCount: 9,
      spentMs: hour,
      strategies: ['first-failure', 'recorded'].map(figures),
    },
  ],
  setbacks: [
    setback([long, long], `tests/${'folder/'.repeat(12)}pays.spec.ts`),
    setback(['pays'], 'tests/pays.spec.ts'),
  ],
} as unknown as SimulationReport;

const plain = createPaint({ isTTY: true }, { NO_COLOR: '1' });
const leftOut = { experimentCount: 0, partialCount: 0, cutOffCount: 0, olderCount: 0 };

/** What is set in columns: table, bars and lost tests; sentences are left to the terminal. */
const columnsAt = (width: number): readonly string[] =>
  renderSimulation(plain, report, { leftOut, width })
    .split('\n')
    .filter((line) => !/^(?:Replayed|With|Over all|\d+ failures? sooner|Within)\b/u.test(line));

describe('a replay in a terminal', () => {
  test.each([60, 80, 100, 200])('fits into %i columns', (width) => {
    expect(Math.max(...columnsAt(width).map(({ length }) => length))).toBeLessThanOrEqual(width);
  });

  test.each([20, 60, 80, 200])('no figure is cut off at %i columns', (width) => {
    const text = columnsAt(width).join('\n');
    const figuresOfTable = tableOf(report).slice(1).flat();
    expect(figuresOfTable.filter((cell) => !text.includes(cell))).toEqual([]);
    expect(text.match(/12345 missed, 12345 later of 123456/gu)).toHaveLength(2);
  });

  test('what does not fit beside stands below, with the names again', () => {
    const heads = columnsAt(80).filter((line) => line.startsWith('strategy'));
    expect(heads).toEqual([
      'strategy       first failure  (mean)       all failures  (mean)       sooner',
      'strategy       later   found   missed  test time',
    ]);
    expect(columnsAt(200).filter((line) => line.startsWith('strategy'))).toHaveLength(1);
  });

  test('of a long title the beginning is shown, of a path the end', () => {
    const lost = columnsAt(80).find((line) => line.includes('pays.spec.ts'));
    expect(lost).toMatch(/of 123456 {2}a title .*… +….*\/?pays\.spec\.ts$/u);
    expect(columnsAt(200).join('\n')).toContain('pays');
  });
});

test.each<[name: string, columns: number | undefined, env: Record<string, string>, width: number]>([
  ['the terminal', 120, {}, 120],
  ['COLUMNS before it', 120, { COLUMNS: '60' }, 60],
  ['neither', undefined, {}, 80],
  ['a terminal that does not know', 0, { COLUMNS: '' }, 80],
  ['COLUMNS that is no number', 90, { COLUMNS: 'wide' }, 90],
])('width by %s', (_name, columns, env, width) => {
  expect(widthOf({ columns }, env)).toBe(width);
});
