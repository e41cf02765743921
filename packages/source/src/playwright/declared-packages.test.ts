import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { findFlakyPatterns } from '../patterns/find-flaky-patterns.ts';
import { patternContextOf } from '../patterns/pattern-context.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { playwrightCallsOf } from './playwright-calls.ts';

/** A package as `tsc` emits it: declarations without sources, types written as imports. */
const KIT = {
  'package.json': JSON.stringify({
    name: '@acme/shop-kit',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './pages': { types: './dist/pages/index.d.ts', default: './dist/pages/index.js' },
    },
    peerDependencies: { '@playwright/test': '*' },
  }),
  'dist/index.js': 'export {};\n',
  'dist/index.d.ts': `import { CartPage } from './pages/index.js';
export * from './pages/index.js';
export interface Kit extends Named { cart: CartPage; open(path: string): Promise<import("@playwright/test").Page>; }
export interface Named { header: import("@playwright/test").Locator; }
export declare const shopTest: import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs & Kit & { extra: CartPage }, import("@playwright/test").PlaywrightWorkerArgs>;
export declare const cartFixtures: import("@playwright/test").Fixtures<{ basket: CartPage }, {}, {}, {}>;
export declare const check: import("@playwright/test").Expect<{}>;
export declare function signIn(page: import("@playwright/test").Page): Promise<CartPage>;
export declare const rowOf: (name: string) => import("@playwright/test").Locator;
export { expect } from '@playwright/test';
`,
  'dist/pages/index.d.ts': `import { type Locator, type Page } from '@playwright/test';
declare class BasePage {
    protected readonly page: Page;
    readonly status: Locator;
    constructor(page: Page);
    get title(): Locator;
    click(): string;
}
export declare class CartPage extends BasePage {
    readonly rows: () => Locator;
    row(name: string): Locator;
    open(): Promise<this>;
}
export { BasePage };
`,
};

function installed(name: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`node_modules/${name}/${file}`, text]));
}

const HEAD = `import { test as base } from '@playwright/test';
import { BasePage, CartPage, cartFixtures, check, expect, rowOf, shopTest, signIn, type Kit } from '@acme/shop-kit';
import * as kit from '@acme/shop-kit';
const test = shopTest;
`;

function callsIn(root: string, file: string): readonly string[] {
  const context = patternContextOf(openSourceTree({ root, files: [file] }), file);
  return context
    ? playwrightCallsOf(context)
        .filter(({ method }) => /^(?:click|fill)$/u.test(method))
        .map(({ kind, method }) => `${kind}.${method}`)
    : [];
}

describe('what a package declares', () => {
  test.each<[string, string, readonly string[]]>([
    ['fixtures of its test', 'test("a", async ({ cart }) => { await cart.status.click(); });', ['locator.click']],
    [
      'fixtures of a literal type',
      'test("a", async ({ extra }) => { await extra.row("b").click(); });',
      ['locator.click'],
    ],
    ['inherited fixtures', 'test("a", async ({ header }) => { await header.click(); });', ['locator.click']],
    ['Playwright fixtures of its test', 'test("a", async ({ page }) => { await page.click("b"); });', ['page.click']],
    [
      'a method of an interface',
      'async function f(k: Kit) { const page = await k.open("/"); await page.click("b"); }',
      ['page.click'],
    ],
    [
      'a page object that is made',
      'base("a", async ({ page }) => { await new CartPage(page).title.click(); });',
      ['locator.click'],
    ],
    ['a property that is a function', 'const f = (cart: CartPage) => cart.rows().click();', ['locator.click']],
    [
      'a class of the project that extends its class',
      'class Mine extends BasePage { send() { return this.page.click("b"); } }',
      ['page.click'],
    ],
    [
      'a function',
      'test("a", async ({ page }) => { const cart = await signIn(page); await cart.status.fill("b"); });',
      ['locator.fill'],
    ],
    ['a function that is a constant', 'test("a", async () => { await rowOf("b").click(); });', ['locator.click']],
    [
      'members of the whole module',
      'const f = async (page) => { await new kit.CartPage(page).row("a").click(); };',
      ['locator.click'],
    ],
    ['a method of its own that only has a name of Playwright', 'const f = (cart: CartPage) => cart.click();', []],
    [
      'fixtures of its own for the test of Playwright',
      'const t = base.extend(cartFixtures); t("a", async ({ basket }) => { await basket.status.click(); });',
      ['locator.click'],
    ],
    [
      'its test extended once more',
      'const t = test.extend<{ more: CartPage }>({ more: async ({ cart }, use) => use(cart) }); t("a", async ({ more, cart }) => { await more.status.click(); await cart.status.fill("b"); });',
      ['locator.click', 'locator.fill'],
    ],
  ])('%s', (_name, text, expected) => {
    const root = writeProject({ ...installed('@acme/shop-kit', KIT), 'a.spec.ts': `${HEAD}${text}\n` });
    expect(callsIn(root, 'a.spec.ts')).toEqual(expected);
  });

  test('its test function and its expect are Playwright’s, whatever their names', () => {
    const text = `${HEAD}shopTest.only('a', async ({ cart }) => {
  check(cart.status).toBeVisible();
  expect(cart.title).toBeVisible();
});
`;
    const root = writeProject({ ...installed('@acme/shop-kit', KIT), 'a.spec.ts': text });
    const found = findFlakyPatterns({ root, files: ['a.spec.ts'] });
    expect(found.map(({ kind, location }) => `${kind}:${location?.line ?? 0}`)).toEqual([
      'focused-or-skipped-test:5',
      'missing-await:6',
      'missing-await:7',
    ]);
  });

  test('a package of the workspace that is only built, and one that passes it on', () => {
    const root = writeProject({
      'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
      ...Object.fromEntries(Object.entries(KIT).map(([file, text]) => [`packages/shop-kit/${file}`, text])),
      'node_modules/@acme/all/package.json': JSON.stringify({
        name: '@acme/all',
        types: 'index.d.ts',
        dependencies: { '@acme/shop-kit': '*' },
      }),
      'node_modules/@acme/all/index.d.ts': "export { CartPage as Cart } from '@acme/shop-kit/pages';\n",
      'e2e/support.ts': "export { Cart } from '@acme/all';\n",
      'e2e/a.spec.ts': `import { test } from '@playwright/test';
import { shopTest } from '@acme/shop-kit';
import { Cart } from './support';
test('a', async ({ page }) => { await new Cart(page).status.click(); });
shopTest('b', async ({ cart }) => { await cart.status.fill('c'); });
`,
    });
    symlinkSync(join(root, 'packages/shop-kit'), join(root, 'node_modules/@acme/shop-kit'), 'dir');
    expect(callsIn(root, 'e2e/a.spec.ts')).toEqual(['locator.click', 'locator.fill']);
  });

  test('a declaration file beside the test', () => {
    const root = writeProject({
      'shop.d.ts': "import type { Page } from '@playwright/test';\nexport declare class Shop { readonly page: Page }\n",
      'a.spec.ts': "import type { Shop } from './shop';\nexport const go = (shop: Shop) => shop.page.click('a');\n",
    });
    expect(callsIn(root, 'a.spec.ts')).toEqual(['page.click']);
  });

  test('packages that have nothing to do with Playwright are not read', () => {
    const root = writeProject({
      ...installed('dom-kit', {
        'package.json': JSON.stringify({ name: 'dom-kit', types: 'index.d.ts', dependencies: { lodash: '*' } }),
        'index.d.ts': "export declare const page: import('@playwright/test').Page;\n",
      }),
      'a.spec.ts': "import { page } from 'dom-kit';\nexport const go = () => page.click('a');\n",
    });
    expect(openSourceTree({ root }).resolveDeclaration('a.spec.ts', 'dom-kit')).toBeUndefined();
    expect(callsIn(root, 'a.spec.ts')).toEqual([]);
  });
});
