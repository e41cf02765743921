import { describe, expect, test } from 'vitest';

import { entryOf } from '../flake/fixtures/history-of.ts';
import type { StaticRequest } from '../model/manifest.ts';
import { endpointOf, manifestOf, staticTestOf, testFileOf } from './fixtures/plan-input-of.ts';
import { serviceMapOf } from './service-map.ts';

const endpoints = [
  'GET /api/v1/orders',
  'POST /api/v1/orders',
  'GET /api/v1/orders/:orderId',
  'DELETE /api/v1/carts',
].map((id) => endpointOf(id));

const entry = entryOf({ file: 'tests/shop.spec.ts', titlePath: ['shop'] });
const history = { test: entry, observations: [] };

function mapOf(requests: readonly StaticRequest[], recorded: readonly string[] = []) {
  const file = testFileOf('tests/shop.spec.ts', [staticTestOf(['shop'], { requests })]);
  return serviceMapOf(
    manifestOf({ endpoints, testFiles: [file] }),
    [history],
    new Map(recorded.length > 0 ? [[entry.id, recorded]] : []),
  );
}

const touchedBy = (map: ReturnType<typeof mapOf>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(map.endpoints.flatMap(({ id, tests }) => tests.map(({ evidence }) => [id, evidence])));

describe('what a test touches', () => {
  test.each<[string, readonly StaticRequest[], readonly string[], Readonly<Record<string, readonly string[]>>]>([
    ['nothing', [], [], {}],
    [
      'what its text asks for',
      [{ method: 'GET', path: '/api/v1/orders', from: 'hook' }],
      [],
      { 'GET /api/v1/orders': ['hook'] },
    ],
    ['what it was seen to ask for', [], ['POST /api/v1/orders 2xx'], { 'POST /api/v1/orders': ['recorded'] }],
    [
      'both, what was seen first',
      [{ method: 'POST', path: '/api/v1/orders', from: 'test' }],
      ['POST /api/v1/orders failed'],
      { 'POST /api/v1/orders': ['recorded', 'test'] },
    ],
    ['an id that was masked', [], ['GET /api/v1/orders/:id 4xx'], { 'GET /api/v1/orders/:orderId': ['recorded'] }],
  ])('%s', (_name, requests, recorded, expected) => {
    expect(touchedBy(mapOf(requests, recorded))).toEqual(expected);
  });
});

test('services count their endpoints, and those that no test touches', () => {
  const map = mapOf([], ['POST /api/v1/orders 2xx']);
  expect(map.services).toEqual([
    { name: 'carts', endpointCount: 1, touchedCount: 0 },
    { name: 'orders', endpointCount: 3, touchedCount: 1 },
  ]);
  expect(map.tests.map(({ testId }) => testId)).toEqual([entry.id]);
});

test('a recorded request that no endpoint answers is told', () => {
  const map = mapOf([], ['GET /health 2xx', 'DELETE /api/v1/orders/:id 2xx']);
  expect(map.unplaced).toEqual([
    { request: 'DELETE /api/v1/orders/:id', testCount: 1 },
    { request: 'GET /health', testCount: 1 },
  ]);
});

test('says when nothing was recorded', () => {
  expect(mapOf([]).lacked).toEqual([expect.stringContaining('No recorded requests')]);
  expect(mapOf([], ['GET /x 2xx']).lacked).toEqual([]);
});
