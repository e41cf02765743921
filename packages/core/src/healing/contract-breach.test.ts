import { describe, expect, test } from 'vitest';

import { type ContractedStep, contractBreachOf } from './contract-breach.ts';

const step = (key: string, requests: readonly string[], urlAfter = '/cart', url = '/'): ContractedStep => ({
  key,
  name: `step ${key}`,
  url,
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
    [
      'a page that opens a step later',
      [step('a', ['GET /api/cart 2xx'], '/'), step('b', ['POST /api/orders 2xx'], '/done', '/cart')],
    ],
    ['something more is read', [step('a', ['GET /api/cart 2xx', 'GET /api/offers 2xx']), before[1] as ContractedStep]],
  ])('%s', (_name, after) => {
    expect(contractBreachOf(before, [after])).toBeUndefined();
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
      'It sends `POST /api/orders 4xx`, which it never did.',
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
    expect(contractBreachOf(before, [after])).toBe(sentence);
  });
});

describe('of several runs', () => {
  const slow = [before[0] as ContractedStep, step('b', [], '/cart')];
  const other = [...before, step('c', ['DELETE /api/cart/:id 2xx'])];

  test('one has to show it all: another may have ended before it', () => {
    expect(contractBreachOf(before, [slow, before])).toBeUndefined();
    expect(contractBreachOf(before, [slow, slow])).toBe('It no longer sends `POST /api/orders 2xx`.');
  });

  test('none may change anything else', () => {
    expect(contractBreachOf(before, [before, other])).toBe('It sends `DELETE /api/cart/:id 2xx`, which it never did.');
  });
});

test('a page that was opened a step later before is the same page', () => {
  const late = [step('a', [], '/', '/'), step('b', [], '/cart', '/cart')];
  const soon = [step('a', [], '/cart', '/'), step('b', [], '/cart', '/cart')];
  expect(contractBreachOf(late, [soon])).toBeUndefined();
  expect(contractBreachOf(soon, [late])).toBeUndefined();
});

test('a page that is only come to by a later step is another one', () => {
  const usual = [step('orders', [], '/orders', '/'), step('profile', [], '/profile', '/orders')];
  const wrong = [step('orders', [], '/profile', '/'), step('profile', [], '/profile', '/profile')];
  expect(contractBreachOf(usual, [wrong])).toBe('After step orders it is at /profile, and it was at /orders.');
});
