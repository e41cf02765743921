import { join } from 'node:path';

import { type Page, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { runNode } from '../support/run-process.ts';
import { type ScratchProject, createScratchProject, repositoryRoot } from '../support/scratch-project.ts';
import { isForLocators, readTruth } from '../support/trial/truth.ts';

const table = readTruth(join(repositoryRoot, 'fixtures/projects/shop'));
const changes = table.filter(({ kind }) => kind === 'change');
const bugs = table.filter(({ kind }) => kind === 'bug');

describe('the table of truth', () => {
  test('has changes and bugs enough, and every one breaks a test', () => {
    expect(changes.length).toBeGreaterThanOrEqual(40);
    expect(bugs.length).toBeGreaterThanOrEqual(12);
    expect(table.filter(({ breaks }) => breaks.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test('knows which element a locator means that breaks on a change', () => {
    const unknown = changes.flatMap(({ name, breaks }) =>
      breaks.filter(({ locator, part }) => locator && !part).map(({ locator }) => `${name}: ${locator}`),
    );
    expect(unknown).toEqual([]);
    expect(changes.filter(({ breaks }) => breaks.some(isForLocators)).length).toBeGreaterThanOrEqual(40);
  });
});

describe('the second UI of the shop', () => {
  let shop: ScratchProject;
  beforeAll(() => {
    shop = createScratchProject('shop', undefined, undefined, { withTrial: true });
  });
  afterAll(() => shop.remove());

  test('refuses a name that nobody knows', async () => {
    const { exitCode, stderr } = await runNode(['src/server.ts'], { cwd: shop.root, env: { SHOP_UI: 'v2,v3' } });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('SHOP_UI names an unknown variant "v3"');
  });

  test('with all changes together, is a shop in which everything still works', async () => {
    const port = await freePort();
    let stop = (): void => {};
    let server: Promise<unknown> | undefined;
    await new Promise<void>((resolve, reject) => {
      server = runNode(['src/serve.ts'], {
        cwd: shop.root,
        env: { PORT: String(port), SHOP_UI: 'v2' },
        onStart: (kill, whenPrinted) => {
          stop = () => kill('SIGTERM');
          void whenPrinted('listening').then(resolve);
        },
      });
      server.then(() => reject(new Error('The shop ended before it listened')), reject);
    });
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ baseURL: `http://127.0.0.1:${port}` });
      page.setDefaultTimeout(8_000);
      await buy(page);
      await keepAddress(page);
    } finally {
      await browser.close();
      stop();
      await server;
    }
  });
});

async function buy(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Full name').fill('Vera Two');
  await page.getByLabel('E-mail address').fill('vera@shop.test');
  await page.getByLabel('Choose a password').fill('Correct-horse-7');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Bread Knife in den Warenkorb' }).click();
  await page.getByRole('link', { name: 'Basket: 1' }).click();
  await page.getByRole('button', { name: 'Checkout' }).click();
  await page.getByLabel('Coupon').fill('SAVE10');
  await page.getByRole('link', { name: 'APPLY COUPON!' }).click();
  await page.getByRole('cell', { name: '-€1.90' }).waitFor();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.frameLocator('[title="Secure card number"]').getByLabel('Card number:').fill('4242 4242 4242 4242');
  await page.frameLocator('[title="Secure expiry date"]').getByLabel('Valid until').fill('12/40');
  await page.getByTestId('complete-purchase').click();
  await page.getByRole('button', { name: 'Confirm and pay' }).click();
  await page.getByRole('heading', { level: 2, name: 'Thank you' }).waitFor();
  await page.getByRole('link', { name: 'See my orders' }).click();
  await page.getByRole('button', { name: /Cancel order ord-/ }).click();
  await page.locator('.order__state', { hasText: 'cancelled' }).waitFor();
}

async function keepAddress(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Label').fill('Home');
  await page.getByLabel('Street').fill('1 Mill Lane');
  await page.getByLabel('City').fill('Cork');
  await page.getByRole('button', { name: 'Save address' }).click();
  await page.getByRole('cell', { name: 'Home: 1 Mill Lane, Cork' }).waitFor();
  await page.getByRole('tab', { name: 'Preferences' }).click();
  await page.getByRole('switch', { name: 'Send me offers' }).click();
  await page.getByRole('switch', { name: 'Send me offers', checked: true }).waitFor();
}
