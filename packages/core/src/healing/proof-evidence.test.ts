import { describe, expect, test } from 'vitest';

import type { RememberedElement, StepContract } from '../model/remembered-element.ts';
import { proofEvidenceOf, weakestEvidenceOf } from './proof-evidence.ts';

const stay: StepContract = { requests: [], urlAfter: '/cart', sent: [] };
const order: StepContract = { ...stay, requests: ['POST /api/orders 2xx'], sent: ['POST /api/orders coupon=aaaa'] };
const step = (contract: StepContract | undefined, action = 'click'): RememberedElement => ({
  place: { file: 'a.spec.ts', line: 1, column: 1 },
  locator: "getByText('Pay')",
  selector: 'x',
  action,
  ordinal: 0,
  url: '/cart',
  fingerprint: { tag: 'button', xpath: '/html[1]' },
  twins: 1,
  seenAt: '2026-11-01T00:00:00.000Z',
  ...(contract ? { contract } : {}),
});

describe('what vouches for a repaired step', () => {
  test.each([
    ['its own request', step(order), false, [], 'contract'],
    ['the page that it leads to', step({ ...stay, urlAfter: '/done' }), false, [], 'contract'],
    ['its value in a request', step({ ...stay, given: 'aaaa' }, 'fill'), false, [], 'contract'],
    ['what the test sends, if it cannot do without the step', step(stay, 'fill'), true, [step(order)], 'contract'],
    ['the test, if it cannot do without the step', step(stay), true, [step(stay)], 'test'],
    ['the test, where nothing is known of its requests', step(undefined), true, [], 'test'],
    ['itself, when it is an assertion', step(order, 'expect'), false, [], 'test'],
    ['nothing, when the test does as well without it', step(stay), false, [step(order)], 'nothing'],
  ])('%s', (_name, one, isNoticed, ofTest, evidence) => {
    expect(proofEvidenceOf(one, { isNoticed, ofTest })).toBe(evidence);
  });
});

test('of several steps the one that the least vouches for counts', () => {
  expect(weakestEvidenceOf(['contract', 'nothing', 'test'])).toBe('nothing');
  expect(weakestEvidenceOf(['contract', 'test'])).toBe('test');
  expect(weakestEvidenceOf(['contract'])).toBe('contract');
});
