import { describe, expect, test } from 'vitest';

import type { Heal } from '../model/heal.ts';
import { healingSummaryOf } from './healing-summary.ts';

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

describe('healingSummaryOf', () => {
  test('nothing yet gives zeros', () => {
    expect(healingSummaryOf([], nowMs)).toEqual({
      total: { attempts: 0, proved: 0, applied: 0, rejected: 0, unproved: 0, reverted: 0, editedSince: 0 },
      byKind: [],
      byWeek: [],
    });
  });

  const summary = healingSummaryOf(
    [
      heal({ outcome: 'accepted', verification: proved }),
      heal({ outcome: 'reverted', verification: proved, proposedAt: '2026-03-02T00:00:00Z' }),
      heal({ outcome: 'rejected', verification: { passed: false, runs: 1 } }),
      heal({ kind: 'wait' }),
    ],
    nowMs,
  );

  test('counts', () =>
    expect(summary.total).toEqual({
      attempts: 4,
      proved: 2,
      applied: 2,
      rejected: 1,
      unproved: 0,
      reverted: 1,
      editedSince: 0,
    }));
  test('what was never proved, and what the code moved on from, are neither kept nor reverted by name', () => {
    const noticedAt = '2026-03-18T00:00:00Z';
    const odd = healingSummaryOf(
      [
        heal({ outcome: 'unproved' }),
        heal({ outcome: 'accepted', verification: proved, standing: { state: 'edited', noticedAt } }),
        heal({ outcome: 'accepted', verification: proved, standing: { state: 'fileGone', noticedAt } }),
        heal({ outcome: 'accepted', verification: proved, standing: { state: 'elsewhere', noticedAt } }),
        heal({ outcome: 'reverted', verification: proved, standing: { state: 'reverted', noticedAt } }),
      ],
      nowMs,
    );
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
    const odd = healingSummaryOf([heal({ proposedAt: 'yesterday' })], nowMs);
    expect(odd).toMatchObject({ total: { attempts: 1 }, byWeek: [] });
  });
});
