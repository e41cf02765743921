import { join } from 'node:path';
import { planStrategy, type StaticTest, type TestStrategy } from '@millwright/core';
import { readProjectManifest } from '@millwright/source';
import { beforeAll, describe, expect, test } from 'vitest';

const SHOP = join(import.meta.dirname, '../../fixtures/projects/shop');

let tests: ReadonlyMap<string, StaticTest>;
let plan: (services?: readonly string[]) => TestStrategy;
beforeAll(async () => {
  const manifest = await readProjectManifest({ root: SHOP });
  tests = new Map(manifest.testFiles.flatMap((one) => one.tests.map((each) => [each.titlePath.join(' > '), each])));
  plan = (services = []) =>
    planStrategy({
      manifest,
      options: { id: 's', name: 'shop', createdAt: '2026-03-01T00:00:00.000Z', workers: 2, services },
      nowMs: Date.parse('2026-03-01T00:00:00.000Z'),
    });
});

describe('the requests of the shop’s tests', () => {
  test.each([
    [
      'quotes > are for guests, too',
      ['fixture POST /api/v1/users/login', 'fixture POST /api/v1/catalogue/products', 'test POST /api/v1/orders/quote'],
    ],
    [
      'orders > give the goods back when cancelled',
      [
        'fixture POST /api/v1/users',
        'fixture POST /api/v1/users/login',
        'fixture POST /api/v1/catalogue/products',
        'helper POST /api/v1/orders',
        'test PATCH /api/v1/orders/${…}',
        'test GET /api/v1/catalogue/products/${…}',
      ],
    ],
    ['errors > an unknown token answers 401', ['test GET /api/v1/users/me']],
    ['catalogue > shows a page of products @smoke', []],
  ])('%s', (title, expected) => {
    const told = (tests.get(title)?.requests ?? []).map(({ from, method, path }) => `${from} ${method ?? '?'} ${path}`);
    expect(told.toSorted()).toEqual(expected.toSorted());
  });

  test('no unit test makes any', () => {
    expect([...tests.values()].length).toBeGreaterThan(100);
    const asking = plan().testCases.filter(({ runner, endpoint }) => runner === 'vitest' && endpoint !== undefined);
    expect(asking.map(({ file, endpoint }) => `${file} ${endpoint}`)).toEqual([]);
  });
});

describe('a plan of the shop', () => {
  // Counted in the specs: of the four services they ask for every endpoint; `GET /api/v1/orders` in ui/checkout.spec.ts
  // alone. Nobody asks for the health check, the page itself, and the test routes (the table in errors.spec.ts is data).
  test('reaches the endpoints that its tests ask for', () => {
    const reached = plan().coverageTargets.map((one) => `${one.service} ${one.reachedCount}/${one.endpointCount}`);
    expect(reached).toEqual(['catalogue 8/8', 'orders 8/8', 'payments 3/3', 'shop 0/2', 'test 0/2', 'users 7/7']);
  });

  test.each([
    ['take the goods out of stock @smoke', 'orders', 'POST', '/api/v1/orders'],
    ['are hidden from other customers', 'orders', 'GET', '/api/v1/orders/:id'],
    ['pay an order @smoke', 'payments', 'POST', '/api/v1/payments'],
    ['pay back part by part', 'payments', 'POST', '/api/v1/payments/:id/refunds'],
    ['logs in', 'users', 'POST', '/api/v1/users/login'],
    ['changes the stock', 'catalogue', 'PATCH', '/api/v1/catalogue/products/:id/stock'],
    ['goes on at the cursor', 'catalogue', 'GET', '/api/v2/catalogue/products'],
    ['the sum of all orders', 'orders', 'GET', '/api/v1/orders/summary'],
  ])('%s', (title, service, method, endpoint) => {
    const planned = plan().testCases.find(({ titlePath }) => titlePath.at(-1) === title);
    expect(planned).toMatchObject({ service, method, endpoint });
  });

  test('a plan of payments has the tests that ask for payments, whatever their file, and none that only log in', () => {
    const files = new Set(plan(['payments']).testCases.map(({ file }) => file));
    expect([...files].filter((file) => file.endsWith('.spec.ts')).sort()).toEqual([
      'tests/e2e/api/payments.spec.ts',
      'tests/e2e/failures/forbidden.spec.ts',
    ]);
  });
});
