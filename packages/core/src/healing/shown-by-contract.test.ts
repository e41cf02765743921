import { describe, expect, test } from 'vitest';

import type { RememberedElement, StepContract } from '../model/remembered-element.ts';
import { type LedTo, shownByContract } from './shown-by-contract.ts';

const stay: StepContract = { requests: [], urlAfter: '/cart', sent: [] };
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
const posts = (...values: readonly string[]): StepContract => ({
  ...stay,
  requests: ['POST /api/posts 2xx'],
  sent: values.map((value) => `POST /api/posts ${value}`),
});
/** A run in which the step was left out, and which went on on the cart. */
const without = (contract: StepContract = stay): readonly LedTo[] => [{ url: '/cart', contract }];
const tells = (one: RememberedElement, run: readonly LedTo[] | undefined = without()): readonly string[] =>
  Object.entries(shownByContract(one, run)).flatMap(([name, isShown]) => (isShown ? [name] : []));

describe('a step shows what it does', () => {
  test.each([
    ['a request that changes something', step(posts('status=aaaa')), ['byDeed', 'byValues']],
    ['a request that carries nothing, whose address tells', step(posts()), ['byDeed', 'byValues']],
    ['a request with a secret beside what is known', step(posts('user=aaaa', 'password=*')), ['byDeed', 'byValues']],
    ['another page', step({ ...stay, urlAfter: '/done' }), ['byDeed']],
    ['a value that arrives later', step({ ...stay, given: 'POST /api/posts title=aaaa' }, 'fill'), ['byGiven']],
  ])('%s', (_name, one, shown) => {
    expect(tells(one)).toEqual(shown);
  });
});

describe('its values are not known', () => {
  test.each([
    ['when one is made up: it may name what is changed', step(posts('operation=aaaa', 'id=~'))],
    ['when the body cannot be read', step(posts('?lang=aaaa', '…=~'))],
    ['when all are secret', step(posts('password=*'))],
    ['when they were not watched', step({ requests: ['POST /api/posts 2xx'], urlAfter: '/cart' })],
    ['when the page itself is asked, which says nothing', step({ ...stay, requests: ['POST /cart 3xx'] })],
  ])('%s', (_name, one) => {
    expect(tells(one)).toEqual(['byDeed']);
  });
});

describe('a step shows nothing', () => {
  test.each<[string, RememberedElement, readonly LedTo[] | undefined]>([
    [
      'when it only reads',
      step({ ...stay, requests: ['GET /api/posts 2xx'], sent: ['GET /api/posts ?q=aaaa'] }),
      without(),
    ],
    ['when it only looks', step(posts('status=aaaa'), 'expect'), without()],
    ['when nobody saw what happens without it', step(posts('status=aaaa')), undefined],
    ['when a timer sends the same without it', step(posts('status=aaaa')), without(posts('status=aaaa'))],
    [
      'when the test goes to that page anyway',
      step({ ...stay, urlAfter: '/done' }),
      without({ ...stay, urlAfter: '/done' }),
    ],
    [
      'when the value arrives without it',
      step({ ...stay, given: 'POST /api/posts title=aaaa' }, 'fill'),
      without(posts('title=aaaa')),
    ],
  ])('%s', (_name, one, run) => {
    expect(Object.values(shownByContract(one, run))).toEqual([false, false, false]);
  });
});
