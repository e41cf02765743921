import { describe, expect, test } from 'vitest';

import type { RememberedElement } from '../model/remembered-element.ts';
import { doubtsLeft } from './answered-doubts.ts';

const finding = (guard: string) => ({ guard, verdict: 'propose' as const, reason: guard });
const step = (contract: RememberedElement['contract'], action = 'click'): RememberedElement => ({
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

const orders = { requests: ['POST /api/orders 2xx'], urlAfter: '/cart' };
const reads = { requests: ['GET /api/orders 2xx'], urlAfter: '/cart' };
const leads = { requests: [], urlAfter: '/done' };

test.each([
  ['a link in place of a button that sends the same order', 'kind-changed', step(orders), false],
  ['another name, and the same address is asked', 'no-shared-identity', step(orders), true],
  ['a link in place of a button that leads to the same page', 'kind-changed', step(leads), false],
  ['another kind, and something is only read', 'kind-changed', step(reads), true],
  ['another kind, and nothing was watched', 'kind-changed', step(undefined), true],
  ['another kind, and it is only looked at', 'kind-changed', step(orders, 'expect'), true],
  ['a twin', 'exact-twin', step(orders), true],
  ['a deed that destroys', 'destructive-verb', step(orders), true],
  ['a role that was lost', 'accessibility-loss', step(orders), true],
  ['others that were likelier, and are others', 'mutual-best', step(orders), false],
  ['others that were likelier, and nothing was done', 'mutual-best', step(reads), true],
  ['a button of another form that sends the same', 'part-changed', step({ ...orders, sent: [] }), true],
  ['a field elsewhere whose value arrives', 'part-changed', step({ ...reads, given: 'aaaa' }, 'fill'), false],
])('%s', (_name, guard, remembered, stays) => {
  expect(doubtsLeft([finding(guard)], remembered, 0.9)).toHaveLength(stays ? 1 : 0);
});

const posts = ['POST /api/posts 2xx'];
const sent = (...values: readonly string[]) =>
  step({ requests: posts, urlAfter: '/cart', sent: values.map((value) => `POST /api/posts ${value}`) });

describe('another name', () => {
  test.each([
    ['and what was sent is compared', sent('status=aaaa', 'at=~'), 0.9, false],
    ['and the request carries nothing, so that the address is all there is', sent(), 0.9, false],
    ['and what was sent is another in every run', sent('at=~'), 0.9, true],
    ['and what was sent is secret', sent('password=*'), 0.9, true],
    ['and what was sent was not watched', step({ requests: posts, urlAfter: '/cart' }), 0.9, true],
    ['and it is not even likely', sent('status=aaaa'), 0.6, true],
    ['of a field whose value a request carried', step({ ...reads, requests: [], given: 'aaaa' }, 'fill'), 0.9, false],
    ['of a field whose value nothing carried', step({ ...reads, requests: [] }, 'fill'), 0.9, true],
    ['of what is only looked at', { ...sent('status=aaaa'), action: 'expect' }, 0.9, true],
  ])('%s', (_name, remembered, probability, stays) => {
    expect(doubtsLeft([finding('no-shared-identity')], remembered, probability)).toHaveLength(stays ? 1 : 0);
  });
});

test('an element that is not called as before is not vouched for by what it is not', () => {
  const doubts = [finding('mutual-best'), finding('no-shared-identity')];
  expect(doubtsLeft(doubts, step(orders), 0.9)).toEqual(doubts);
});

test('a refusal is no doubt', () => {
  const refusal = { ...finding('kind-changed'), verdict: 'refuse' as const };
  expect(doubtsLeft([refusal], step(orders), 0.9)).toEqual([refusal]);
});
