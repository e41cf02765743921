import { freePort } from '../../support/free-port.ts';
import { shopConfigOf } from '../../cli/support/healing-shop.ts';
import { type TinyProject, createTinyProject } from '../../cli/support/tiny-project.ts';

/** A shop behind a login, in which what is in the basket is kept by the server. */
const app = `import { createServer } from 'node:http';

const layout = (title, body, script) => \`<!doctype html><title>\${title}</title><main><h1>\${title}</h1>\${body}<p role="status"></p></main>
<script type="module">
const status = document.querySelector('[role=status]');
const post = async (path, body = {}) => (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json();
\${script}</script>\`;

const rows = ['Apple', 'Pear'].map((name) => \`<tr data-testid="product-\${name}"><td>\${name}</td>
<td><button class="add" value="\${name}">Add</button></td><td><button class="info" value="\${name}">Details</button></td></tr>\`).join('');

const login = layout('Welcome', '<label>Name <input name="name"></label> <button id="enter">Enter</button>', \`
document.querySelector('#enter').onclick = () => { document.cookie = 'user=ada; path=/'; location.href = '/'; };\`);

const shop = layout('Shop', \`<table>\${rows}</table><button id="order">Place order</button>\`, \`
const order = document.querySelector('#order');
// narrow
order.onclick = async () => { status.textContent = 'Order ' + (await post('/api/orders')).state; };
for (const button of document.querySelectorAll('.add'))
  button.onclick = async () => { await post('/api/basket', { name: button.value }); status.textContent = 'Added ' + button.value; };
for (const button of document.querySelectorAll('.info'))
  button.onclick = async () => { await post('/api/seen', { name: button.value }); status.textContent = 'About ' + button.value; };\`);

const draft = layout('Draft', \`<button id="begin">Begin</button> <button id="change">Change</button> <button id="finish">Finish</button>\`, \`
for (const [id, path] of [['begin', 'begin'], ['change', 'change'], ['finish', 'finish']])
  document.querySelector('#' + id).onclick = async () => { status.textContent = (await post('/api/draft/' + path)).state; };\`);

let state = 'none';
const steps = { begin: ['none', 'begun'], change: ['begun', 'changed'], finish: ['changed', 'none'] };
const moved = (step) => {
  const [from, to] = steps[step];
  if (step === 'begin' || state === from) return (state = to);
  return 'not ' + step;
};

createServer((request, response) => {
  const { url } = request;
  if (url.startsWith('/api/')) {
    response.setHeader('content-type', 'application/json');
    const step = url.startsWith('/api/draft/') ? url.slice('/api/draft/'.length) : undefined;
    return response.end(JSON.stringify({ state: step ? moved(step) : 'placed' }));
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const isIn = request.headers.cookie?.includes('user=');
  if (!isIn && url !== '/welcome') return response.writeHead(302, { location: '/welcome' }).end();
  response.end(url === '/welcome' ? login : url === '/draft' ? draft : shop);
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const projects = `  projects: [
    { name: 'setup', testMatch: /.*\\.setup\\.ts/ },
    { name: 'wide', dependencies: ['setup'], use: { storageState: 'state.json' } },
    {
      name: 'narrow',
      dependencies: ['setup'],
      testMatch: /order\\.spec\\.ts/,
      use: { storageState: 'state.json', viewport: { width: 400, height: 800 } },
    },
  ],
`;

const files = {
  'tests/auth.setup.ts': `import { expect, test as setup } from '@playwright/test';

setup('enters', async ({ page }) => {
  await page.goto('/welcome');
  await page.getByLabel('Name').fill('Ada');
  await page.locator('#enter').click();
  await expect(page.getByRole('heading')).toHaveText('Shop');
  await page.context().storageState({ path: 'state.json' });
});
`,
  'tests/order.spec.ts': `import { expect, test } from '@playwright/test';

test('places an order', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page.getByRole('status')).toHaveText('Order placed');
});
`,
  'tests/products.spec.ts': `import { expect, test } from '@playwright/test';

for (const name of ['Apple', 'Pear']) {
  test(\`adds \${name}\`, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('row', { name }).locator('.add').click();
    await expect(page.getByRole('status')).toHaveText(\`Added \${name}\`);
  });
}
`,
  'tests/shop-page.ts': `import type { Page } from '@playwright/test';

export class ShopPage {
  constructor(readonly page: Page) {}
  row(name: string) {
    return this.page.getByTestId(\`product-\${name}\`);
  }
}
`,
  'tests/details.spec.ts': `import { expect, test } from '@playwright/test';
import { ShopPage } from './shop-page';

test('tells of a pear', async ({ page }) => {
  const shop = new ShopPage(page);
  await page.goto('/');
  await shop.row('Pear').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('status')).toHaveText('About Pear');
});

test('tells of an apple', async ({ page }) => {
  const shop = new ShopPage(page);
  await page.goto('/');
  await shop.row('Apple').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('status')).toHaveText('About Apple');
});
`,
  'tests/draft.spec.ts': `import { type Page, expect, test } from '@playwright/test';

test.describe.serial('a draft', () => {
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    await page.goto('/draft');
  });
  test.afterAll(() => page.close());

  test('is begun', async () => {
    await page.locator('#begin').click();
    await expect(page.getByRole('status')).toHaveText('begun');
  });

  test('is changed', async () => {
    await page.locator('#change').click();
    await expect(page.getByRole('status')).toHaveText('changed');
  });

  test('is finished', async () => {
    await page.locator('#finish').click();
    await expect(page.getByRole('status')).toHaveText('none');
  });
});
`,
};

/** A project of this shop with a setup, two projects, tests of a loop and a serial group, committed; its tests pass. */
export async function createManyShop(): Promise<TinyProject> {
  return createTinyProject({
    '.gitignore': 'node_modules\n.millwright\ntest-results\nstate.json\n',
    'playwright.config.ts': shopConfigOf(await freePort(), { more: projects, patienceMs: 3_000 }),
    'app.mjs': app,
    ...files,
  });
}
