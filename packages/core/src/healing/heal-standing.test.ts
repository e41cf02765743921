import { describe, expect, test } from 'vitest';

import type { Heal } from '../model/heal.ts';
import { standingHealOf } from './heal-standing.ts';
import { patchTraceOf } from './patch-trace.ts';

const before = 'one\nsave();\ntwo\n';
const after = 'one\nawait save();\ntwo\n';
const trace = patchTraceOf(
  { before, after },
  { file: 'a.spec.ts', edits: [{ start: 4, end: 4, newText: 'await ' }], summary: '', safety: 'safe' },
);
const accepted: Heal = {
  id: 'h',
  testId: 't',
  kind: 'race',
  proposedAt: '2026-03-17T10:00:00Z',
  file: 'a.spec.ts',
  before: 'save();',
  after: 'await save();',
  probability: 0.9,
  outcome: 'accepted',
  trace,
};
const [monday, tuesday] = ['2026-03-23T00:00:00Z', '2026-03-24T00:00:00Z'];
const reverted: Heal = { ...accepted, outcome: 'reverted', standing: { state: 'reverted', noticedAt: monday } };

describe('standingHealOf', () => {
  test('in its file: nothing new', () => expect(standingHealOf(accepted, after, monday)).toBe(accepted));
  test('taken back: said with the time of the notice', () =>
    expect(standingHealOf(accepted, before, monday)).toEqual(reverted));
  test('taken back and noticed already: the first notice stays', () =>
    expect(standingHealOf(reverted, before, tuesday)).toBe(reverted));
  test('taken back, then edited: still taken back', () =>
    expect(standingHealOf(reverted, 'one\ntwo\n', tuesday)).toBe(reverted));
  test('its own text is there again: accepted again', () =>
    expect(standingHealOf(reverted, after, tuesday)).toEqual(accepted));
  test('allowed again by a person: the text that is there is of a later repair', () => {
    const allowed = { ...reverted, allowedAt: monday };
    expect(standingHealOf(allowed, after, tuesday)).toBe(allowed);
  });
  test.each([
    ['edited', 'one\ntwo\n'],
    ['fileGone', undefined],
  ] as const)('%s: accepted, and said so', (state, text) =>
    expect(standingHealOf(accepted, text, monday)).toEqual({ ...accepted, standing: { state, noticedAt: monday } }),
  );
  test('edited, then the original put back: taken back', () => {
    const edited = standingHealOf(accepted, 'one\ntwo\n', monday);
    expect(standingHealOf(edited, before, tuesday)).toMatchObject({
      outcome: 'reverted',
      standing: { state: 'reverted', noticedAt: tuesday },
    });
  });
  test('made in a CI job, whose checkout is thrown away: not a "no"', () => {
    const inCi: Heal = { ...accepted, trace: { ...trace, inCi: true } };
    expect(standingHealOf(inCi, before, monday)).toMatchObject({
      outcome: 'accepted',
      standing: { state: 'elsewhere' },
    });
  });
  test('committed to a branch that is not checked out: not a "no", and accepted as everywhere once it is merged', () => {
    const onBranch: Heal = { ...accepted, branch: 'repairs' };
    const elsewhere = standingHealOf(onBranch, before, monday);
    expect(elsewhere).toEqual({ ...onBranch, standing: { state: 'elsewhere', noticedAt: monday } });
    expect(standingHealOf(elsewhere, after, tuesday)).toEqual(onBranch);
  });
  test.each<Heal['outcome']>(['proposed', 'rejected', 'unproved'])('never for one that is %s', (outcome) => {
    const heal: Heal = { ...accepted, outcome };
    expect(standingHealOf(heal, before, monday)).toBe(heal);
  });
  test('nor without a trace', () => {
    const { trace: _trace, ...bare } = accepted;
    expect(standingHealOf(bare, before, monday)).toBe(bare);
  });
});
