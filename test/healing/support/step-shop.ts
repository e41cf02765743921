import { freePort } from '../../support/free-port.ts';
import { shopConfigOf } from '../../cli/support/healing-shop.ts';
import { type TinyProject, createTinyProject } from '../../cli/support/tiny-project.ts';

/** A shop whose pages change in what no locator tells: their addresses, what lies over them, what can be chosen. */
const app = `import { createServer } from 'node:http';

const layout = (title, body, script = '') => \`<!doctype html><title>\${title}</title>
<nav><a href="/">Start</a> <a href="/cart">Cart</a> <a href="/order">Order</a> <a href="/profile">Profile</a></nav>
<main><h1>\${title}</h1>\${body}<p role="status"></p></main><!-- over it -->
<script type="module">
const status = document.querySelector('[role=status]');
const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) });
\${script}</script>\`;

const pages = {
  '/': layout('Start', '<p>Welcome</p>'),
  '/cart': layout('Your cart', '<ul><li>Apple</li></ul><button id="pay">Check out</button>', \`
document.querySelector('#pay').onclick = async () => { await post('/api/checkout', {}); status.textContent = 'Checked out'; };\`),
  '/order': layout('Order', \`<label>Country <select id="country"><option value="">Choose</option>
<option value="nl">Netherlands</option><option value="de">Germany</option></select></label> <button id="send">Send</button>\`, \`
document.querySelector('#send').onclick = async () => {
  const { selectedOptions } = document.querySelector('#country');
  await post('/api/orders', {});
  status.textContent = 'Sent to ' + selectedOptions[0].text;
};\`),
  '/profile': layout('Profile', '<label>Name <input id="name"></label> <button id="save">Save</button><!-- dialog -->', \`
document.querySelector('#save').onclick = async () => { await post('/api/profile', {}); status.textContent = 'Saved'; };
document.querySelector('dialog')?.showModal();
for (const button of document.querySelectorAll('dialog button')) button.onclick = () => button.closest('dialog').close();\`),
};

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://shop');
  response.setHeader('content-type', pathname.startsWith('/api/') ? 'application/json' : 'text/html; charset=utf-8');
  if (pathname.startsWith('/api/')) return response.end('{}');
  const page = pages[pathname];
  if (!page) response.statusCode = 404;
  response.end(page ?? layout('Not found', '<p>There is no such page.</p>'));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const testFile = (...tests: readonly string[]): string =>
  `import { expect, test } from '@playwright/test';\n\n${tests.join('\n')}`;

const specs = {
  'tests/cart.spec.ts': testFile(`test.beforeEach(async ({ page }) => {
  await page.goto('/cart');
});

test('has an apple', async ({ page }) => {
  await expect(page.getByRole('listitem')).toHaveText('Apple');
});

test('checks out', async ({ page }) => {
  await page.getByRole('button', { name: 'Check out' }).click();
  await expect(page.getByRole('status')).toHaveText('Checked out');
});
`),
  'tests/menu.spec.ts': testFile(`test('opens the cart', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Cart' }).click();
  await expect(page.getByRole('heading')).toHaveText('Your cart');
});
`),
  'tests/order.spec.ts': testFile(`test('sends an order', async ({ page }) => {
  await page.goto('/order');
  await page.getByLabel('Country').selectOption('nl');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toHaveText('Sent to Netherlands');
});
`),
  'tests/profile.spec.ts': testFile(`test('saves the name', async ({ page }) => {
  await page.goto('/profile');
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved');
});
`),
};

/** A project with this shop, committed; its tests pass. */
export async function createStepShop(): Promise<TinyProject> {
  return createTinyProject({
    '.gitignore': 'node_modules\n.millwright\ntest-results\n',
    'playwright.config.ts': shopConfigOf(await freePort(), { patienceMs: 3_000 }),
    'app.mjs': app,
    ...specs,
  });
}
