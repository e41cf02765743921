import { describe, expect, test } from 'vitest';

import { findingsOf, fixOf, inTest, VITEST } from '../fixtures/fix-cases.ts';

const CLICK = "await page.getByRole('button').click();";
const SAVED = "await expect(page.getByText('saved')).toBeVisible();";

describe('an `await` that what comes next would wait for in vain is not put there', () => {
  const POPUP = "const popup = await page.waitForEvent('popup');";
  test.each([
    [
      'a dialog',
      [
        "page.getByRole('button').click();",
        "const dialog = await page.waitForEvent('dialog');",
        'await dialog.accept();',
      ],
    ],
    [
      'a dialog that is waited for already',
      [
        "const pending = page.waitForEvent('dialog');",
        "page.getByRole('button').click();",
        'const dialog = await pending;',
        'await dialog.accept();',
      ],
    ],
    [
      'a dialog that a handler only keeps',
      [
        "page.on('dialog', (dialog) => shown.push(dialog));",
        "page.getByRole('button').click();",
        'await shown[0].accept();',
      ],
    ],
    ['an event after something else', ["page.getByRole('button').click();", SAVED, POPUP]],
    ['several at once', ["page.getByRole('button').click();", 'await Promise.all([popupShown, answered]);']],
    [
      'an event after an assertion that nobody awaits',
      ["expect(page.getByText('saved')).toBeVisible();", CLICK, POPUP],
    ],
    ['a clock that goes on by hand', ["page.getByRole('button').click();", 'await page.clock.runFor(1000);', SAVED]],
  ])('%s', (_name, lines) => {
    expect(fixOf(inTest(...lines), 'race')).toBeUndefined();
  });

  test.each([
    ["page.waitForRequest('**/save')", "page.goto('/');"],
    ["page.waitForResponse('**/save')", "page.getByRole('button').click();"],
    ["page.waitForEvent('popup')", "page.getByRole('button').click();"],
    ["page.waitForEvent('download')", "page.getByRole('button').click();"],
  ])('`%s` is started first, as a suggestion', (wait, action) => {
    expect(fixOf(inTest(action, `const came = await ${wait};`, 'expect(came).toBeTruthy();'), 'race')).toEqual({
      safety: 'suggestion',
      text: inTest(
        `const pending = ${wait};`,
        `await ${action}`,
        'const came = await pending;',
        'expect(came).toBeTruthy();',
      ),
    });
  });

  test('in a page object as well', () => {
    const text = `import type { Page } from '@playwright/test';\n\nexport class Shop {\n  constructor(readonly page: Page) {}\n  async pay() {\n    this.page.getByRole('button').click();\n    const dialog = await this.page.waitForEvent('dialog');\n    await dialog.accept();\n  }\n}\n`;
    expect(findingsOf(text, 'missing-await').map(({ fix }) => fix)).toEqual([undefined]);
  });

  test('fake timers that go on by hand', () => {
    const text = `import { expect, test, vi } from 'vitest';\n\nasync function poll() {\n  await new Promise((resolve) => setTimeout(resolve, 1000));\n}\n\ntest('polls', async () => {\n  vi.useFakeTimers();\n  poll();\n  await vi.advanceTimersByTimeAsync(1000);\n  vi.useRealTimers();\n  expect(1).toBe(1);\n});\n`;
    expect(fixOf(text, 'race')).toBeUndefined();
  });

  test('what is awaited without any of these stays safe', () => {
    expect(fixOf(inTest("page.getByRole('button').click();", SAVED), 'race')?.safety).toBe('safe');
    const handled = ["page.once('dialog', (dialog) => dialog.accept());", "page.getByRole('button').click();", SAVED];
    expect(fixOf(inTest(...handled), 'race')?.safety).toBe('safe');
    const early = ["const popup = page.waitForEvent('popup');", "page.getByRole('button').click();", 'await popup;'];
    expect(fixOf(inTest(...early), 'race')?.safety).toBe('safe');
  });
});

describe('an `await` is a suggestion where it may hold up what it waits for, or miss a state that passes', () => {
  const GOTO = "page.goto('/');";
  test.each([
    ['a loading text', [GOTO, "await expect(page.getByText('Loading…')).toBeVisible();"], 'suggestion'],
    ['a spinner', ['page.reload();', "await expect(page.getByTestId('spinner')).toBeVisible();"], 'suggestion'],
    ['a progress bar', [GOTO, "await page.getByRole('progressbar').waitFor();"], 'suggestion'],
    ['what lets the page go on', [GOTO, 'await expect(row).toBeVisible();', 'release();'], 'suggestion'],
    ['an answer that is held back', [GOTO, SAVED, 'await held.fulfill();'], 'suggestion'],
    ['a page that only shows', [GOTO, SAVED], 'safe'],
    ['a click before a spinner', ["page.getByRole('button').click();", SAVED], 'safe'],
    ['a word to the reader', ["page.getByRole('button').click();", "console.log('clicked');", SAVED], 'safe'],
  ])('%s', (_name, lines, safety) => {
    expect(fixOf(inTest(...lines), 'race')?.safety).toBe(safety);
  });

  const unit = (...lines: readonly string[]): string =>
    `${VITEST}\nimport { emitter, next } from './emitter';\n\ntest('hears', async () => {\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;

  test.each([
    ['an event told afterwards', ['expect(next()).resolves.toBe(1);', "emitter.emit('x', 1);"], 'suggestion'],
    ['a step that is awaited', ['expect(next()).resolves.toBe(1);', "await emitter.tell('x', 1);"], 'suggestion'],
    ['a refusal', ['expect(next()).rejects.toThrow();', 'emitter.close();'], 'suggestion'],
    ['only assertions', ['expect(next()).resolves.toBe(1);', 'expect(emitter.size()).toBe(0);'], 'safe'],
    ['nothing', ['expect(next()).resolves.toBe(1);'], 'safe'],
  ])('an assertion on a promise before %s', (_name, lines, safety) => {
    expect(fixOf(unit(...lines), 'race')?.safety).toBe(safety);
  });

  const SHOP =
    "import type { Page } from '@playwright/test';\n\nexport class Shop {\n  constructor(readonly page: Page) {}\n  async pay() {\n    this.page.getByRole('button').click();\n  }\n  async receipt() {\n    return await this.page.waitForEvent('popup');\n  }\n}\n";

  test('in a page object, whose callers wait for what comes', () => {
    expect(findingsOf(SHOP, 'missing-await').map(({ fix }) => fix?.safety)).toEqual(['suggestion']);
  });

  test.each([
    ['made in the test', "const shop = new Shop(page);\n  page.getByRole('button').click();\n  await shop.receipt();"],
    [
      'typed',
      "const open = async (shop: Shop) => shop.receipt();\n  page.getByText('a').click();\n  await open(shops[0]);",
    ],
  ])('before a page object, %s, that waits for what came', (_name, body) => {
    const text = inTest(body).replace('\n\n', "\nimport { Shop } from './shop';\n\n");
    const found = findingsOf(text, 'race', { 'shop.ts': SHOP });
    expect(found.map(({ fix }) => fix?.safety)).toEqual(['suggestion']);
  });

  test('in a hook, when a test of the file waits for what comes', () => {
    const hook = (wait: string): string =>
      inTest(wait).replace('\n\n', "\n\ntest.beforeEach(async ({ page }) => {\n  page.goto('/');\n});\n\n");
    const safetyOf = (text: string): readonly (string | undefined)[] =>
      ['race', 'missing-await'].flatMap((pattern) => findingsOf(text, pattern).map(({ fix }) => fix?.safety));
    expect(safetyOf(hook("await page.waitForResponse('**/a');"))).toEqual(['suggestion']);
    expect(safetyOf(hook(SAVED))).toEqual(['safe']);
  });

  test('an event of Testing Library before what only sets it off', () => {
    const text = `${VITEST}\nimport { screen } from '@testing-library/react';\nimport { answer } from './server';\n\ntest('shows', async () => {\n  screen.findByText('a');\n  answer();\n});\n`;
    expect(fixOf(text, 'testing-library-no-await')?.safety).toBe('suggestion');
  });
});
