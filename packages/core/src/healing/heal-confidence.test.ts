import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Heal } from '../model/heal.ts';
import { calibratedProbabilityOf } from './heal-confidence.ts';

const nowMs = Date.parse('2026-03-31T00:00:00Z');
const daysAgo = (days: number): string => new Date(nowMs - days * 86_400_000).toISOString();

const heal = (over: Partial<Heal> = {}): Heal => ({
  id: 'h',
  testId: 't',
  kind: 'locator',
  proposedAt: daysAgo(20),
  decidedAt: daysAgo(20),
  file: 'a.spec.ts',
  before: 'a',
  after: 'b',
  probability: 0.9,
  outcome: 'accepted',
  ...over,
});
const race = (over: Partial<Heal> = {}): Heal => heal({ kind: 'race', ...over });
const several = (count: number, over: Partial<Heal>): readonly Heal[] =>
  Array.from({ length: count }, (_, at) => heal({ ...over, testId: `t${at}` }));
const of = (kind: string, pastHeals: readonly Heal[], probability?: number): number =>
  calibratedProbabilityOf({ kind, pastHeals, nowMs, ...(probability === undefined ? {} : { probability }) });

describe('a probability after earlier repairs of the kind', () => {
  const unchanged = 0.9;
  const worse = 9 / (9 + 2);
  test.each<[string, readonly Heal[], number]>([
    ['none', [], unchanged],
    ['of another kind', [race({ outcome: 'reverted' })], unchanged],
    ['only shown', [heal({ outcome: 'proposed' })], unchanged],
    ['refused or handed to a person', [heal({ outcome: 'refused' }), heal({ outcome: 'escalated' })], unchanged],
    ['unproved', [heal({ outcome: 'unproved' })], unchanged],
    ['kept for thirteen days', [heal({ decidedAt: daysAgo(13) })], unchanged],
    ['kept for fourteen days', [heal({ decidedAt: daysAgo(14) })], (9 * 100) / 99 / ((9 * 100) / 99 + 1)],
    ['reverted a minute ago', [heal({ outcome: 'reverted', decidedAt: daysAgo(0) })], worse],
    ['taken back by a person', [heal({ takenBack: { at: daysAgo(1), wasFalse: true } })], worse],
    ['broken again', [heal({ rebrokenAt: daysAgo(1) })], worse],
    ['edited soon after', [heal({ standing: { state: 'edited', noticedAt: daysAgo(15) } })], unchanged],
    [
      'edited after it was kept long enough',
      [heal({ standing: { state: 'edited', noticedAt: daysAgo(1) } })],
      (9 * 100) / 99 / ((9 * 100) / 99 + 1),
    ],
    [
      'in a checkout that was thrown away',
      [heal({ standing: { state: 'elsewhere', noticedAt: daysAgo(1) } })],
      unchanged,
    ],
    // The element may have been the right one, and the test fails on something else.
    ['not proved', [heal({ outcome: 'rejected' })], unchanged],
    ['the same one taken back twice', several(1, { outcome: 'reverted' }).flatMap((one) => [one, one]), worse],
    ['taken back, then kept', [heal({ outcome: 'reverted' }), heal()], (9 * 100) / 99 / ((9 * 100) / 99 + 1)],
    ['taken back, then tried again lately', [heal({ outcome: 'reverted' }), heal({ decidedAt: daysAgo(1) })], worse],
  ])('%s', (_name, past, expected) => expect(of('locator', past, 0.9)).toBeCloseTo(expected, 10));

  test('without one of its own it is the mean of the kind', () => {
    expect(of('locator', [])).toBeCloseTo(0.99, 10);
    expect(of('race', [])).toBeCloseTo(0.9, 10);
    const kept = Array.from({ length: 10 }, (_, at) => race({ testId: `${at}` }));
    expect(of('race', kept)).toBeCloseTo(19 / 20, 10);
    // A pattern is right only when it is why the test fails, which its proof tells.
    expect(of('race', [race({ outcome: 'rejected' })])).toBeCloseTo(9 / 11, 10);
  });
});

describe('laws', () => {
  const heals = fc
    .array(
      fc.record({
        outcome: fc.constantFrom<Heal['outcome']>('accepted', 'rejected', 'reverted', 'proposed', 'refused'),
        days: fc.integer({ min: 0, max: 40 }),
        test: fc.integer({ min: 0, max: 6 }),
        isRebroken: fc.boolean(),
        kind: fc.constantFrom('locator', 'race'),
      }),
      { maxLength: 30 },
    )
    .map((list) =>
      list.map(({ outcome, days, test: id, isRebroken, kind }) =>
        heal({
          outcome,
          kind,
          testId: `t${id}`,
          decidedAt: daysAgo(days),
          ...(isRebroken && outcome === 'accepted' ? { rebrokenAt: daysAgo(0) } : {}),
        }),
      ),
    );
  const probabilities = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const kinds = fc.constantFrom('locator', 'race');

  test('within 0 and 1, and in the order of what was computed', () => {
    fc.assert(
      fc.property(heals, kinds, probabilities, probabilities, (past, kind, one, other) => {
        const [low, high] = [of(kind, past, Math.min(one, other)), of(kind, past, Math.max(one, other))];
        return low > 0 && high < 1 && low <= high;
      }),
    );
  });

  test('a repair that was kept never lowers it, one that was taken back never raises it', () => {
    fc.assert(
      fc.property(heals, kinds, probabilities, (past, kind, probability) => {
        const now = of(kind, past, probability);
        const kept = of(kind, [...past, heal({ kind, testId: 'new' })], probability);
        const back = of(kind, [...past, heal({ kind, testId: 'new', outcome: 'reverted' })], probability);
        return kept > now && back < now;
      }),
    );
  });

  test('nothing settled, nothing changed', () => {
    fc.assert(
      fc.property(kinds, probabilities, (kind, probability) => {
        return of(kind, [heal({ kind, outcome: 'proposed' })], probability) === probability;
      }),
    );
  });
});
