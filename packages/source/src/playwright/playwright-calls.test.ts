import { describe, expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { patternContextOf } from '../patterns/pattern-context.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { playwrightCallsOf } from './playwright-calls.ts';

const SUPPORT = {
  'shop-page.ts': `import type { Locator, Page } from '@playwright/test';
export class Base { constructor(protected readonly page: Page) {} }
export class ShopPage extends Base {
  readonly status: Locator = this.page.getByRole('status');
  get title() { return this.page.getByRole('heading'); }
  row(name: string) { return this.page.getByRole('row', { name }); }
  async open() { await this.page.goto('/'); return this; }
}
export const opened = async (page: Page): Promise<Page> => page;
`,
  'fixtures.ts': `import { mergeTests, test as base } from '@playwright/test';
import { ShopPage } from './shop-page';
const untyped = base.extend({ shop: async ({ page }, use) => { await use(new ShopPage(page)); } });
export const test = mergeTests(untyped, base.extend<{ admin: ShopPage }>({ admin: [async ({ page }, use) => use(new ShopPage(page)), { scope: 'test' }] }));
`,
};
const HEAD = `import { expect, test } from './fixtures';\nimport { opened } from './shop-page';\n`;

/** `kind.method` of the calls of the method `click` and its like, which the rows end with. */
function kindsIn(text: string, file = 'a.spec.ts'): readonly string[] {
  const root = writeProject({ ...SUPPORT, [file]: text });
  const context = patternContextOf(openSourceTree({ root, files: [file] }), file);
  return context
    ? playwrightCallsOf(context)
        .filter(({ method }) => /^(?:click|pause|fill)$/u.test(method))
        .map(({ kind, method }) => `${kind}.${method}`)
    : [];
}

describe('what is known of a receiver', () => {
  test.each<[string, string, readonly string[]]>([
    ['a fixture', 'test("a", async ({ page }) => { await page.click("a"); });', ['page.click']],
    ['a renamed fixture', 'test("a", async ({ page: tab }) => { await tab.click("a"); });', ['page.click']],
    ['a fixture in a hook', 'test.beforeEach(async ({ page }) => { await page.click("a"); });', ['page.click']],
    ['a page object by a fixture', 'test("a", async ({ shop }) => { await shop.status.click(); });', ['locator.click']],
    [
      'a page object by fixtures that are a constant',
      'import { ShopPage } from "./shop-page"; import { test as base } from "@playwright/test"; const own = { mine: async ({ page }, use) => { await use(new ShopPage(page)); } }; const mineTest = base.extend(own); mineTest("a", async ({ mine }) => { await mine.status.click(); });',
      ['locator.click'],
    ],
    [
      'a page object without a class',
      'const shop = (page) => ({ ...menu(page), save: page.getByText("a"), row: (n: number) => page.getByRole("row").nth(n), get title() { return page.getByRole("heading"); }, open() { return page.getByText("b"); } });\nconst menu = (page) => { const link = page.getByRole("link"); return { link }; };\ntest("a", async ({ page }) => { const s = shop(page); const { save } = s; await save.click(); await s.row(1).click(); await s["title"].click(); await s.open().click(); });',
      ['locator.click', 'locator.click', 'locator.click', 'locator.click'],
    ],
    ['its getter', 'test("a", async ({ shop }) => { await shop.title.click(); });', ['locator.click']],
    ['its method', 'test("a", async ({ shop }) => { await shop.row("b").click(); });', ['locator.click']],
    [
      'a fixture known by its type',
      'test("a", async ({ admin }) => { await admin.status.click(); });',
      ['locator.click'],
    ],
    [
      'what a function gives',
      'test("a", async ({ page }) => { await (await opened(page)).click("a"); });',
      ['page.click'],
    ],
    [
      'parts of Promise.all',
      'test("a", async ({ page }) => { const [p] = await Promise.all([page.waitForEvent("popup"), 1]); await p.click("a"); });',
      ['page.click'],
    ],
    [
      'an element of a list',
      'test("a", async ({ page }) => { for (const row of await page.locator("a").all()) await row.click(); });',
      ['locator.click'],
    ],
    [
      'a variable set later',
      'let tab; test.beforeAll(async ({ browser }) => { tab = await browser.newPage(); }); test("a", async () => { await tab.click("a"); });',
      ['page.click'],
    ],
    [
      'a destructured member',
      'test("a", async ({ shop }) => { const { status } = shop; await status.click(); });',
      ['locator.click'],
    ],
    [
      'a JSDoc type',
      '/** @param {import("@playwright/test").Page} tab */ async function f(tab) { await tab.click("a"); }',
      ['page.click'],
    ],
    ['an object of the test', 'test("a", async () => { const page = { click: () => 1 }; page.click(); });', []],
    [
      'a class of the project',
      'class Page { click() {} } test("a", () => { const page = new Page(); page.click(); });',
      [],
    ],
    [
      "another library's type",
      'import type { Page } from "puppeteer"; async function f(page: Page) { await page.click("a"); }',
      [],
    ],
    [
      'a callback in the page',
      'test("a", async ({ page }) => { await page.locator("a").evaluate((element) => element.click()); });',
      [],
    ],
  ])('%s', (_name, text, expected) => expect(kindsIn(`${HEAD}${text}\n`)).toEqual(expected));

  test('the page of another runner is none', () => {
    expect(
      kindsIn(
        `import { page } from '@vitest/browser/context';\nimport { test } from 'vitest';\ntest('a', () => page.getByText('b').click());\n`,
      ),
    ).toEqual([]);
    expect(
      kindsIn(
        `const puppeteer = require('puppeteer');\nit('a', async () => { await page.click('b'); });\n`,
        'a.test.js',
      ),
    ).toEqual([]);
  });

  test('an untyped page object in JavaScript is known by how it is used', () => {
    expect(
      kindsIn(
        'class Login { constructor(page) { this.page = page; this.user = page.locator("a"); }\n go() { return this.user.fill("b"); } }\n',
        'login.js',
      ),
    ).toEqual(['locator.fill']);
  });
});
