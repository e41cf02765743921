import { describe, expect, test } from 'vitest';

import type { Heal } from '../model/heal.ts';
import { falseHealsOf, healCalibrationOf, savedTimeOf, timeToHealOf } from './healing-figures.ts';

const at = '2026-03-18T00:00:00Z';
const accepted = (over: Partial<Heal> = {}): Heal => ({
  id: 'h',
  testId: 't',
  kind: 'locator',
  proposedAt: '2026-02-01T10:00:00Z',
  decidedAt: '2026-02-01T10:00:00Z',
  file: 'a.spec.ts',
  before: 'a',
  after: 'b',
  probability: 0.9,
  outcome: 'accepted',
  ...over,
});
const times = (count: number, over: Partial<Heal> = {}): readonly Heal[] =>
  Array.from({ length: count }, (_, index) => accepted({ ...over, testId: `${over.outcome} ${index}` }));
const wrong = accepted({ outcome: 'reverted', takenBack: { at, wasFalse: true } });

describe('false repairs', () => {
  test('nothing applied, nothing said', () =>
    expect(falseHealsOf([accepted({ outcome: 'proposed' })])).toBeUndefined());
  // Clopper and Pearson 1934; with none found it is 1 − 0.05^(1/n), close to three in n.
  test.each([
    [1, 0, 0.95],
    [59, 0, 0.0495],
    [299, 0, 0.00997],
    [9, 1, 0.3942],
    [0, 1, 1],
  ])('%d right and %d false: below %f', (right, found, upperBound) => {
    const said = falseHealsOf([...times(right), ...Array.from({ length: found }, () => wrong)]);
    expect(said).toMatchObject({ found, of: right + found, ratio: found / (right + found) });
    expect(said?.upperBound).toBeCloseTo(upperBound, 3);
  });
  test('one that was taken back for another reason is none', () =>
    expect(falseHealsOf([accepted({ outcome: 'reverted', takenBack: { at, wasFalse: false } })])?.found).toBe(0));
});

describe('time to heal', () => {
  const after = (seconds: number): Heal =>
    accepted({
      failedAt: '2026-02-01T09:00:00Z',
      decidedAt: new Date(Date.UTC(2026, 1, 1, 9, 0, seconds)).toISOString(),
    });
  test.each<[string, readonly Heal[], ReturnType<typeof timeToHealOf>]>([
    ['none', [], undefined],
    ['none that tells when it failed', [accepted()], undefined],
    ['one', [after(40)], { repairs: 1, medianMs: 40_000 }],
    ['the middle of three', [after(100), after(10), after(20)], { repairs: 3, medianMs: 20_000 }],
    ['between the middle two', [after(10), after(20)], { repairs: 2, medianMs: 15_000 }],
    ['not of one that was refused', [{ ...after(10), outcome: 'refused' }], undefined],
    ['not of one that was decided before it failed', [after(-10)], undefined],
  ])('%s', (_name, heals, expected) => expect(timeToHealOf(heals)).toEqual(expected));
});

test('saved: what was applied and kept, times the minutes', () => {
  const heals = [
    accepted(),
    accepted({ standing: { state: 'edited', noticedAt: at } }),
    accepted({ standing: { state: 'elsewhere', noticedAt: at } }),
    accepted({ rebrokenAt: at }),
    accepted({ takenBack: { at, wasFalse: false } }),
    wrong,
    accepted({ outcome: 'refused' }),
  ];
  expect(savedTimeOf(heals, 15)).toEqual({ repairs: 2, minutesPerHeal: 15, minutes: 30 });
});

describe('calibration', () => {
  const nowMs = Date.parse('2026-03-31T00:00:00Z');
  test('nothing under twenty outcomes', () => expect(healCalibrationOf(times(19), nowMs)).toBeUndefined());
  test('nine in ten were kept, as was told', () => {
    const said = healCalibrationOf([...times(18), ...times(2, { outcome: 'reverted' })], nowMs);
    expect(said).toMatchObject({ outcomes: 20, right: 18 });
    expect(said?.brier).toBeCloseTo(0.9 * 0.01 + 0.1 * 0.81, 10);
    const surer = healCalibrationOf(
      [...times(18), ...times(2, { outcome: 'reverted' })].map((heal) => ({ ...heal, probability: 1 })),
      nowMs,
    );
    expect(surer?.calibrationError).toBeCloseTo(0.1, 10);
  });
  test('those of which nothing is known yet do not count', () =>
    expect(healCalibrationOf(times(30, { decidedAt: '2026-03-30T00:00:00Z' }), nowMs)).toBeUndefined());
});
