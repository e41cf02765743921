/** The same for a page: faults of an app in a browser. `server-down` kills it on the way. */
export const playwrightFaults = [
  'button-renamed',
  'heading-changed',
  'button-covered',
  'link-twice',
  'page-never-ends',
  'sent-to-login',
  'total-wrong',
  'list-empty',
  'button-disabled',
  'prices-500',
  'stock-500',
  'script-error',
  'server-down',
] as const;

const app = `import { createServer } from 'node:http';
const faults = (process.env.FAULTS ?? '').split(',');
const has = (name) => faults.includes(name);
const seed = Number(process.env.DATA ?? 1);
const total = (seed * 37) % 900;
let answered = 0;
const page = () => \`<!doctype html><title>Shop</title><h1>\${has('heading-changed') ? 'Basket' : 'Cart'}</h1>
  <a href="/help">Help</a>\${has('link-twice') ? '<a href="/faq">Help</a>' : ''}
  <p data-testid="total">\${has('total-wrong') ? total + 1 : total}.00 EUR</p>
  <ul>\${has('list-empty') ? '' : '<li>Bread</li><li>Milk</li>'}</ul>
  <button id="pay-\${Math.random().toString(16).slice(2)}" \${has('button-disabled') ? 'disabled' : ''} onclick="\${has('script-error') ? 'nothing.pay()' : "document.querySelector('output').textContent = 'Paid'"}">\${has('button-renamed') ? 'Buy' : 'Pay'}</button><output></output>
  \${has('button-covered') ? '<div class="backdrop" style="position:fixed;inset:0"></div>' : ''}\`;
createServer((request, response) => {
  answered += 1;
  if (has('server-down') && answered > 8) process.exit(0);
  const path = request.url.split('?')[0];
  if (path === '/prices') return response.writeHead(has('prices-500') ? 500 : 200).end(JSON.stringify({ request: crypto.randomUUID() }));
  if (path === '/stock') return response.writeHead(has('stock-500') ? 500 : 200).end(JSON.stringify({ request: crypto.randomUUID() }));
  response.setHeader('content-type', 'text/html');
  if (path === '/cart' && has('sent-to-login')) return response.writeHead(302, { location: '/login' }).end();
  if (path === '/cart' && has('page-never-ends')) return response.write('<h1>Cart</h1>');
  response.end(path === '/login' ? '<h1>Sign in</h1>' : page());
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const cart = `import { expect, test } from '@playwright/test';
import { openCart, pay } from './support/shop';
const total = (Number(process.env.DATA ?? 1) * 37) % 900;
test('the cart has a heading', async ({ page }) => { await openCart(page); await expect(page.getByRole('heading')).toHaveText('Cart'); });
test('the cart has an address', async ({ page }) => { await openCart(page); await expect(page).toHaveURL(/\\/cart/); });
test('the cart shows its total', async ({ page }) => { await openCart(page); await expect(page.getByTestId('total')).toHaveText(total + '.00 EUR'); });
test('the cart lists what is in it', async ({ page }) => { await openCart(page); await expect(page.getByRole('listitem')).toHaveCount(2); });
test('paying says so', async ({ page }) => { await openCart(page); await pay(page); await expect(page.locator('output')).toHaveText('Paid'); });
test('paying can be done by keyboard', async ({ page }) => { await openCart(page); await page.getByRole('button', { name: 'Pay' }).press('Enter'); });
`;
const help = `import { expect, test } from '@playwright/test';
import { openCart, pay } from './support/shop';
test('help is a click away', async ({ page }) => { await openCart(page); await page.getByRole('link', { name: 'Help' }).click(); await expect(page).toHaveURL(/help/); });
test('help lets pay', async ({ page }) => { await page.goto('/help'); await pay(page); });
test('prices answer', async ({ request }) => { const response = await request.get('/prices?day=' + Date.now()); expect(response.status()).toBe(200); });
test('stock answers', async ({ request }) => { const response = await request.get('/stock?day=' + Date.now()); expect(response.status()).toBe(200); });
`;
const shop = `import type { Page } from '@playwright/test';
export async function openCart(page: Page) { await page.goto('/cart?visit=' + Date.now(), { timeout: 2500 }); }
export async function pay(page: Page) { await page.getByRole('button', { name: 'Pay' }).click(); }
`;

/** The project's files, each moved down by a number of lines of its own. */
export function playwrightFaultFiles(linesOf: () => number): Readonly<Record<string, string>> {
  const moved = (source: string): string => '// Moved down.\n'.repeat(linesOf()) + source;
  return {
    'app.mjs': app,
    'package.json': '{ "private": true }',
    'tests/cart.spec.ts': moved(cart),
    'tests/help.spec.ts': moved(help),
    'tests/support/shop.ts': moved(shop),
    'playwright.config.ts': `import { defineConfig } from '@playwright/test';
const port = Number(process.env.PORT);
const executablePath = process.env.CHROMIUM_PATH;
export default defineConfig({
  testDir: 'tests', workers: 2, fullyParallel: true, timeout: 8000, expect: { timeout: 700 },
  reporter: [['line'], ['@millwright/playwright', { capture: false }]],
  use: { baseURL: 'http://127.0.0.1:' + port, actionTimeout: 1500, launchOptions: executablePath ? { executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] } : {} },
  webServer: { command: 'node app.mjs', url: 'http://127.0.0.1:' + port + '/login', reuseExistingServer: false },
});
`,
  };
}
