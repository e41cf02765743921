import { describe, expect, test } from 'vitest';

import type { Heal, PatchTrace } from '../model/heal.ts';
import { type HealCandidate, healRefusalOf } from './heal-refusal.ts';

const traceAbove = (line: string): PatchTrace => ({
  hunks: [
    { original: ['save();'], patched: ['await save();'], above: [line], below: [], originalCount: 0, patchedCount: 1 },
  ],
});
const candidate: HealCandidate = {
  testId: 'chromium',
  kind: 'race',
  file: 'a.spec.ts',
  before: 'save();',
  after: 'await save();',
  trace: traceAbove("test('saves')"),
  sourceHash: 'now',
};
const heal = (outcome: Heal['outcome'], over: Partial<Heal> = {}): Heal => ({
  ...candidate,
  id: 'h',
  proposedAt: '',
  probability: 0.9,
  outcome,
  ...over,
});
const times = (count: number, one: Heal): readonly Heal[] => Array.from({ length: count }, () => one);

describe('a repair is refused', () => {
  test.each<[string, readonly Heal[], number, string | undefined]>([
    ['not without a past', [], 1, undefined],
    ['after someone took it back', [heal('reverted')], 3, 'taken back'],
    ['… also when the file changed elsewhere', [heal('reverted', { sourceHash: 'then' })], 3, 'taken back'],
    ['… also of the same code in another project', [heal('reverted', { testId: 'firefox' })], 3, 'taken back'],
    [
      '… not in another place of the file',
      [heal('reverted', { testId: 'other', trace: traceAbove("test('other')") })],
      3,
      undefined,
    ],
    ['… not after its line changed', [heal('reverted', { before: 'save(1);' })], 3, undefined],
    ['… not after a person allowed it', [heal('reverted', { allowedAt: 'then' })], 3, undefined],
    ['not while it is only proposed or kept', [heal('proposed'), heal('accepted')], 1, undefined],
    ['after one try with a limit of 1', [heal('rejected')], 1, 'given up'],
    ['not after one try with a limit of 2', [heal('rejected')], 2, undefined],
    ['after two with a limit of 2, however they ended', [heal('rejected'), heal('unproved')], 2, 'given up'],
    ['not after the file changed', times(3, heal('rejected', { sourceHash: 'then' })), 1, undefined],
    ['not for another kind', [heal('rejected', { kind: 'locator' })], 1, undefined],
    ['not after a person allowed one more', [heal('rejected'), heal('rejected', { allowedAt: 'then' })], 2, undefined],
  ])('%s', (_name, past, most, why) => expect(healRefusalOf(candidate, past, most)?.why).toBe(why));

  test('it names the newest repair and the number of tries', () => {
    const past = [heal('rejected', { id: 'old' }), heal('unproved', { id: 'new' })];
    expect(healRefusalOf(candidate, past, 2)).toMatchObject({ by: { id: 'new' }, tries: 2 });
  });
});
