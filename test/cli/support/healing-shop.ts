import { freePort } from '../../support/free-port.ts';
import { findChromium } from '../../support/chromium.ts';
import { type TinyProject, createTinyProject } from './tiny-project.ts';

/** The configuration of a project that serves its own `app.mjs`; `more` are further lines of it, `patienceMs` is how long a step waits. */
export const shopConfigOf = (
  port: number,
  { more = '', patienceMs = 1_500 } = {},
): string => `import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  timeout: 8_000,
  workers: 2,
  fullyParallel: true,
  expect: { timeout: ${patienceMs} },
  reporter: [['list'], ['@millwright/playwright', { elements: 'pictures' }]],
${more}  webServer: { command: ${JSON.stringify(`"${process.execPath}" app.mjs`)}, url: 'http://127.0.0.1:${port}/', env: { PORT: '${port}' } },
  use: {
    baseURL: 'http://127.0.0.1:${port}',
    actionTimeout: ${patienceMs},
    launchOptions: {
      executablePath: ${JSON.stringify(findChromium())},
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    },
  },
});
`;

/** A shop in one file: a basket, an order, a profile, a newsletter. */
const app = `import { createServer } from 'node:http';

const layout = (title, body, script) => \`<!doctype html><title>\${title}</title>
<nav><a href="/">Basket</a> <a href="/profile">Profile</a></nav><main>\${body}</main><script type="module">\${script}</script>\`;

const basket = layout('Basket', \`<h1>Basket</h1>
<table><tr><td>Apple</td><td>5</td><td><button class="rm">Remove</button></td></tr>
<tr><td>Pear</td><td>7</td><td><button class="rm">Remove</button></td></tr></table>
<p>Total: <span id="total">12</span></p>
<button id="order" class="primary">Place order</button> <button id="later">Save for later</button>
<p role="status"></p>
<section><h2>Newsletter</h2><button id="subscribe">Subscribe</button><p id="news"></p></section>\`, \`
const status = document.querySelector('[role=status]');
const post = async (path, body) => (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json();
document.querySelector('#order').onclick = async () => { status.textContent = 'Order ' + (await post('/api/orders', {})).state; };
document.querySelector('#later').onclick = async () => { status.textContent = 'List ' + (await post('/api/later', {})).state; };
document.querySelector('#subscribe')?.addEventListener('click', () => { document.querySelector('#news').textContent = 'Subscribed'; });
for (const button of document.querySelectorAll('.rm')) button.onclick = () => button.closest('tr').remove();\`);

const profile = layout('Profile', \`<h1>Profile</h1>
<form><label for="name">Name</label> <input id="name" name="name"> <button id="save" type="submit">Save</button></form>
<p data-testid="saved"></p>\`, \`
document.querySelector('form').onsubmit = async (event) => {
  event.preventDefault();
  const name = document.querySelector('#name').value;
  await fetch('/api/profile', { method: 'PUT', body: JSON.stringify({ name }) });
  document.querySelector('[data-testid=saved]').textContent = 'Saved ' + name;
};\`);

createServer((request, response) => {
  if (request.url.startsWith('/api/')) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ state: 'placed' }));
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(request.url === '/profile' ? profile : basket);
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const page = `import type { Page } from '@playwright/test';

export class BasketPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async open() {
    await this.page.goto('/');
  }
  async order() {
    await this.page.getByRole('button', { name: 'Place order' }).click();
  }
}
`;

const spec = `import { expect, test } from '@playwright/test';
import { BasketPage } from './basket-page';

test('places an order', async ({ page }) => {
  const basket = new BasketPage(page);
  await basket.open();
  await basket.order();
  await expect(page.getByRole('status')).toHaveText('Order placed');
});

test('orders what is in the basket', async ({ page }) => {
  const basket = new BasketPage(page);
  await basket.open();
  await expect(page.getByRole('row')).toHaveCount(2);
  await basket.order();
  await expect(page.getByRole('status')).toContainText('placed');
});

test('adds up', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#total')).toHaveText('12');
});

test('takes a pear out', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('row', { name: 'Pear' }).getByRole('button').click();
  await expect(page.getByRole('row')).toHaveCount(1);
});

test('subscribes', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.locator('#news')).toHaveText('Subscribed');
});

test('saves the name', async ({ page }) => {
  await page.goto('/profile');
  await page.getByLabel('Name').fill('Ada');
  await page.locator('#save').click();
  await expect(page.getByTestId('saved')).toHaveText('Saved Ada');
});
`;

/** A project with a small shop of its own, committed; its tests pass. */
export async function createHealingShop(): Promise<TinyProject> {
  const port = await freePort();
  return createTinyProject({
    '.gitignore': 'node_modules\n.millwright\ntest-results\n',
    'playwright.config.ts': shopConfigOf(port),
    'app.mjs': app,
    'tests/basket-page.ts': page,
    'tests/shop.spec.ts': spec,
  });
}

/** Changes the shop, and fails when there is nothing of the kind to change. */
export function changeShop(project: TinyProject, changes: Readonly<Record<string, string>>): void {
  let text = project.read('app.mjs');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`The shop has no ${from}.`);
    text = text.replaceAll(from, to);
  }
  project.write('app.mjs', text);
}

/** Runs the tests as a user does. */
export function runPlaywright(
  project: TinyProject,
): Promise<{ readonly exitCode: number | null; readonly stdout: string }> {
  return project.e2e(['autonomous-run', '--no-healing', '--no-retry', '--no-stress', '--parallel', '2']);
}
