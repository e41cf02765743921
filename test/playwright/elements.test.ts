import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import type { RecordedFailingPage, RememberedElement, Run, TestId } from '@millwright/core';
import { openHistory, readFailingPages, readTestElements } from '@millwright/history';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Ending,
  type PlaywrightProject,
  attemptLines,
  chromiumUse,
  createPlaywrightProject,
  timeless,
} from './playwright-project.ts';

const spec = `import { test, expect, type Page } from '@playwright/test';
import { pay } from './pages';
const id = process.env.BUTTON_ID ?? 'order';
const html = \`<title>Shop</title><h1>Basket</h1><label>Mail <input name=mail></label><label>Password <input type=password></label>
<table><tr><td>Apple</td><td><button class=rm>Remove</button></td></tr><tr><td>Pear</td><td><button class=rm>Remove</button></td></tr></table>
<button id=\${id} onclick="this.remove()">Order</button><p id=late hidden>Thanks</p>\`;
test('uses locators', async ({ page }) => {
  await page.setContent(html);
  await expect(page.getByRole('heading')).toHaveText('Basket');
  await page.getByLabel('Mail').fill('typed-by-nobody');
  await page.getByLabel('Password').fill('typed-by-nobody');
  for (const name of ['Apple', 'Pear']) await page.getByRole('row', { name }).getByRole('button').click();
  await page.locator('.rm').nth(1).hover();
  await pay(page);
  await expect(page.getByText('Order')).toBeHidden();
  await expect(page.getByText('Nothing')).not.toBeVisible();
  await expect(page.locator('tr')).toHaveCount(2); await expect(page.locator('td:first-child')).toHaveText(['Apple', 'Pear']); await expect(page.locator('th')).toHaveCount(0);
  await page.evaluate(() => setTimeout(() => { document.querySelector('#late')?.removeAttribute('hidden'); }, 100));
  await expect(page.locator('#late')).toBeVisible();
});
test('shares a page object', async ({ page }) => { await page.setContent(html); await pay(page); });
test.describe(() => {
  test.describe.configure({ retries: 1 });
  test('learns on the retry', async ({ page }, info) => { await page.setContent(html); await page.locator('h1').click(); expect(info.retry).toBe(1); });
  test('finds nothing', async ({ page }) => { await page.setContent(html); await page.getByRole('button', { name: 'Buy' }).click({ timeout: 500 }); });
});
test('finds another list', async ({ page }) => { await page.setContent(html); await expect(page.locator('.none')).toHaveText(['Apple']); });
test('finds several', async ({ page }) => { await page.setContent(html); await page.locator('.rm').click(); });
test('finds another text', async ({ page }) => { await page.setContent(html); await expect(page.locator('h1')).toHaveText('Cart'); });
test('runs out of time', async ({ page }) => { test.setTimeout(4000); await page.setContent(html); await page.locator('#none').click({ timeout: 0 }); });
test('fails without a locator', async ({ page }) => { await page.setContent(html); await page.locator('h1').click(); expect(1).toBe(2); });
test.fail('is meant to fail', async ({ page }) => { await page.setContent(html); await page.locator('#none').click({ timeout: 500 }); });
test('buys', async ({ page }) => {
  const shop = '<h1>Shop</h1><button>Buy</button><script>document.querySelector("button").onclick = async () => { await fetch("/api/orders/17?x=1", { method: "POST" }); await fetch("http://other.test/"); location.href = "/orders/17"; }</script>';
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', headers: { 'access-control-allow-origin': '*' }, body: shop }));
  await page.goto('http://shop.test/');
  await page.getByRole('button').click();
  await page.waitForURL('**/orders/17');
  await expect(page.getByRole('heading')).toHaveText('Shop');
});
test('writes twice', async ({ page }) => { await page.setContent('<input>'); for (const text of ['one', 'two']) { await page.locator('input').fill(text); await expect(page.locator('input')).toHaveValue(text); } });
test('takes the first', async ({ page }) => { await page.setContent(id === 'buy' ? '<li>Bread<li>Apple' : '<li>Apple<li>Bread'); await page.locator('li').first().click(); await expect(page.locator('li:nth-child(n)')).toHaveCount(2); });
test('fails in a page object', async ({ page }) => { await page.setContent('<title>Shop</title><button>Order'); await page.locator('button').click(); await page.setContent(html.replace('>Order', '>Buy')); await pay(page); });
test('fails in a step', async ({ page }) => { await page.setContent(html); await test.step('outer', () => test.step('inner', async () => { await page.locator('#none').click({ timeout: 500 }); })); });
test('expects what is not there', async ({ page }) => { await page.setContent(html); await expect(page.locator('#none')).toBeVisible(); });
const filled = test.extend<{ basket: string }>({ basket: async ({ page }, use) => { await page.setContent(html); await page.locator('#none').click({ timeout: 500 }); await use(''); } });
filled('fails in a fixture', async ({ basket }) => { expect(basket).toBe(''); });
test.describe(() => {
  test.beforeEach(async ({ page }) => { await page.setContent(html); await page.locator('#none').click({ timeout: 500 }); });
  test('fails in a hook', async () => {});
});
`;
const pages = `import { expect, type Page } from '@playwright/test';
export async function pay(page: Page) {
  await page.getByText('Order').click();
}
`;

let project: PlaywrightProject;
let ending: Ending;
let run: Run;
let dir: string;

const runIt = (args: readonly string[], env: Record<string, string>) =>
  project.run({ args, timeoutMs: 240_000, env: { MILLWRIGHT_APP_BUILD: '1', ...env } });
const idOf = (title: string): TestId => run.tests.find((entry) => entry.titlePath.at(-1) === title)?.id as TestId;
const elementsOf = async (title: string): Promise<readonly RememberedElement[] | undefined> =>
  (await readTestElements(dir, idOf(title)))?.elements;

beforeAll(async () => {
  project = createPlaywrightProject(
    { 'a.spec.ts': spec, 'pages.ts': pages },
    {
      options: `{ elements: process.env.PICTURES ? 'pictures' : !process.env.NO_ELEMENTS }`,
      config: `expect: { timeout: 500 }, use: { actionTimeout: 2000, ${chromiumUse} }`,
    },
  );
  dir = path.join(project.dir, '.millwright');
  ending = await runIt([], {});
  [run] = (await project.readRuns()) as [Run];
});
afterAll(() => project.remove());

test('nothing is said and nothing was given up', () => {
  expect(ending.stderr).toBe('');
  expect(run.notes).toEqual([]);
});

describe('a test that passed', () => {
  test('remembers the element of each locator, the first of a list, and not what was absent', async () => {
    const found = await elementsOf('uses locators');
    const told = found?.map((one) => [
      one.place.file,
      one.place.line,
      one.action,
      one.locator,
      one.fingerprint.tag,
      one.twins,
    ]);
    expect(told).toEqual([
      ['a.spec.ts', 9, 'expect', "getByRole('heading')", 'h1', 1],
      ['a.spec.ts', 10, 'fill', "getByLabel('Mail')", 'input', 1],
      ['a.spec.ts', 11, 'fill', "getByLabel('Password')", 'input', 1],
      ['a.spec.ts', 12, 'click', "getByRole('row', { name: 'Apple' }).getByRole('button')", 'button', 2],
      ['a.spec.ts', 12, 'click', "getByRole('row', { name: 'Pear' }).getByRole('button')", 'button', 2],
      ['a.spec.ts', 13, 'hover', "locator('.rm').nth(1)", 'button', 2],
      ['a.spec.ts', 17, 'expect', "locator('tr')", 'tr', 1],
      ['a.spec.ts', 17, 'expect', "locator('td:first-child')", 'td', 1],
      ['a.spec.ts', 19, 'expect', "locator('#late')", 'p', 1],
      ['pages.ts', 3, 'click', "getByText('Order')", 'button', 1],
    ]);
    expect(found?.[4]?.fingerprint).toMatchObject({
      role: 'button',
      name: 'Remove',
      classes: ['rm'],
      rowText: 'Pear Remove',
      heading: 'Basket',
    });
    expect(found?.slice(6).map(({ fingerprint, isList }) => [fingerprint.text, isList])).toEqual([
      ['Apple Remove', true],
      ['Apple', true],
      ['Thanks', undefined],
      ['Order', undefined],
    ]);
  });

  test('remembers what another test of its worker had found at the same place', async () => {
    expect(await elementsOf('shares a page object')).toMatchObject([
      { place: { file: 'pages.ts', line: 3 }, fingerprint: { id: 'order', text: 'Order' } },
    ]);
  });

  test('remembers the try that passed', async () => {
    expect(await elementsOf('learns on the retry')).toMatchObject([{ locator: "locator('h1')" }]);
  });

  test('remembers what each call led to', async () => {
    const found = await elementsOf('buys');
    const digestOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 4);
    expect(found?.map(({ action, contract }) => [action, contract])).toEqual([
      [
        'click',
        {
          requests: ['GET /orders/:id 2xx', 'POST /api/orders/:id 2xx'],
          urlAfter: '/orders/:id',
          sent: [
            `GET /orders/:id /:id=${digestOf('17')}`,
            `POST /api/orders/:id /:id=${digestOf('17')}`,
            expect.stringMatching(/^POST .api.orders.:id =[0-9a-f]{4}$/) as string,
            `POST /api/orders/:id ?x=${digestOf('1')}`,
          ],
        },
      ],
      ['expect', { requests: [], urlAfter: '/orders/:id', sent: [] }],
    ]);
  });

  test('a test that failed remembers nothing, and no file holds what was typed', async () => {
    expect(readdirSync(path.join(dir, 'history/elements'))).toHaveLength(6);
    const files = readdirSync(path.join(dir, 'history'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(?:elements|failing-pages).*json$/.test(name),
    );
    expect(
      files.filter((name) => readFileSync(path.join(dir, 'history', name), 'utf8').includes('typed-by-nobody')),
    ).toEqual([]);
  });
});

describe('a test that failed on a locator', () => {
  let found: readonly RecordedFailingPage[];
  beforeAll(async () => {
    found = await readFailingPages(dir, { runId: run.runId });
  });

  test.each([
    ['finds nothing', 1, { locator: "getByRole('button', { name: 'Buy' })", matches: 0, action: 'click' }],
    ['finds another list', 0, { locator: "locator('.none')", matches: 0, action: 'expect', isList: true }],
    ['finds several', 0, { locator: "locator('.rm')", matches: 2 }],
    ['finds another text', 0, { locator: "locator('h1')", matches: 1, action: 'expect' }],
    ['runs out of time', 0, { locator: "locator('#none')", matches: 0 }],
    ['fails in a page object', 0, { locator: "getByText('Order')", matches: 0, place: { file: 'pages.ts', line: 3 } }],
    ['fails in a step', 0, { locator: "locator('#none')", matches: 0 }],
    ['expects what is not there', 0, { locator: "locator('#none')", matches: 0, action: 'expect' }],
    ['fails in a fixture', 0, { locator: "locator('#none')", matches: 0 }],
    ['fails in a hook', 0, { locator: "locator('#none')", matches: 0 }],
  ])('"%s" leaves the page of its last try, %d', (title, retry, expected) => {
    const page = found.find(({ testId }) => testId === idOf(title));
    expect(page).toMatchObject({ retry, page: { ...expected, title: 'Shop' } });
    expect(page?.page.elements.map(({ role, name }) => `${role} ${name}`)).toContain('button Remove');
  });

  test('others leave none', () => {
    expect(found).toHaveLength(10);
  });
});

/** `waitForURL` is called by whether the page is there already when it is asked, which hangs on the machine. */
const titleOf = ({ title }: { readonly title: string }): string =>
  title === 'Wait for load state' ? 'Wait for navigation' : title;

const stepsOf = ({ attempts }: Run) =>
  attempts.map(({ steps = [] }) =>
    steps.map(({ durationMs: _durationMs, ...step }) => ({ ...step, title: titleOf(step) })),
  );

/** How often Playwright looked before it gave up, and whether it saw anything by then, hangs on the machine. */
const told = ({ stdout }: Ending): string =>
  timeless(stdout).replace(/^ *(?:(?:\d+ ×|-) )?(?:locator resolved to|- unexpected value) .*\n/gm, '');

test('without capture the run is the same, step by step', async () => {
  const bare = await runIt([], { NO_ELEMENTS: '1', MILLWRIGHT_DIR: 'bare' });
  const bareDir = path.join(project.dir, 'bare');
  expect(existsSync(path.join(bareDir, 'history/elements'))).toBe(false);
  expect(existsSync(path.join(bareDir, 'history/failing-pages'))).toBe(false);
  expect(bare.code).toBe(ending.code);
  expect(told(bare)).toBe(told(ending));
  let other = run;
  for await (const one of openHistory({ dir: bareDir, root: project.dir }).readRuns()) other = one;
  expect(other.runId).not.toBe(run.runId);
  expect(attemptLines(other)).toEqual(attemptLines(run));
  expect(stepsOf(other)).toEqual(stepsOf(run));
});

test('what is known of a build is asked for again only in the next one', async () => {
  const orderId = async () => (await elementsOf('shares a page object'))?.[0]?.fingerprint.id;
  const args = ['--grep', 'shares a page object|takes the first'];
  await runIt(args, { BUTTON_ID: 'buy' });
  expect(await orderId()).toBe('order');
  await runIt(args, { BUTTON_ID: 'buy', MILLWRIGHT_APP_BUILD: '2' });
  expect(await orderId()).toBe('buy');
  const runs = await project.readRuns();
  expect(runs.map(({ notes }) => notes)).toEqual([
    [],
    [],
    [`locator('li').first() at a.spec.ts:42 now hits "Bread", before it was "Apple"; the test passed all the same.`],
  ]);
});

test('a picture of each element is kept where one asks for it, as the element was, without what is in fields', async () => {
  const args = ['--grep', 'uses locators|shares a page object|writes twice'];
  const pictured = async () => {
    const { code, stderr } = await runIt(args, { PICTURES: '1', MILLWRIGHT_APP_BUILD: '2' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const elements = [...((await elementsOf('uses locators')) ?? []), ...((await elementsOf('writes twice')) ?? [])];
    return elements.map(({ picture = 'none' }) => path.join(dir, picture));
  };
  const pictures = await pictured();
  expect(pictures).toHaveLength(14);
  expect(new Set(pictures).size).toBe(14);
  for (const file of pictures) expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
  const [, one = '', , two = ''] = pictures.slice(-4);
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  const taken = () => pictures.map((file) => statSync(file).mtimeMs);
  const before = taken();
  expect(await pictured()).toEqual(pictures);
  expect(taken()).toEqual(before);
  const runs = await project.readRuns();
  const last = runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).at(-2);
  const ids = new Set(['uses locators', 'shares a page object', 'writes twice'].map(idOf));
  expect(stepsOf(last as Run)).toEqual(
    stepsOf({ ...run, attempts: run.attempts.filter(({ testId }) => ids.has(testId)) }),
  );
});
