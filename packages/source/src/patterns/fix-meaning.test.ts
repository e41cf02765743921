import { describe, expect, test } from 'vitest';

import { fixOf, inTest, onlyFinding, VITEST, VITEST_DRIVING_A_BROWSER } from '../fixtures/fix-cases.ts';
import { writeProject } from '../fixtures/written-project.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { fixObjectionsOf } from '../patch/fix-objections.ts';
import { findFlakyPatterns } from './find-flaky-patterns.ts';

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

  test.each(['queue.pop()', 'await createUser()', "(await page.request.post('/a')).status()", 'ids.next().value'])(
    'what acts is not asked again and again: %s',
    (look) => {
      const text = inTest('await page.waitForTimeout(300);', `expect(${look}).toBe(1);`);
      expect(fixOf(text, 'hard-coded-sleep')).toBeUndefined();
    },
  );

  test('a look with an `await` inside is asked by an async function', () => {
    const look = "Number(await page.getByText('saved').textContent())";
    expect(fixOf(inTest('await page.waitForTimeout(300);', `expect(${look}).toBe(1);`), 'hard-coded-sleep')?.text).toBe(
      inTest(`await expect.poll(async () => ${look}).toBe(1);`),
    );
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
