import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject } from '../cli/support/tiny-project.ts';
import { findChromium } from '../support/chromium.ts';

const config = `import { defineConfig } from '@playwright/test';
export default defineConfig({
  testDir: 'e2e',
  reporter: [['@millwright/playwright']],
  use: { launchOptions: { executablePath: ${JSON.stringify(findChromium())}, args: ['--no-sandbox', '--disable-gpu'] } },
});
`;

/** Measures a box that is still on its way. */
const movingBox = `import { expect, test } from '@playwright/test';
test('the drawer is open', async ({ page }) => {
  await page.goto('data:text/html,<div style="position:absolute;left:0;width:9px;height:9px;transition:left 9s">x</div>');
  await page.evaluate(() => { const d = document.querySelector('div'); d.getBoundingClientRect(); d.style.left = '200px'; });
  expect((await page.locator('div').boundingBox()).x).toBe(200);
});
`;

/** Shows what it fetched, and nothing when that never came. */
const fetchedList = `import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
const document = '<ul></ul><script type="module">for (let part = 1; part <= 12; part++) { const text = await (await fetch("/" + part)).text(); document.querySelector("ul").innerHTML += "<li>" + text; }</script>';
test('lists all orders', async ({ page }) => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/' ? document : 'order');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  await page.goto('http://127.0.0.1:' + server.address().port);
  await expect(page.locator('li')).toHaveCount(12, { timeout: 900 });
  server.close();
});
`;

/** Reckons with a date that not every year has; the page has to agree with the test about what day it is. */
const nextYear = `import { expect, test } from '@playwright/test';
test('renews in a year', async ({ page }) => {
  await page.goto('data:text/html,<p>x</p>');
  const shown = await page.evaluate(() => { const now = new Date(); return { day: now.getDate(), next: new Date(now.getFullYear() + 1, now.getMonth(), now.getDate()).getDate(), ms: Date.now() }; });
  expect(Math.abs(shown.ms - Date.now())).toBeLessThan(60_000);
  expect(shown.next).toBe(shown.day);
});
`;

/** A page that waits by its clock. */
const countdown = `import { expect, test } from '@playwright/test';
test('counts down', async ({ page }) => {
  await page.goto('data:text/html,<p>waiting</p>');
  await page.evaluate(() => { const end = Date.now() + 200; const timer = setInterval(() => { if (Date.now() >= end) { document.querySelector('p').textContent = 'done'; clearInterval(timer); } }, 20); });
  await expect(page.locator('p')).toHaveText('done', { timeout: 1500 });
});
`;

/** Two tests that share a basket. */
const sharedBasket = `import { expect, test } from '@playwright/test';
const basket = [];
test('takes a box', () => { basket.push('box'); });
test('has a box', () => expect(basket).toContain('box'));
test('counts', () => {});
`;

/** Leaves an account behind that a second run meets; each runner process has its own. */
const account = `import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
test('opens an account', ({}, info) => {
  const file = join(info.project.outputDir, '..', 'account-' + process.ppid);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, '');
});
`;

interface LabDocument {
  readonly verdict: { readonly kind: string; readonly factor?: string; readonly label?: string };
  readonly arms: readonly {
    readonly factor: string;
    readonly runs: number;
    readonly failures: number;
    readonly evidence: readonly { readonly signature: string; readonly count: number; readonly message: string }[];
  }[];
  readonly notTried: readonly { readonly factor: string; readonly reason: string }[];
  readonly hints: readonly { readonly factor: string; readonly patterns: readonly string[] }[];
}

describe('the factors of a browser test', () => {
  let project: TinyProject;
  beforeAll(() => {
    project = createTinyProject({
      'playwright.config.ts': config,
      'e2e/drawer.spec.ts': movingBox,
      'e2e/orders.spec.ts': fetchedList,
      'e2e/renewal.spec.ts': nextYear,
      'e2e/countdown.spec.ts': countdown,
      'e2e/basket.spec.ts': sharedBasket,
      'e2e/account.spec.ts': account,
    });
  });
  afterAll(() => project.remove());

  test('a look at something that still moves: the animations', async () => {
    const args = ['flake-lab', 'the drawer is open', '--factor', 'animations', '--budget', '100s'];
    const found = await project.e2eJson<LabDocument>(args);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'animations' });
    expect(found.arms.find(({ factor }) => factor === 'animations')?.failures).toBe(0);
  });

  test('a list that is not complete when an answer gets lost: the loss, when it is asked for', async () => {
    const args = ['flake-lab', 'lists all orders', '--factor', 'network-loss', '--budget', '100s'];
    const found = await project.e2eJson<LabDocument>(args);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'network-loss' });
    const lossy = found.arms[1];
    expect(lossy?.failures).toBeLessThanOrEqual(lossy?.runs ?? 0);
    expect(lossy?.evidence.reduce((sum, { count }) => sum + count, 0)).toBe(lossy?.failures);
    expect(lossy?.evidence[0]?.message).toContain('toHaveCount');
  });

  test.each([
    { name: 'a date that does not come every year', title: 'renews in a year', label: 'noon on 29 February' },
    { name: 'a page that waits for its clock', title: 'counts down', label: 'pages whose clock stands still' },
  ])('$name: the clock', async ({ title, label }) => {
    const found = await project.e2eJson<LabDocument>(['flake-lab', title, '--factor', 'clock', '--budget', '100s']);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'clock', label });
    const others = found.arms.filter((arm) => arm.factor === 'baseline' || arm.failures === 0);
    expect(others).toHaveLength(3);
  });

  test('a test that needs one before it: the order, which its code hints at', async () => {
    const found = await project.e2eJson<LabDocument>([
      'flake-lab',
      'has a box',
      '--factor',
      'order',
      '--budget',
      '100s',
    ]);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'order' });
    expect(found.hints.map(({ factor }) => factor)).toEqual(['order']);
    expect(found.arms.map(({ factor }) => factor)).toEqual(['baseline', 'order']);
  });

  test('a test that cannot run twice: the repetition; its failures are told in full', async () => {
    const args = ['flake-lab', 'opens an account', '--factor', 'repetition,order', '--budget', '100s'];
    const { exitCode, stdout, stderr } = await project.e2e([...args, '--verbose']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('It depends on running a second time: ');
    expect(stdout).toMatch(
      /failures, its file again, in a fresh worker:\n {2}(\d+) of \1 at e2e\/account\.spec\.ts:6\n/u,
    );
    expect(stdout).toContain('not tried: order. It is the only test of its file.');
  });

  test('a loss of requests is not tried without being asked for', async () => {
    const found = await project.e2eJson<LabDocument>(['flake-lab', 'opens an account', '--budget', '1ms']);
    expect(found.notTried.map(({ factor }) => factor)).toContain('network-loss');
  });
});
