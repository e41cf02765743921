import { describe, expect, test } from 'vitest';

import type { ElementFingerprint } from '../relocation/element-fingerprint.ts';
import { keepsOwnName, proofEvidenceOf } from './proof-evidence.ts';

const nothing = { byDeed: false, byValues: false, byGiven: false };

describe('what vouches for a repaired step', () => {
  test.each([
    ['what it does', 'click', { ...nothing, byDeed: true }, false, false, 'contract'],
    ['its value in a request', 'fill', { ...nothing, byGiven: true }, false, true, 'contract'],
    ['the test, when it fails without the step', 'click', nothing, true, false, 'test'],
    ['itself, when it is an assertion', 'expect', nothing, false, false, 'test'],
    ['itself and the name of its element', 'expect', nothing, false, true, 'own-name'],
    ['nothing, when the test does as well without it', 'click', nothing, false, false, 'nothing'],
    ['nothing, whatever it is called', 'click', nothing, false, true, 'nothing'],
  ])('%s', (_name, action, contract, isNoticed, isNamedAsBefore, evidence) => {
    expect(proofEvidenceOf({ action, contract, isNoticed, isNamedAsBefore })).toBe(evidence);
  });
});

describe('an element has a name of its own', () => {
  const total: ElementFingerprint = { tag: 'dd', xpath: '/dl[1]/dd[4]', testId: 'total', text: '€43.40' };
  const cell: ElementFingerprint = { ...total, tag: 'td', xpath: '/table[1]/tr[4]/td[1]' };
  const keeps = (old: ElementFingerprint, now: ElementFingerprint, others: ElementFingerprint[] = [], twins = 1) =>
    keepsOwnName({ fingerprint: old, twins }, now, [now, ...others]);

  test('by its test id, or its id, with what it says', () => {
    expect(keeps(total, cell)).toBe(true);
    const byId = ({ testId: _testId, ...rest }: ElementFingerprint): ElementFingerprint => ({ ...rest, id: 'total' });
    expect(keeps(byId(total), byId(cell))).toBe(true);
  });

  test.each<[string, boolean]>([
    ['when the test id is another', keeps(total, { ...cell, testId: 'subtotal' })],
    ['when it says something else: the row of a list that is left', keeps(total, { ...cell, text: '€2.52' })],
    ['when another has the same test id', keeps(total, cell, [{ ...cell, xpath: '/p[1]' }])],
    ['when others said the same', keeps(total, cell, [], 2)],
    ['when a tool made the id', keeps({ ...total, testId: 'field-8f3a91c2' }, { ...cell, testId: 'field-8f3a91c2' })],
    ['when it says nothing', keeps({ ...total, text: '' }, { ...cell, text: '' })],
  ])('not %s', (_name, isKept) => {
    expect(isKept).toBe(false);
  });
});
