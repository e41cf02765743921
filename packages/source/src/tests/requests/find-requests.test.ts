import { expect, test } from 'vitest';

import { writeProject } from '../../fixtures/written-project.ts';
import { readProjectManifest } from '../../manifest/read-project-manifest.ts';

const PW = "import { test, expect } from '@playwright/test';\n";
const VI = "import { test, expect, vi, beforeEach, describe } from 'vitest';\n";

/** The requests of all tests of `tests/a.spec.ts`, as `from METHOD path`; `?` for a verb that is not told. */
async function requestsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const manifest = await readProjectManifest({ root: writeProject(files) });
  const tests = manifest.testFiles.find(({ file }) => file === 'tests/a.spec.ts')?.tests ?? [];
  return tests.flatMap(({ requests = [] }) =>
    requests.map(({ from, method, path }) => `${from} ${method ?? '?'} ${path}`),
  );
}

const bodies: readonly (readonly [name: string, body: string, expected: readonly string[]])[] = [
  [
    'verb in the name',
    "await request.post('/api/a'); await api.delete('/api/b');",
    ['test POST /api/a', 'test DELETE /api/b'],
  ],
  ['verb as an argument', "await guest.call<Quote>('PUT', '/api/a', {});", ['test PUT /api/a']],
  ['verb after the path', "await send('/api/a', 'patch');", ['test PATCH /api/a']],
  ['fetch alone', "await fetch('/api/a');", ['test GET /api/a']],
  ['fetch with a method', "await fetch('/api/a', { method: 'POST', body });", ['test POST /api/a']],
  ['fetch with options that are not to be seen', "await fetch('/api/a', options);", ['test ? /api/a']],
  ['fetch with spread options', "await fetch('/api/a', { ...options });", ['test ? /api/a']],
  [
    'fetch with options in a constant',
    "const o = { method: 'DELETE' }; await fetch('/api/a', o);",
    ['test DELETE /api/a'],
  ],
  ['an origin is taken off', "await fetch('http://localhost:3000/api/a?b=1');", ['test GET /api/a?b=1']],
  ['an unknown base is taken off', 'await axios.get(`${base}/api/a/${id}`);', ['test GET /api/a/${…}']],
  ['an origin with an unknown port', 'await axios.get(`http://localhost:${port}/api/a`);', ['test GET /api/a']],
  ['a URL object', "await fetch(new URL('/api/a', base));", ['test GET /api/a']],
  ['a Request object', "await POST(new Request('http://x.test/api/a', { method: 'POST' }));", ['test POST /api/a']],
  ['one options object', "await app.inject({ method: 'PATCH', url: '/api/a' });", ['test PATCH /api/a']],
  ['an application under test', "await request(app).get('/api/a').expect(200);", ['test GET /api/a']],
  ['a constant path', "const path = '/api/a'; await api.get(path + '/b');", ['test GET /api/a/b']],
  ['a path of a constant object', "const routes = { a: '/api/a' }; await api.get(routes.a);", ['test GET /api/a']],
  [
    'a data property called method',
    "await api.post('/api/a', { data: {}, method: 'standard' });",
    ['test POST /api/a'],
  ],
  [
    'inside a step and a page function',
    "await test.step('s', async () => { await page.evaluate(() => fetch('/api/a')); });",
    ['test GET /api/a'],
  ],
  [
    'the order in which they are sent',
    "(await f.send('GET', `/b/${await f.send('POST', '/a')}`)).ok();",
    ['test POST /a', 'test GET /b/${…}'],
  ],
  [
    'repeated requests stand at their last place',
    "await f.send('POST', '/a'); await f.get('/b'); await f.send('POST', '/a');",
    ['test GET /b', 'test POST /a'],
  ],
  ['a path that is not told', 'await api.get(path); await api.get(`/${id}`);', []],
  ['pages', "await page.goto('/cart'); await page.waitForURL('/done'); await router.push('/x');", []],
  ['assertions', "expect(page).toHaveURL('/cart'); expect(spy).toHaveBeenCalledWith('POST', '/api/a');", []],
  [
    'stubs',
    "await page.route('/api/a', (route) => route.fulfill()); server.use(http.get('/api/b', () => new Response()));",
    [],
  ],
  ['routes', "const app = express(); app.get('/api/a', handler); router.post('/b', handler);", []],
  ['containers', "cache.get('/api/a'); headers.delete('/x'); new Map().get(1);", []],
  ['files', "await readFile('/tmp/a.json'); path.join('/a', 'b'); console.log('/api/a');", []],
];

test.each(bodies)('%s', async (_name, body, expected) => {
  expect(await requestsOf({ 'tests/a.spec.ts': `${PW}test('t', async ({ page, request }) => { ${body} });` })).toEqual(
    expected,
  );
});

const api = `export class Api {
  constructor(private request) {}
  send(method: string, path: string, data?: unknown) { return this.request.fetch(path, { method, data }); }
  call(method: string, path: string, data?: unknown) { return this.send(method, \`/api\${path}\`, data); }
  place(id: string) { return this.call('POST', '/orders', { id }); }
  #hidden() { return this.send('DELETE', '/api/all'); }
  reset() { return this.#hidden(); }
  open() { return this.send('GET', '/api/open'); }
}
export class Page { open() {} }`;

const projects: readonly (readonly [name: string, files: Record<string, string>, expected: readonly string[]])[] = [
  [
    'methods by a name that one class alone has',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; test('t', async ({ user }) => { await user.api.place('1'); await user.api.reset(); });",
    },
    ['helper POST /api/orders', 'helper DELETE /api/all'],
  ],
  [
    'a base that the called method puts before the path',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; test('t', async ({ user }) => { await user.api.call('GET', '/x'); });",
    },
    ['test GET /api/x'],
  ],
  [
    'a method name of two classes means none',
    {
      'tests/a.spec.ts': "import { test } from './fixtures'; test('t', async ({ thing }) => { await thing.open(); });",
    },
    [],
  ],
  [
    'unless the fixture tells the class',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; test('t', async ({ guest, shop }) => { await shop.open(); await guest.open(); });",
    },
    ['helper GET /api/open'],
  ],
  [
    'a method of something else that has the name',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; import { redis } from 'redis'; test('t', async () => { await redis.reset(); });",
    },
    [],
  ],
  [
    'fixtures that are asked for, with those they need',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; test('t', async ({ order: o }) => {}); test('u', async () => {});",
    },
    ['fixture POST /api/login', 'fixture POST /api/orders'],
  ],
  [
    'a request of the test is not told again of the fixture',
    {
      'tests/a.spec.ts':
        "import { test } from './fixtures'; test('t', async ({ order, api }) => { await api.send('POST', '/api/orders'); });",
    },
    ['fixture POST /api/login', 'test POST /api/orders'],
  ],
];

const fixtures = `import { test as base } from '@playwright/test';
import { Api, Page } from './support/api';
export const test = base.extend({
  guest: async ({ request }, use) => use(new Api(request)),
  shop: async ({ page }, use) => { await use(new Page(page)); },
  admin: [async ({ guest }, use) => use(await guest.send('POST', '/api/login')), { scope: 'test' }],
}).extend({ order: async ({ admin, guest }, use) => use(await guest.place('1')) });`;

test.each(projects)('%s', async (_name, files, expected) => {
  expect(await requestsOf({ 'tests/support/api.ts': api, 'tests/fixtures.ts': fixtures, ...files })).toEqual(expected);
});

const more: readonly (readonly [name: string, files: Record<string, string>, expected: readonly string[]])[] = [
  [
    'fixtures that always run',
    {
      'tests/a.spec.ts': `${PW}const it = test.extend({ seed: [async ({ request }, use) => { await request.post('/seed'); await use(); }, { auto: true }] });\nit('t', async () => {});`,
    },
    ['fixture POST /seed'],
  ],
  [
    'hooks of the groups around and of the file',
    {
      'tests/a.spec.ts': `${PW}test.beforeEach(async ({ request }) => { await request.post('/reset'); });\ntest.describe('g', () => { test.beforeAll(seed); test('t', async ({ request }) => { await request.get('/x'); }); });\ntest.describe('h', () => { test.beforeEach(async ({ request }) => { await request.post('/other'); }); });\nasync function seed({ request }) { await request.put('/seed'); }`,
    },
    ['hook POST /reset', 'hook PUT /seed', 'test GET /x'],
  ],
  [
    'imported functions, two levels deep and no deeper',
    {
      'tests/a.spec.ts': `${PW}import * as h from './help';\nimport { one } from './help';\ntest('t', async () => { await one('5'); await h.near(); });`,
      'tests/help.ts':
        "export const one = (id) => two(`/api/a/${id}`);\nasync function two(path) { await fetch(path); await three(); }\nasync function three() { await fetch('/api/deep'); }\nexport async function near() { await fetch('/api/near', { method: 'PUT' }); }",
    },
    ['helper GET /api/a/5', 'helper PUT /api/near'],
  ],
  [
    'a function that calls itself',
    {
      'tests/a.spec.ts': `${PW}async function poll(n) { await fetch('/api/a'); await poll(n - 1); }\ntest('t', async () => { await poll(3); });`,
    },
    ['helper GET /api/a'],
  ],
  [
    'parameters that are taken apart',
    {
      'tests/a.spec.ts': `${PW}const ask = ({ verb = 'GET', to }) => fetch(to, { method: verb });\ntest('t', async () => { await ask({ verb: 'POST', to: '/api/a' }); await ask({ to: '/api/b' }); });`,
    },
    ['helper POST /api/a', 'helper GET /api/b'],
  ],
  [
    'routes that the product declares are no requests, its client is one',
    {
      'tests/a.spec.ts': `${VI}import { makeApp } from '../src/app';\nimport { load } from '../src/client';\ntest('t', async () => { makeApp(); await load(); });`,
      'src/app.ts':
        "export function makeApp() { const api = create(); api.use('/api', x); api.get('/api/x', handler); return api; }",
      'src/client.ts': "export const load = () => fetch('/api/load');",
    },
    ['helper GET /api/load'],
  ],
  [
    'a stubbed network',
    { 'tests/a.spec.ts': `${VI}vi.stubGlobal('fetch', vi.fn());\ntest('t', async () => { await fetch('/api/a'); });` },
    [],
  ],
  [
    'a stub package',
    {
      'tests/a.spec.ts': `${VI}import { setupServer } from 'msw/node';\ntest('t', async () => { await fetch('/api/a'); });`,
    },
    [],
  ],
];

test.each(more)('%s', async (_name, files, expected) => {
  expect(await requestsOf(files)).toEqual(expected);
});

test('a test without requests has no such field', async () => {
  const manifest = await readProjectManifest({ root: writeProject({ 'a.test.ts': `${VI}test('t', () => {});` }) });
  expect(manifest.testFiles[0]?.tests[0]).not.toHaveProperty('requests');
});
