import { describe, expect, test } from 'vitest';
import type { StaticRequest } from '../model/manifest.ts';
import { endpointOf, manifestOf, nowMs, planOptions, staticTestOf, testFileOf } from './fixtures/plan-input-of.ts';
import { planStrategy } from './plan-strategy.ts';

/** `from METHOD path`; `?` for a verb that is not told. */
function requestOf(text: string): StaticRequest {
  const [from, method = '?', path = ''] = text.split(' ');
  return { from: from as StaticRequest['from'], path, ...(method === '?' ? {} : { method }) };
}

const endpoints = [
  'GET /api/v1/orders',
  'POST /api/v1/orders',
  'GET /api/v1/orders/:id',
  'PATCH /api/v1/orders/:id',
  'POST /api/v1/payments',
  'GET /api/v1/payments/methods',
  'POST /api/v1/users/login',
  'GET /api/v1/goods/:id',
].map((id) => endpointOf(id));

function planOf(files: Readonly<Record<string, readonly string[]>>, services?: readonly string[]) {
  const testFiles = Object.entries(files).map(([file, requests]) =>
    testFileOf(file, [staticTestOf([`does it in ${file}`], { requests: requests.map(requestOf) })]),
  );
  const names = [...new Set(endpoints.map(({ service }) => service))];
  const manifest = manifestOf({
    endpoints,
    testFiles,
    services: names.map((name) => ({ name, kind: 'routes', root: `src/${name}`, files: [`src/${name}/routes.ts`] })),
  });
  return planStrategy({ manifest, options: { ...planOptions, ...(services ? { services } : {}) }, nowMs });
}

const rows: readonly (readonly [name: string, file: string, requests: readonly string[], expected: string])[] = [
  ['the only request', 'api/a.spec.ts', ['test GET /api/v1/orders'], 'orders GET /api/v1/orders'],
  [
    'the last write',
    'api/a.spec.ts',
    ['test POST /api/v1/orders', 'test PATCH /api/v1/orders/${…}', 'test GET /api/v1/orders'],
    'orders PATCH /api/v1/orders/:id',
  ],
  [
    'the most specific read',
    'api/a.spec.ts',
    ['test GET /api/v1/orders', 'test GET /api/v1/payments/methods'],
    'payments GET /api/v1/payments/methods',
  ],
  [
    'not what fixtures and hooks prepare',
    'api/a.spec.ts',
    ['fixture POST /api/v1/users/login', 'hook POST /api/v1/orders', 'test GET /api/v1/goods/1'],
    'goods GET /api/v1/goods/:id',
  ],
  [
    'its own before that of a helper',
    'api/a.spec.ts',
    ['helper POST /api/v1/orders', 'test GET /api/v1/orders/${…}'],
    'orders GET /api/v1/orders/:id',
  ],
  [
    'the service of the file before others',
    'api/payments.spec.ts',
    ['helper POST /api/v1/payments', 'test GET /api/v1/orders/${…}'],
    'payments POST /api/v1/payments',
  ],
  [
    'that of a helper when there is no other',
    'api/a.spec.ts',
    ['helper POST /api/v1/payments'],
    'payments POST /api/v1/payments',
  ],
  [
    'no helper’s in a test of the pages',
    'ui/a.spec.ts',
    ['helper POST /api/v1/payments'],
    'undefined undefined undefined',
  ],
  [
    'a helper’s when the file is named after it',
    'ui/payment.spec.ts',
    ['helper POST /api/v1/payments'],
    'payments POST /api/v1/payments',
  ],
  ['nothing that is no endpoint', 'api/a.spec.ts', ['test GET /v1/latest'], 'undefined undefined undefined'],
  ['no guess between the verbs of a path', 'api/a.spec.ts', ['test ? /api/v1/orders'], 'undefined undefined undefined'],
];

test.each(rows)('the endpoint of a test: %s', (_name, file, requests, expected) => {
  const [planned] = planOf({ [file]: requests }).testCases;
  expect(`${planned?.service} ${planned?.method} ${planned?.endpoint}`).toBe(expected);
});

describe('coverage targets', () => {
  test('count every endpoint that is asked for, by fixtures too', () => {
    const { coverageTargets } = planOf({
      'api/a.spec.ts': ['fixture POST /api/v1/users/login', 'helper POST /api/v1/orders', 'test GET /api/v1/orders/1'],
      'api/b.spec.ts': ['test POST /api/v1/orders', 'test ? /api/v1/payments'],
    });
    expect(
      coverageTargets.map(({ service, reachedCount, endpointCount }) => [service, reachedCount, endpointCount]),
    ).toEqual([
      ['goods', 0, 1],
      ['orders', 2, 4],
      ['payments', 1, 2],
      ['users', 1, 1],
    ]);
  });
});

describe('the tests of a service', () => {
  const files = {
    'api/a.spec.ts': ['test POST /api/v1/payments', 'test PATCH /api/v1/orders/1'],
    'ui/b.spec.ts': ['helper POST /api/v1/payments'],
    'api/c.spec.ts': ['fixture POST /api/v1/users/login', 'hook POST /api/v1/payments', 'test GET /api/v1/orders'],
  };
  const filesOf = (service: string): string[] => planOf(files, [service]).testCases.map(({ file }) => file);

  test('are those that ask it for something themselves', () =>
    expect(filesOf('payments')).toEqual(['api/a.spec.ts', 'ui/b.spec.ts']));
  test('not those whose fixtures log in', () => expect(filesOf('users')).toEqual([]));
});
