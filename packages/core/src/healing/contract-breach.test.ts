import { describe, expect, test } from 'vitest';

import { type ContractedStep, contractBreachOf, isTellingContract } from './contract-breach.ts';

const step = (key: string, requests: readonly string[], urlAfter = '/cart'): ContractedStep => ({
  key,
  name: `step ${key}`,
  contract: { requests, urlAfter },
});
const before = [step('a', ['GET /api/cart 2xx']), step('b', ['POST /api/orders 2xx'], '/done')];

describe('a repaired test keeps its contract', () => {
  test.each([
    ['the same', before],
    [
      'a request that falls to the next step',
      [step('a', []), step('b', ['GET /api/cart 2xx', 'POST /api/orders 2xx'], '/done')],
    ],
    ['something more is read', [step('a', ['GET /api/cart 2xx', 'GET /api/offers 2xx']), before[1] as ContractedStep]],
  ])('%s', (_name, after) => {
    expect(contractBreachOf(before, after)).toBeUndefined();
  });
});

describe('a repaired test breaks it', () => {
  test.each([
    [
      'the order is not sent',
      [before[0] as ContractedStep, step('b', [], '/done')],
      'It no longer sends `POST /api/orders 2xx`.',
    ],
    [
      'it is answered otherwise',
      [before[0] as ContractedStep, step('b', ['POST /api/orders 4xx'], '/done')],
      'It no longer sends `POST /api/orders 2xx`.',
    ],
    ['nothing is read', [step('a', []), before[1] as ContractedStep], 'It no longer sends `GET /api/cart 2xx`.'],
    [
      'something else is changed',
      [...before, step('c', ['DELETE /api/cart/:id 2xx'])],
      'It sends `DELETE /api/cart/:id 2xx`, which it never did.',
    ],
    [
      'it ends elsewhere',
      [before[0] as ContractedStep, step('b', ['POST /api/orders 2xx'], '/login')],
      'After step b it is at /login, and it was at /done.',
    ],
  ])('%s', (_name, after, sentence) => {
    expect(contractBreachOf(before, after)).toBe(sentence);
  });
});

test('a contract tells something when a request or another address is in it', () => {
  expect(isTellingContract([step('a', []), step('b', [])])).toBe(false);
  expect(isTellingContract([step('a', []), step('b', [], '/done')])).toBe(true);
  expect(isTellingContract([step('a', ['GET /x 2xx'])])).toBe(true);
});
