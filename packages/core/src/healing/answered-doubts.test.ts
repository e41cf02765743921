import { describe, expect, test } from 'vitest';

import { doubtsLeft } from './answered-doubts.ts';
import type { ShownByContract } from './shown-by-contract.ts';

const finding = (guard: string) => ({ guard, verdict: 'propose' as const, reason: guard });
const nothing: ShownByContract = { byDeed: false, byValues: false, byGiven: false };
const deed: ShownByContract = { ...nothing, byDeed: true };
const values: ShownByContract = { ...deed, byValues: true };
const given: ShownByContract = { ...nothing, byGiven: true };

describe('a doubt about an element', () => {
  test.each<[string, string, ShownByContract, number, boolean]>([
    ['another kind of control does the same', 'kind-changed', deed, 0.9, false],
    ['another kind of control does nothing', 'kind-changed', nothing, 0.9, true],
    ['another name, and the same values are sent', 'no-shared-identity', values, 0.9, false],
    ['another name, and the values are not known', 'no-shared-identity', deed, 0.9, true],
    ['another name, and it is not even likely', 'no-shared-identity', values, 0.6, true],
    ['another field, and the value arrives where it did', 'no-shared-identity', given, 0.9, false],
    ['another field that is not even likely', 'no-shared-identity', given, 0.6, true],
    ['likelier ones were others, and it does the same', 'mutual-best', deed, 0.4, false],
    ['likelier ones were others, and nothing was done', 'mutual-best', nothing, 0.4, true],
    ['a field elsewhere, and the value arrives where it did', 'part-changed', given, 0.9, false],
    ['a button of another form that sends the same', 'part-changed', values, 0.9, true],
    ['a twin', 'exact-twin', values, 0.9, true],
    ['a deed that destroys', 'destructive-verb', values, 0.9, true],
    ['a role that was lost', 'accessibility-loss', values, 0.9, true],
  ])('%s', (_name, guard, contract, probability, stays) => {
    expect(doubtsLeft([finding(guard)], contract, probability)).toHaveLength(stays ? 1 : 0);
  });

  test('an element that is not called as before is not vouched for by what it is not', () => {
    const doubts = [finding('mutual-best'), finding('no-shared-identity')];
    expect(doubtsLeft(doubts, deed, 0.9)).toEqual(doubts);
  });

  test('a refusal is no doubt', () => {
    const refusal = { ...finding('kind-changed'), verdict: 'refuse' as const };
    expect(doubtsLeft([refusal], values, 0.9)).toEqual([refusal]);
  });
});
