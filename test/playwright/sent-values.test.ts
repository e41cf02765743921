import { createRequire } from 'node:module';

import { describe, expect, test } from 'vitest';

import type { SentValuesModule } from '../../packages/playwright/src/preload/sent-values.cts';

const require = createRequire(import.meta.url);
const { sentValuesOf, givenDigestOf } =
  require('../../packages/playwright/dist/preload/sent-values.cjs') as SentValuesModule;

const url = 'https://shop.example/api/orders';
const sent = (body: string | undefined, contentType = 'application/json', address = url) =>
  sentValuesOf({ url: address, headers: { 'content-type': contentType }, body: () => body });
const json = (value: unknown) => sent(JSON.stringify(value));
const asked = (address: string) => sent(undefined, '', address);
/** Without the digest of the whole. */
const partsOf = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('='));
const namesOf = (lines: readonly string[]) => partsOf(lines).map((line) => line.replace(/=[0-9a-f]{4}$/, ''));

describe('what a request carries', () => {
  test('is told by its names', () => {
    const lines = json({ coupon: 'WELCOME', items: [{ sku: 'lamp' }, { sku: 'rug' }], gift: true });
    expect(namesOf(lines)).toEqual(['coupon', 'gift', 'items[0].sku', 'items[1].sku']);
    expect(lines).toHaveLength(5);
  });

  test('has the same digest wherever it is sent', () => {
    const line = `q=${givenDigestOf('lamp') ?? ''}`;
    expect(partsOf(json({ q: 'lamp' }))).toEqual([line]);
    expect(partsOf(sent('q=lamp', 'application/x-www-form-urlencoded'))).toEqual([line]);
    expect(partsOf(asked(`${url}?q=lamp#top`))).toEqual([`?${line}`]);
    expect(partsOf(json({ q: 'rug' }))).not.toEqual([line]);
  });

  test('is another whole when it is put together otherwise', () => {
    const [a = '', b = ''] = [
      [
        { sku: 'lamp', count: 20 },
        { sku: 'rug', count: 10 },
      ],
      [
        { sku: 'lamp', count: 10 },
        { sku: 'rug', count: 20 },
      ],
    ].map((items) => json({ items })[0]);
    expect(a).toMatch(/^=[0-9a-f]{4}$/);
    expect(a).not.toBe(b);
  });

  test('is told though it sounds like a secret', () => {
    expect(namesOf(json({ email: 'ann-cc4-pin@example.org', comment: 'my password', grant: 'pass' }))).toEqual([
      'comment',
      'email',
      'grant',
    ]);
  });

  test.each([
    ['numbers of the path', asked('https://shop.example/api/orders/ord-17/items/3'), ['/:id', '/:id']],
    [
      'an action that only a header names',
      sentValuesOf({ url, headers: { 'next-action': 'a1' }, body: () => '[]' }),
      ['^next-action'],
    ],
    [
      'the operation of GraphQL, and not its text',
      json({ operationName: 'Pay', query: 'mutation {…}', variables: { sum: 'all' } }),
      ['operationName', 'variables.sum'],
    ],
    ['nothing of builds and caches', asked(`${url}?_rsc=1ab&v=1.2.4&page=2`), ['?page']],
  ])('%s', (_name, lines, names) => {
    expect(namesOf(lines)).toEqual(names);
  });
});

describe('nothing is kept', () => {
  test.each<[string, unknown]>([
    [
      'of passwords and tokens',
      { password: 'hunter2', 'login[passwd]': 'hunter2', auth: { token: 'abc' }, jwt: 'abc' },
    ],
    ['of PINs and codes', { pinCode: '4831', pin_code: '4831', userPin: '4831', otp: '123456', securityCode: '123' }],
    ['of cards', { cardNumber: '4242', ccnum: 'x', note: '4111 1111 1111 1111', number: '4242424242424242' }],
    ['of short numbers of which nobody knows what they are', { answer: '4831', phone: '5551234' }],
    ['of what is named in a value', [{ name: 'password', value: 'hunter2' }]],
  ])('%s', (_name, body) => {
    expect(json(body).filter((line) => !line.endsWith('=*'))).toEqual([]);
  });

  test.each([
    [
      'a body that calls itself a form',
      sent('{"user":"ada@example.org","pin":"hunter2"}', 'application/x-www-form-urlencoded'),
    ],
    ['a form without names', sent('hunter2 correct horse', 'application/x-www-form-urlencoded')],
    ['a query without a name', asked(`${url}?hunter2reset!`)],
    ['keys that somebody typed', json({ members: { 'ada@example.org': 'x', '4111 1111 1111 1111': 'hunter' } })],
  ])('that somebody typed, as a name: %s', (_name, lines) => {
    expect(lines.join(' ')).not.toMatch(/hunter|ada@|4111/);
  });
});

test('moments and ids that are made up are another one in every run', () => {
  const lines = json({
    at: '2026-11-28T10:00:00Z',
    ms: 1_795_000_000_000,
    id: '0b9f7c4e-8d0a-4a51-9c39-4f6f2a4f5a10',
    key: 'ck_9a8b7c6d5e4f3a2b1c',
  });
  expect(lines).toEqual(['at=~', 'id=~', 'key=~', 'ms=~']);
  expect(asked('https://shop.example/users/0b9f7c4e-8d0a-4a51-9c39-4f6f2a4f5a10/promote')).toEqual(['/:id=~']);
});

test('a day, and the number on a package, are compared', () => {
  expect(namesOf(json({ day: '2026-11-28', ean: '4006381333931' }))).toEqual(['day', 'ean']);
});

test('what cannot be read, and what is too much, is said to be there', () => {
  const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`field${index}`, 'x']));
  const of = (body: string) => sent(body, 'text/plain');
  expect([of('hello'), of('{not json'), of(''), of(`"${'x'.repeat(60_000)}"`)]).toEqual([
    ['…=~'],
    ['…=~'],
    [],
    ['…=~'],
  ]);
  expect(json(many).at(-1)).toBe('…=~');
});
