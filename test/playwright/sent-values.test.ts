import { createRequire } from 'node:module';

import { expect, test } from 'vitest';

import type { SentValuesModule } from '../../packages/playwright/src/preload/sent-values.cts';

const require = createRequire(import.meta.url);
const { sentValuesOf, givenDigestOf } =
  require('../../packages/playwright/dist/preload/sent-values.cjs') as SentValuesModule;

const json = (value: unknown, url = 'https://shop.example/api/orders') =>
  sentValuesOf({ url, contentType: 'application/json', body: JSON.stringify(value) });

/** Names without digests. */
const namesOf = (lines: readonly string[]) => lines.map((line) => line.replace(/=[0-9a-f]{4}$/, ''));

test('a JSON body is told by its names, lists under one', () => {
  const sent = json({ coupon: 'WELCOME', items: [{ sku: 'lamp' }, { sku: 'rug' }, { sku: 'lamp' }], gift: true });
  expect(namesOf(sent)).toEqual(['coupon', 'gift', 'items[].sku', 'items[].sku']);
});

test('the same value has the same digest, wherever it is sent', () => {
  const [inJson] = json({ q: 'lamp' });
  const form = sentValuesOf({
    url: 'https://shop.example/search',
    contentType: 'application/x-www-form-urlencoded',
    body: 'q=lamp',
  });
  const query = sentValuesOf({
    url: 'https://shop.example/search?q=lamp#top',
    contentType: undefined,
    body: undefined,
  });
  expect(form).toEqual([inJson]);
  expect(query).toEqual([`?${inJson ?? ''}`]);
  expect(inJson).toBe(`q=${givenDigestOf('lamp') ?? ''}`);
  expect(json({ q: 'rug' })).not.toEqual([inJson]);
});

test('nothing is kept of secrets', () => {
  expect(json({ password: 'hunter2', auth: { token: 'abc' }, cardNumber: '4242' })).toEqual([
    'auth.token=*',
    'cardNumber=*',
    'password=*',
  ]);
});

test('times and ids that are made up are another one in every run', () => {
  expect(
    json({
      at: '2026-11-28T10:00:00Z',
      day: '2026-11-28',
      ms: 1_795_000_000_000,
      id: '0b9f7c4e-8d0a-4a51-9c39-4f6f2a4f5a10',
      key: 'ck_9a8b7c6d5e4f3a2b1c',
    }),
  ).toEqual(['at=~', 'day=~', 'id=~', 'key=~', 'ms=~']);
});

test('numbers of the path tell which one it was', () => {
  const sent = sentValuesOf({
    url: 'https://shop.example/api/orders/ord-17/items/3',
    contentType: undefined,
    body: undefined,
  });
  expect(namesOf(sent)).toEqual(['/:id', '/:id']);
});

test('what is no form and no JSON is only known to be there', () => {
  const of = (body: string) => sentValuesOf({ url: 'https://shop.example/', contentType: 'text/plain', body });
  expect([of('hello'), of('{not json'), of('')]).toEqual([['=~'], ['=~'], []]);
});
