import { type Heal, healingSummaryOf } from '@millwright/core';
import { expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import { renderHealList, renderHealingSummary } from './render-healing-stats.ts';

const nowMs = Date.parse('2026-03-31T00:00:00Z');
const paint = createPaint({}, {});

const heal = (over: Partial<Heal>): Heal => ({
  id: '01KAJ30000AAAAAAAAAAAAAAAA',
  testId: 't',
  kind: 'locator',
  proposedAt: '2026-03-25T10:00:00Z',
  file: 'tests/pay.spec.ts',
  before: 'a',
  after: 'b',
  probability: 0.9,
  outcome: 'proposed',
  ...over,
});
const applied = {
  failedAt: '2026-03-25T09:55:00Z',
  decidedAt: '2026-03-25T10:05:00Z',
  verification: { passed: true, runs: 5 },
} as const;
const heals = [
  heal({ ...applied, outcome: 'accepted' }),
  heal({ ...applied, outcome: 'accepted', rebrokenAt: '2026-03-28T00:00:00Z' }),
  heal({ ...applied, outcome: 'reverted', takenBack: { at: '2026-03-29T00:00:00Z', wasFalse: true } }),
  heal({ outcome: 'refused', refusal: { why: 'error-page', isProduct: true }, file: 'tests/cart.spec.ts' }),
  heal({ proposedAt: '2026-02-20T10:00:00Z', outcome: 'refused', refusal: { why: 'no-page', isProduct: false } }),
];

test('what there is to count, aligned', () => {
  const text = renderHealingSummary(paint, healingSummaryOf(heals.slice(0, 4), { nowMs }));
  expect(text).toBe(
    [
      '         tried  proved  applied  rejected  unproved  reverted  re-broken  refused',
      'all      4      3       3        0         0         1         1          1',
      'locator  4      3       3        0         0         1         1          1',
      '',
      'kept          67 % of the proved repairs',
      'refused       1 error-page',
      'false         1 of 3 applied found to hide a bug; the true share is below 87 % (with 95 % confidence)',
      'time to heal  10 min 00 s (median of 3)',
      'saved         about 10 min (an estimate: 1 kept × 10 min)',
      'files         tests/pay.spec.ts (3), tests/cart.spec.ts (1)',
      '',
      'week of     tried  proved  applied  rejected  unproved  reverted  re-broken  refused',
      '2026-03-23  4      3       3        0         0         1         1          1',
      '2026-03-30  0      0       0        0         0         0         0          0',
      '',
    ].join('\n'),
  );
});

test('a trend, when there is something to compare with', () => {
  expect(renderHealingSummary(paint, healingSummaryOf(heals, { nowMs }))).toContain(
    'trend         3 of 4 tried applied in the last 30 days, 0 of 1 in the 30 before\n',
  );
});

test('the list says what became of each', () => {
  const lines = renderHealList(heals).trim().split('\n');
  expect(lines.map((line) => line.split(/ {2,}/)[2])).toEqual([
    'accepted',
    'accepted (broke again 2026-03-28)',
    'reverted (taken back 2026-03-29, hid a bug)',
    'refused (error-page)',
    'refused (no-page)',
  ]);
});
