import { describe, expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { fixObjectionsOf } from '../patch/fix-objections.ts';
import { findFlakyPatterns } from './find-flaky-patterns.ts';
import type { PatternFinding } from './flaky-pattern.ts';

/** Runners and tools that a file may import. */
const PLAYWRIGHT = "import { expect, test } from '@playwright/test';";
const VITEST = "import { expect, test } from 'vitest';";
const VITEST_DRIVING_A_BROWSER = `${VITEST}\nimport { chromium } from 'playwright';`;

/** A Playwright test of some lines. */
const inTest = (...lines: readonly string[]): string =>
  `${PLAYWRIGHT}\n\ntest('saves', async ({ page }) => {\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;

function findingsOf(text: string, pattern: string): readonly PatternFinding[] {
  const root = writeProject({ 'a.test.ts': text });
  return findFlakyPatterns({ root, files: ['a.test.ts'] }).filter((finding) => finding.pattern === pattern);
}

/** The only finding of a pattern in a text. */
function onlyFinding(text: string, pattern: string): PatternFinding {
  const [finding, ...others] = findingsOf(text, pattern);
  expect(others).toEqual([]);
  if (!finding) throw new Error(`Nothing was found:\n${text}`);
  return finding;
}

/** What the fix of the only finding makes of a text, and whether it is written unasked. */
function fixOf(text: string, pattern: string): { readonly safety: string; readonly text: string } | undefined {
  const { fix } = onlyFinding(text, pattern);
  return fix && { safety: fix.safety, text: applyPatchToText(text, fix) };
}

const CLICK = "await page.getByRole('button').click();";
const SAVED = "await expect(page.getByText('saved')).toBeVisible();";

describe('a fixed wait may be what the test is about: its removal is never more than a suggestion', () => {
  test.each([
    ['after an action, what came has to stay', [CLICK, 'await page.waitForTimeout(2000);', SAVED]],
    ['what held before has to hold still', [SAVED, 'await page.waitForTimeout(2000);', SAVED]],
    [
      'a second look at the same',
      [SAVED, 'await page.waitForTimeout(2000);', "expect(await page.getByText('saved').isVisible()).toBe(true);"],
    ],
  ])('%s', (_name, lines) => {
    expect(fixOf(inTest(...lines), 'hard-coded-sleep')?.safety).toBe('suggestion');
  });

  test.each([
    ["await page.goto('/', { waitUntil: 'networkidle' });", SAVED],
    ["await page.waitForLoadState('networkidle');", SAVED],
  ])('%s', (wait, next) => {
    expect(fixOf(inTest(wait, next), 'networkidle')?.safety).toBe('suggestion');
  });

  test.each([
    [10_000, "toHaveText('done')", "toHaveText('done', { timeout: 20000 })"],
    [2500, 'toBeVisible()', 'toBeVisible({ timeout: 5000 })'],
    [5000, "toHaveAttribute('a', 'b')", "toHaveAttribute('a', 'b', { timeout: 10000 })"],
    [2400, 'toBeVisible()', 'toBeVisible()'],
  ])('of %d ms leaves the assertion its time: %s', (waitMs, before, after) => {
    const text = (assertion: string, ...wait: readonly string[]): string =>
      inTest(CLICK, ...wait, `await expect(page.getByRole('status')).${assertion};`);
    expect(fixOf(text(before, `await page.waitForTimeout(${waitMs});`), 'hard-coded-sleep')?.text).toBe(text(after));
  });

  test.each([
    ['a time of its own', "toHaveText('done', { timeout: 1000 })"],
    ['options of a variable', 'toBeVisible(options)'],
    ['other options', "toHaveText('done', { useInnerText: true })"],
  ])('a long wait before an assertion with %s stays', (_name, assertion) => {
    const text = inTest('await page.waitForTimeout(9000);', `await expect(page.getByRole('status')).${assertion};`);
    expect(fixOf(text, 'hard-coded-sleep')).toBeUndefined();
  });

  test('matchers of other libraries that look once wait for nothing', () => {
    const text = `${VITEST}\nimport '@testing-library/jest-dom/vitest';\nimport { screen } from '@testing-library/react';\n\ntest('shows', async () => {\n  await new Promise((resolve) => setTimeout(resolve, 50));\n  expect(screen.getByText('a')).toBeVisible();\n});\n`;
    expect(fixOf(text, 'hard-coded-sleep')).toBeUndefined();
  });

  test('a long wait before a look at one moment becomes a poll of as much time', () => {
    const look = (call: string): string => `${call}(() => page.getByText('saved').isVisible()`;
    const text = inTest(
      'await page.waitForTimeout(9000);',
      "expect(await page.getByText('saved').isVisible()).toBe(true);",
    );
    expect(fixOf(text, 'hard-coded-sleep')?.text).toBe(
      inTest(`${look('await expect.poll')}, { timeout: 18000 }).toBe(true);`),
    );
  });
});

describe('rounding is forgiven far below the size of the number', () => {
  const sum = (assertion: string): string =>
    `${VITEST}\n\ntest('converts', () => {\n  expect(0.1 * 3).${assertion};\n});\n`;

  test.each([
    ['0.3', 10],
    ['0.0000012', 15],
    ['-0.0000012', 15],
    ['19.99', 8],
    ['123456789.1', 5],
  ])('%s to %d digits', (expected, digits) => {
    const text = sum(`toBe(${expected})`);
    const fix = fixOf(text, 'exact-assertion-on-computed-number');
    expect(fix).toEqual({ safety: 'safe', text: sum(`toBeCloseTo(${expected}, ${digits})`) });
    expect(fixObjectionsOf({ file: 'a.test.ts', before: text, after: fix?.text ?? '' })).toEqual([]);
  });
});

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

describe("Playwright's assertions are written onto Playwright's `expect` only", () => {
  const looking = (head: string, line: string): string =>
    `${head}\n\ntest('shows', async () => {\n  const browser = await chromium.launch();\n  const page = await browser.newPage();\n  ${line}\n});\n`;

  test("Vitest's `expect` polls", () => {
    const text = looking(VITEST_DRIVING_A_BROWSER, "expect(await page.getByText('a').isVisible()).toBe(true);");
    const finding = onlyFinding(text, 'non-retrying-assertion');
    expect(finding.advice).toContain('expect.poll');
    expect(finding.advice).not.toContain('toBeVisible');
    expect(fixOf(text, 'non-retrying-assertion')).toEqual({
      safety: 'suggestion',
      text: looking(VITEST_DRIVING_A_BROWSER, "await expect.poll(() => page.getByText('a').isVisible()).toBe(true);"),
    });
  });

  test('a promise taken for its value is awaited', () => {
    const text = looking(VITEST_DRIVING_A_BROWSER, "expect(page.getByText('a').isVisible()).toBe(true);");
    expect(fixOf(text, 'missing-await')?.text).toContain("expect(await page.getByText('a').isVisible()).toBe(true);");
  });

  test.each([
    ['another runner', "import { expect, test } from '@jest/globals';\nimport { chromium } from 'playwright';"],
    ['globals', "import { chromium } from 'playwright';"],
  ])('%s gets none', (_name, head) => {
    const text = looking(head, "expect(await page.getByText('a').isVisible()).toBe(true);");
    const finding = onlyFinding(text, 'non-retrying-assertion');
    expect(finding.fix).toBeUndefined();
    expect(finding.advice).not.toContain('toBeVisible');
  });
});

describe('a test that runs beside others asks its own context when it is over', () => {
  const SERVER = "import { createServer } from 'node:http';";
  const server = (imports: string, head: string, ...more: readonly string[]): string =>
    `${SERVER}\nimport { ${imports} } from 'vitest';\n\n${head}\n  const server = createServer().listen(0);\n${more.map((line) => `  ${line}\n`).join('')}  expect(server.listening).toBe(true);\n});\n`;
  const closing = (name: string): readonly string[] => [`${name}(() => {`, '  server.close();', '});'];

  test.each([
    ["test.concurrent('a', () => {", "test.concurrent('a', ({ onTestFinished }) => {", 'onTestFinished'],
    ["test.concurrent('a', (context) => {", "test.concurrent('a', (context) => {", 'context.onTestFinished'],
    ["test.concurrent('a', async context => {", "test.concurrent('a', async context => {", 'context.onTestFinished'],
    ["test.concurrent('a', ({ task }) => {", "test.concurrent('a', ({ task, onTestFinished }) => {", 'onTestFinished'],
    [
      "test('a', { concurrent: true }, () => {",
      "test('a', { concurrent: true }, ({ onTestFinished }) => {",
      'onTestFinished',
    ],
  ])('%s', (before, after, name) => {
    expect(fixOf(server('expect, test', before), 'leaked-server')).toEqual({
      safety: 'safe',
      text: server('expect, test', after, ...closing(name)),
    });
  });

  test('a group of tests that run beside each other', () => {
    const text = `${SERVER}\nimport { describe, expect, test } from 'vitest';\n\ndescribe.concurrent('all', () => {\n  test('a', () => {\n    const server = createServer().listen(0);\n    expect(server.listening).toBe(true);\n  });\n});\n`;
    const fix = fixOf(text, 'leaked-server');
    expect(fix?.text).toContain("test('a', ({ onTestFinished }) => {");
    expect(fix?.text).not.toContain('test, onTestFinished');
  });

  test('the config may run every test beside others', () => {
    const text = server('expect, test', "test('a', () => {");
    const root = writeProject({
      'vitest.config.ts': 'export default { test: { sequence: { concurrent: true } } };\n',
      'a.test.ts': text,
    });
    const [finding] = findFlakyPatterns({ root, files: ['a.test.ts'], patterns: ['leaked-server'] });
    expect(finding?.fix && applyPatchToText(text, finding.fix)).toBe(
      server('expect, test', "test('a', ({ onTestFinished }) => {", ...closing('onTestFinished')),
    );
  });

  test('rows of a table hide the context', () => {
    expect(
      fixOf(server('expect, test', "test.concurrent.each([1, 2])('a %d', () => {"), 'leaked-server'),
    ).toBeUndefined();
  });

  test('an interval as well', () => {
    const interval = (head: string, ...more: readonly string[]): string =>
      `${VITEST}\n\n${head}\n  const timer = setInterval(() => {}, 10);\n${more.map((line) => `  ${line}\n`).join('')}  expect(timer).toBeTruthy();\n});\n`;
    expect(fixOf(interval("test.concurrent('a', () => {"), 'leaked-timer')?.text).toBe(
      interval("test.concurrent('a', ({ onTestFinished }) => {", 'onTestFinished(() => clearInterval(timer));'),
    );
  });
});
