import { parseLocator, type StepEdit } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { marked } from '../fixtures/marked-step.ts';
import { writeProject } from '../fixtures/written-project.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { proposeStepPatch } from './propose-step-patch.ts';

const heading = `import { test, expect } from '@playwright/test';\n`;
const type = `import type { Page } from '@playwright/test';\n`;

type Files = Readonly<Record<string, string>>;

const inTest = (...lines: readonly string[]): Files => ({
  'a.spec.ts': `${heading}test('pays', async ({ page }) => {\n${lines.map((line) => `  ${line}\n`).join('')}});\n`,
});

/** The lines that the patch for the marked step removes and adds, or why there is none. */
function changed(written: Files, edit: StepEdit, action = 'click', testFile?: string): readonly string[] | string {
  const { place, files } = marked(written);
  const tree = openSourceTree({ root: writeProject(files) });
  const answer = proposeStepPatch(tree, { place, action, edit, ...(testFile === undefined ? {} : { testFile }) });
  if (answer.kind === 'none') return answer.reason;
  const before = files[answer.patch.file] ?? '';
  const after = applyPatchToText(before, answer.patch);
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line.trim()}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}

describe('the path of a navigation', () => {
  const moved: StepEdit = { is: 'url', from: '/cart', to: '/basket' };
  const step = `await page.getByRole('button').▸click();`;

  test.each<[string, Files, readonly string[]]>([
    [
      'as it is written',
      inTest(`await page.goto('/cart');`, step),
      [`- await page.goto('/cart');`, `+ await page.goto('/basket');`],
    ],
    [
      'in double quotes, with a query',
      inTest(`await page.goto("/cart?tab=2#top", { timeout: 5 });`, step),
      [
        `- await page.goto("/cart?tab=2#top", { timeout: 5 });`,
        `+ await page.goto("/basket?tab=2#top", { timeout: 5 });`,
      ],
    ],
    [
      'with its host',
      inTest(`await page.goto('http://localhost:3000/cart');`, step),
      [`- await page.goto('http://localhost:3000/cart');`, `+ await page.goto('http://localhost:3000/basket');`],
    ],
    [
      'without a slash before it',
      inTest(`await page.goto('cart');`, step),
      [`- await page.goto('cart');`, `+ await page.goto('basket');`],
    ],
    [
      'with one after it',
      inTest(`await page.goto('/cart/');`, step),
      [`- await page.goto('/cart/');`, `+ await page.goto('/basket/');`],
    ],
    [
      'the last one before the step',
      inTest(`await page.goto('/cart?a');`, `await page.goto('/cart?b');`, step, `await page.goto('/cart?c');`),
      [`- await page.goto('/cart?b');`, `+ await page.goto('/basket?b');`],
    ],
    [
      'of a hook',
      {
        'a.spec.ts': `${heading}test.beforeEach(async ({ page }) => {\n  await page.goto('/cart');\n});\ntest('pays', async ({ page }) => {\n  ${step}\n});\n`,
      },
      [`- await page.goto('/cart');`, `+ await page.goto('/basket');`],
    ],
    [
      'in a constant',
      {
        'a.spec.ts': `${heading}import { ROUTES } from './routes';\ntest('pays', async ({ page }) => {\n  await page.goto(ROUTES.cart);\n  ${step}\n});\n`,
        'routes.ts': `export const ROUTES = { cart: '/cart', home: '/' };\n`,
      },
      [
        `- export const ROUTES = { cart: '/cart', home: '/' };`,
        `+ export const ROUTES = { cart: '/basket', home: '/' };`,
      ],
    ],
    [
      'of a page object',
      {
        'a.spec.ts': `${heading}import { CartPage } from './cart-page';\ntest('pays', async ({ page }) => {\n  const cart = new CartPage(page);\n  await cart.open();\n  ${step}\n});\n`,
        'cart-page.ts': `${type}export class CartPage {\n  constructor(private readonly page: Page) {}\n  async open() {\n    await this.page.goto('/cart');\n  }\n}\n`,
      },
      [`- await this.page.goto('/cart');`, `+ await this.page.goto('/basket');`],
    ],
  ])('%s', (_name, files, lines) => {
    expect(changed(files, moved)).toEqual(lines);
  });

  test('where the step stands in a page object, of the test that fails', () => {
    const files = {
      'a.spec.ts': `${heading}import { CartPage } from './cart-page';\ntest.beforeEach(async ({ page }) => {\n  await page.goto('/cart');\n});\ntest('pays', async ({ page }) => { await new CartPage(page).pay(); });\n`,
      'cart-page.ts': `${type}export class CartPage {\n  constructor(private readonly page: Page) {}\n  async pay() {\n    await this.page.getByRole('button').▸click();\n  }\n}\n`,
    };
    expect(changed(files, moved, 'click', 'a.spec.ts')).toEqual([
      `- await page.goto('/cart');`,
      `+ await page.goto('/basket');`,
    ]);
    expect(changed(files, moved)).toMatch(/Nothing before the step goes to \/cart/);
  });

  test.each<[string, Files, RegExp]>([
    [
      'another navigation was the last',
      inTest(`await page.goto('/cart');`, `await page.goto('/help');`, step),
      /The last navigation before the step, `page.goto\('\/help'\)`, does not go to \/cart/,
    ],
    [
      'the path is put together',
      inTest(`await page.goto(\`\${base}/cart\`);`, step),
      /not by a text that is written out/,
    ],
    ['the path is a longer one', inTest(`await page.goto('/cart/items');`, step), /does not go to \/cart/],
    [
      'the path is asserted by the same name',
      inTest(`const CART = '/cart';`, `await page.goto(CART);`, `await expect(page).toHaveURL(CART);`, step),
      /a\.spec\.ts:5 uses the same text for something else/,
    ],
    [
      'the path is a link that is clicked',
      inTest(`const CART = '/cart';`, `await page.goto(CART);`, `await page.click(CART);`, step),
      /uses the same text for something else/,
    ],
    [
      'several helpers go there',
      {
        ...inTest(`await open(page);`, step),
        'a.spec.ts': `${heading}import { open, again } from './open';\ntest('pays', async ({ page }) => {\n  await open(page);\n  ${step}\n});\n`,
        'open.ts': `${type}export const open = (page: Page) => page.goto('/cart');\nexport const again = (page: Page) => page.goto('/cart');\n`,
      },
      /2 places go to \/cart/,
    ],
    [
      'a test elsewhere goes there',
      { ...inTest(step), 'b.spec.ts': `${heading}test('b', async ({ page }) => {\n  await page.goto('/cart');\n});\n` },
      /Nothing before the step goes to \/cart/,
    ],
  ])('no patch where %s', (_name, files, reason) => {
    expect(changed(files, moved)).toMatch(reason);
  });
});

describe('a step that is added', () => {
  const locator = `getByRole('button', { name: 'Close' })`;
  const close: StepEdit = {
    is: 'insert-before',
    action: 'click',
    locator: { chain: parseLocator(locator) ?? [], locator, strategy: 'test', isTextDerived: true },
  };

  /** The whole text after the patch. */
  function written(files: Files): string {
    const { place, files: plain } = marked(files);
    const tree = openSourceTree({ root: writeProject(plain) });
    const answer = proposeStepPatch(tree, { place, action: 'click', edit: close });
    if (answer.kind === 'none') return answer.reason;
    return applyPatchToText(plain[answer.patch.file] ?? '', answer.patch);
  }

  test.each<[string, Files, string]>([
    [
      'before a click',
      inTest(`await page.goto('/');`, `await page.getByText('Pay').▸click();`),
      `  await page.goto('/');\n  await page.${locator}.click();\n  await page.getByText('Pay').click();\n`,
    ],
    [
      'as the first step',
      inTest(`await page.getByText('Pay').▸click();`),
      `=> {\n  await page.${locator}.click();\n  await page.getByText('Pay').click();\n`,
    ],
    [
      'before an assertion that waits for a text',
      inTest(`const text = await page.getByText('Pay').▸click();`),
      `  await page.${locator}.click();\n  const text = await`,
    ],
    [
      'before the comment of the step',
      inTest(`await page.goto('/');`, '// @ts-expect-error', `await page.getByText('Pay').▸click();`),
      `\n  await page.${locator}.click();\n  // @ts-expect-error\n  await page.getByText`,
    ],
    [
      'after a comment at the end of a line',
      inTest(`await page.goto('/'); // start`, `await page.getByText('Pay').▸click();`),
      `// start\n  await page.${locator}.click();\n  await page.getByText`,
    ],
    [
      'in a line with others',
      inTest(`if (page) { await page.getByText('Pay').▸click(); }`),
      `{ await page.${locator}.click(); await page.getByText('Pay').click(); }`,
    ],
    [
      'in a file without semicolons',
      { 'a.spec.ts': `${heading}test('a', async ({ page }) => {\n\tawait page.getByText('Pay').▸click()\n})\n` },
      `=> {\n\tawait page.${locator}.click()\n\tawait page.getByText('Pay').click()\n`,
    ],
    [
      'in a page object',
      {
        'p.ts': `${type}export class P {\n  constructor(private readonly page: Page) {}\n  readonly pay = this.page.getByText('Pay');\n  async go() {\n    await this.pay.▸click();\n  }\n}\n`,
      },
      `    await this.page.${locator}.click();\n    await this.pay.click();\n`,
    ],
    [
      'with a double quote',
      {
        'a.spec.ts': `import { test } from "@playwright/test";\ntest("a", async ({ page }) => {\n  await page.getByText("Pay").▸click();\n});\n`,
      },
      `  await page.getByRole("button", { name: "Close" }).click();\n`,
    ],
  ])('%s', (_name, files, part) => {
    expect(written(files)).toContain(part);
  });

  test('CRLF and a byte order mark stay', () => {
    const text = `\uFEFF${inTest(`await page.goto('/');`, `await page.getByText('Pay').▸click();`)['a.spec.ts'] ?? ''}`;
    const after = written({ 'a.spec.ts': text.replaceAll('\n', '\r\n') });
    expect(after).toContain(`\r\n  await page.${locator}.click();\r\n  await page.getByText('Pay').click();\r\n`);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each<[string, Files, RegExp]>([
    [
      'the step is part of a short function',
      inTest(`await Promise.all([1].map((one) => page.getByText('Pay').▸click()));`),
      /no statement of its own/,
    ],
    [
      'no page is at hand',
      {
        'a.spec.ts': `${heading}import { pay } from './pay';\ntest('a', async () => {\n  await pay.▸click();\n});\n`,
        'pay.ts': `export const pay = {};\n`,
      },
      /No page is at hand/,
    ],
    [
      'the page is that of another test',
      {
        'a.spec.ts': `${heading}test('b', async ({ page }) => { await page.goto('/'); });\ntest('a', async ({ cart }) => {\n  await cart.▸click();\n});\n`,
      },
      /No page is at hand/,
    ],
  ])('no patch where %s', (_name, files, reason) => {
    expect(written(files)).toMatch(reason);
  });
});

describe('an option that is selected', () => {
  const renamed: StepEdit = {
    is: 'option-value',
    renames: [
      { by: 'value', from: 'nl', to: 'NL' },
      { by: 'value', from: 'de', to: 'DE' },
      { by: 'label', from: 'France', to: 'République française' },
    ],
  };
  const list = `page.getByLabel('Country')`;

  test.each<[string, Files, readonly string[]]>([
    [
      'by its value',
      inTest(`await ${list}.▸selectOption('nl');`),
      [`- await ${list}.selectOption('nl');`, `+ await ${list}.selectOption('NL');`],
    ],
    [
      'by its label',
      inTest(`await ${list}.▸selectOption({ label: "France" });`),
      [
        `- await ${list}.selectOption({ label: "France" });`,
        `+ await ${list}.selectOption({ label: "République française" });`,
      ],
    ],
    [
      'by either',
      inTest(`await ${list}.▸selectOption('France');`),
      [`- await ${list}.selectOption('France');`, `+ await ${list}.selectOption('République française');`],
    ],
    [
      'several',
      inTest(`await ${list}.▸selectOption(['nl', { value: 'de' }, 'pl']);`),
      [
        `- await ${list}.selectOption(['nl', { value: 'de' }, 'pl']);`,
        `+ await ${list}.selectOption(['NL', { value: 'DE' }, 'pl']);`,
      ],
    ],
    [
      'by a selector',
      inTest(`await page.▸selectOption('nl', 'nl');`),
      [`- await page.selectOption('nl', 'nl');`, `+ await page.selectOption('nl', 'NL');`],
    ],
    [
      'by a constant',
      inTest(`const HOME = 'nl';`, `await ${list}.▸selectOption(HOME);`),
      [`- const HOME = 'nl';`, `+ const HOME = 'NL';`],
    ],
  ])('%s', (_name, files, lines) => {
    expect(changed(files, renamed, 'selectOption')).toEqual(lines);
  });

  test.each<[string, Files, RegExp]>([
    ['it was not renamed', inTest(`await ${list}.▸selectOption('pl');`), /What `'pl'` selects was not renamed/],
    ['only its value was', inTest(`await ${list}.▸selectOption({ label: 'nl' });`), /was not renamed/],
    ['its place is selected', inTest(`await ${list}.▸selectOption({ index: 1 });`), /was not renamed/],
    [
      'it is handed in',
      {
        'a.spec.ts': `${type}export async function choose(page: Page, country: string) {\n  await ${list}.▸selectOption(country);\n}\n`,
      },
      /`country` is a parameter/,
    ],
    [
      'its value is asserted by the same name',
      inTest(`const HOME = 'nl';`, `await ${list}.▸selectOption(HOME);`, `await expect(${list}).toHaveValue(HOME);`),
      /a\.spec\.ts:5 uses the same text for something else/,
    ],
    ['the step does something else', inTest(`await ${list}.▸fill('nl');`), /selects no option/],
  ])('no patch where %s', (_name, files, reason) => {
    expect(changed(files, renamed, /fill/.test(JSON.stringify(files)) ? 'fill' : 'selectOption')).toMatch(reason);
  });

  test('no patch where one name has become two', () => {
    const twice: StepEdit = {
      is: 'option-value',
      renames: [
        { by: 'value', from: 'nl', to: 'NL' },
        { by: 'label', from: 'nl', to: 'Holland' },
      ],
    };
    expect(changed(inTest(`await ${list}.▸selectOption('nl');`), twice, 'selectOption')).toMatch(
      /“nl” was renamed to “NL” and to “Holland”/,
    );
  });
});
