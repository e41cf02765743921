import { describe, expect, test } from 'vitest';

import type { Heal } from '../model/heal.ts';
import { type HealingCounts, type HealingSummary, healingSummaryOf } from './healing-summary.ts';

const nowMs = Date.parse('2026-03-18T12:00:00Z');

const heal = (part: Partial<Heal>): Heal => ({
  id: 'h',
  testId: 't',
  kind: 'locator',
  proposedAt: '2026-03-17T10:00:00Z',
  file: 'a.spec.ts',
  before: 'a',
  after: 'b',
  probability: 0.9,
  outcome: 'proposed',
  ...part,
});
const proved = { passed: true, runs: 3 };
const none: HealingCounts = {
  attempts: 0,
  refused: 0,
  escalated: 0,
  proved: 0,
  applied: 0,
  rejected: 0,
  unproved: 0,
  reverted: 0,
  rebroken: 0,
  falseHeals: 0,
  editedSince: 0,
};
const summaryOf = (heals: readonly Heal[], minutesPerHeal?: number): HealingSummary =>
  healingSummaryOf(heals, { nowMs, ...(minutesPerHeal === undefined ? {} : { minutesPerHeal }) });

describe('healingSummaryOf', () => {
  test('nothing yet gives zeros', () => {
    expect(summaryOf([])).toEqual({
      total: none,
      byKind: [],
      byFile: [],
      byWeek: [],
      byMonth: [],
      refusals: [],
      trend: { days: 30, recent: none, before: none },
      saved: { repairs: 0, minutesPerHeal: 10, minutes: 0 },
    });
  });

  const summary = summaryOf([
    heal({ outcome: 'accepted', verification: proved }),
    heal({ outcome: 'reverted', verification: proved, proposedAt: '2026-03-02T00:00:00Z', file: 'b.spec.ts' }),
    heal({ outcome: 'rejected', verification: { passed: false, runs: 1 } }),
    heal({ kind: 'wait' }),
  ]);

  test('counts', () =>
    expect(summary.total).toEqual({ ...none, attempts: 4, proved: 2, applied: 2, rejected: 1, reverted: 1 }));
  test('what was never proved, and what the code moved on from, are neither kept nor reverted by name', () => {
    const noticedAt = '2026-03-18T00:00:00Z';
    const odd = summaryOf([
      heal({ outcome: 'unproved' }),
      heal({ outcome: 'accepted', verification: proved, standing: { state: 'edited', noticedAt } }),
      heal({ outcome: 'accepted', verification: proved, standing: { state: 'fileGone', noticedAt } }),
      heal({ outcome: 'accepted', verification: proved, standing: { state: 'elsewhere', noticedAt } }),
      heal({ outcome: 'reverted', verification: proved, standing: { state: 'reverted', noticedAt } }),
    ]);
    expect(odd.total).toMatchObject({ attempts: 5, applied: 4, unproved: 1, reverted: 1, editedSince: 2 });
  });
  test('kinds, most frequent first', () =>
    expect(summary.byKind.map(({ kind, attempts }) => [kind, attempts])).toEqual([
      ['locator', 3],
      ['wait', 1],
    ]));
  test('weeks begin on Monday and leave none out', () =>
    expect(summary.byWeek.map(({ weekOf, attempts }) => [weekOf, attempts])).toEqual([
      ['2026-03-02', 1],
      ['2026-03-09', 0],
      ['2026-03-16', 3],
    ]));
  test('half of the proved ones were kept', () => expect(summary.keptRatio).toBe(0.5));
  test('a broken date costs only its week', () => {
    const odd = summaryOf([heal({ proposedAt: 'yesterday' })]);
    expect(odd).toMatchObject({ total: { attempts: 1 }, byWeek: [], byMonth: [], trend: { recent: none } });
  });

  test('files, most frequent first', () =>
    expect(summary.byFile.map(({ file, attempts }) => [file, attempts])).toEqual([
      ['a.spec.ts', 3],
      ['b.spec.ts', 1],
    ]));
  test('months leave none out, over the turn of a year', () => {
    const dates = ['2025-12-31T23:59:59Z', '2026-02-01T00:00:00Z'];
    expect(
      summaryOf(dates.map((proposedAt) => heal({ proposedAt }))).byMonth.map(({ month, attempts }) => [
        month,
        attempts,
      ]),
    ).toEqual([
      ['2025-12', 1],
      ['2026-01', 0],
      ['2026-02', 1],
      ['2026-03', 0],
    ]);
  });
  test('twelve months at most', () =>
    expect(summaryOf([heal({ proposedAt: '2024-01-01T00:00:00Z' })]).byMonth).toHaveLength(12));

  test('what was refused, by reason, and what a person got', () => {
    const refused = (why: string, isProduct: boolean): Heal =>
      heal({ outcome: 'refused', refusal: { why, isProduct } });
    const { total, refusals } = summaryOf([
      refused('error-page', true),
      refused('no-page', false),
      refused('error-page', true),
      heal({ outcome: 'refused' }),
      heal({ outcome: 'escalated' }),
    ]);
    expect(total).toMatchObject({ attempts: 5, refused: 4, escalated: 1, applied: 0 });
    expect(refusals).toEqual([
      { why: 'error-page', isProduct: true, count: 2 },
      { why: 'no-page', isProduct: false, count: 1 },
      { why: 'unknown', isProduct: false, count: 1 },
    ]);
  });

  test('the last thirty days against the thirty before', () => {
    const { trend } = summaryOf([
      heal({ outcome: 'accepted' }),
      heal({ proposedAt: '2026-02-10T00:00:00Z' }),
      heal({ proposedAt: '2026-02-11T00:00:00Z', outcome: 'refused' }),
      heal({ proposedAt: '2025-02-10T00:00:00Z' }),
    ]);
    expect(trend).toMatchObject({ recent: { attempts: 1, applied: 1 }, before: { attempts: 2, refused: 1 } });
  });

  test('broken again, and false ones', () => {
    const { total } = summaryOf([
      heal({ outcome: 'accepted', rebrokenAt: '2026-03-18T00:00:00Z' }),
      heal({ outcome: 'reverted', takenBack: { at: '2026-03-18T00:00:00Z', wasFalse: true } }),
      heal({ outcome: 'reverted', takenBack: { at: '2026-03-18T00:00:00Z', wasFalse: false } }),
    ]);
    expect(total).toMatchObject({ applied: 3, reverted: 2, rebroken: 1, falseHeals: 1 });
  });
});
