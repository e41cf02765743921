import { describe, expect, test } from 'vitest';

import { proofEvidenceOf, weakestEvidenceOf } from './proof-evidence.ts';

const nothing = { byDeed: false, byValues: false, byGiven: false };

describe('what vouches for a repaired step', () => {
  test.each([
    ['what it does', 'click', { ...nothing, byDeed: true }, false, 'contract'],
    ['its value in a request', 'fill', { ...nothing, byGiven: true }, false, 'contract'],
    ['the test, when it fails without the step', 'click', nothing, true, 'test'],
    ['itself, when it is an assertion', 'expect', nothing, false, 'test'],
    ['nothing, when the test does as well without it', 'click', nothing, false, 'nothing'],
  ])('%s', (_name, action, contract, isNoticed, evidence) => {
    expect(proofEvidenceOf({ action, contract, isNoticed })).toBe(evidence);
  });
});

test('of several steps the one that the least vouches for counts', () => {
  expect(weakestEvidenceOf(['contract', 'nothing', 'test'])).toBe('nothing');
  expect(weakestEvidenceOf(['contract', 'test'])).toBe('test');
  expect(weakestEvidenceOf(['contract'])).toBe('contract');
});
