import { describe, expect, test } from 'vitest';
import { pathPatternOf, requestedEndpointOf, specificityOf } from './endpoint-path.ts';
import { endpointOf } from './fixtures/plan-input-of.ts';

const endpoints = [
  'GET /',
  'GET /{*page}',
  'GET /api/v1/orders',
  'POST /api/v1/orders',
  'GET /api/v1/orders/:id',
  'PATCH /api/v1/orders/:id',
  'GET /api/v1/orders/summary',
  'GET /api/v1/orders/:id/lines/:line?',
  'POST /api/v1/users/{id}/avatar',
  'GET /api/posts/[slug]',
  'GET /api/files/[...path]',
  'GET /api/states/on',
  'ALL /api/any',
].map((id) => endpointOf(id));

const rows: readonly (readonly [name: string, request: string, expected: string | undefined])[] = [
  ['equal', 'GET /api/v1/orders', 'GET /api/v1/orders'],
  ['the verb decides', 'POST /api/v1/orders', 'POST /api/v1/orders'],
  ['a verb that the path does not have', 'DELETE /api/v1/orders', undefined],
  ['an unknown verb of two', '? /api/v1/orders', undefined],
  ['an unknown verb of one', '? /api/v1/orders/summary', 'GET /api/v1/orders/summary'],
  ['a query and a fragment', 'GET /api/v1/orders?state=/paid#x', 'GET /api/v1/orders'],
  ['a trailing slash', 'GET /api/v1/orders/', 'GET /api/v1/orders'],
  ['a known value of a parameter', 'GET /api/v1/orders/17', 'GET /api/v1/orders/:id'],
  ['fixed before parameter', 'GET /api/v1/orders/summary', 'GET /api/v1/orders/summary'],
  ['an unknown value is a parameter before a fixed part', 'GET /api/v1/orders/${…}', 'GET /api/v1/orders/:id'],
  ['an unknown value in place of a fixed part', 'GET /api/states/${…}', 'GET /api/states/on'],
  ['a partly unknown part', 'GET /api/states/o${…}', 'GET /api/states/on'],
  ['a partly unknown part that cannot be', 'GET /api/states/f${…}', undefined],
  ['an unknown query', 'GET /api/v1/orders${…}', 'GET /api/v1/orders'],
  ['an unknown version', 'POST /api/${…}/orders', 'POST /api/v1/orders'],
  ['braces', 'POST /api/v1/users/${…}/avatar', 'POST /api/v1/users/{id}/avatar'],
  ['brackets', 'GET /api/posts/hello', 'GET /api/posts/[slug]'],
  ['a catch-all', 'GET /api/files/a/b/c.txt', 'GET /api/files/[...path]'],
  ['an optional parameter left out', 'GET /api/v1/orders/1/lines', 'GET /api/v1/orders/:id/lines/:line?'],
  ['HEAD is answered by GET', 'HEAD /api/v1/orders', 'GET /api/v1/orders'],
  ['a route for all verbs', 'PUT /api/any', 'ALL /api/any'],
  ['the root', 'GET /', 'GET /'],
  ['a page is nobody’s endpoint', 'GET /cart', undefined],
  ['longer than any', 'GET /api/v1/orders/1/2/3', undefined],
  ['nothing is known', 'GET /${…}/${…}', undefined],
];

describe('the endpoint of a request', () => {
  test.each(rows)('%s: %s', (_name, request, expected) => {
    const [method = '', path = ''] = request.split(' ');
    const asked = method === '?' ? { path } : { method, path };
    expect(requestedEndpointOf(asked, endpoints)?.id).toBe(expected);
  });

  test('a route that two services have alike is neither’s', () => {
    const twice = [endpointOf('GET /health', { service: 'a' }), endpointOf('GET /health', { service: 'b' })];
    expect(requestedEndpointOf({ method: 'GET', path: '/health' }, twice)).toBeUndefined();
  });
});

test('fixed parts are more specific than parameters', () => {
  expect(specificityOf('/orders/:id')).toBeLessThan(specificityOf('/orders/summary'));
  expect(specificityOf('/orders/:id')).toBeGreaterThan(specificityOf('/orders'));
});

test.each([
  ['GET /api/users/me', '/api/users/:id', true],
  ['/api/users/me/addresses are empty', '/api/users/me', false],
  ['/api/users, sorted', '/api/users', true],
  ['/v2/api/users', '/api/users', false],
  ['a/b', '/', false],
])('%s names %s: %s', (text, path, expected) => {
  expect(pathPatternOf(path).test(text)).toBe(expected);
});
