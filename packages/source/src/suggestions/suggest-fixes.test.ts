import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import {
  type DebugCause,
  type Failure,
  type TightTimeout,
  causeOf,
  classifyFailure,
  featuresOf,
} from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { applyPatchToText } from '../patch/apply-patch.ts';
import { findFlakyPatterns } from '../patterns/find-flaky-patterns.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { suggestionRules } from './registry.ts';
import { suggestFixes } from './suggest-fixes.ts';

let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

const spec = 'tests/cart.spec.ts';

interface Case {
  /** What the runner told; where it happened is the line of the spec with `HERE`, else line 3. */
  readonly failure: Failure;
  readonly files?: Readonly<Record<string, string>>;
  readonly runner?: string;
  readonly tightTimeouts?: readonly TightTimeout[];
}

/** What is suggested for a failure of the test `adds` in a project of these files. */
function suggested({ failure, files = {}, runner = 'playwright', tightTimeouts = [] }: Case) {
  root = mkdtempSync(join(tmpdir(), 'millwright-fix-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const line = (files[spec] ?? '').split('\n').findIndex((text) => text.includes('HERE')) + 1;
  const location = { file: spec, line: line === 0 ? 3 : line, column: 3 };
  const example: Failure = { location, ...failure };
  const { cause: name, probability, evidence, alternatives } = classifyFailure(example);
  const { title, likely, advice, retry } = causeOf(name);
  const cause: DebugCause = {
    signature: 's-s',
    cause: name,
    title,
    probability,
    evidence,
    alternatives,
    likelyCause: likely,
    advice,
    retry,
    tests: [{ testId: 't', title: 'adds', file: spec, line: 2, project: '', outcome: 'unexpected' }],
    outsideTests: false,
    failureCount: 1,
    firstSeen: { runId: 'r', startedAt: '' },
    signatures: ['s'],
    origin: {
      flake: 0,
      regression: 1,
      environment: 0,
      unknown: 0,
      evidence: [],
      standing: 'good-before',
      mine: { answer: 'unclear', probability: 0.5, sentence: '' },
    },
    example,
    location: example.location ?? location,
  };
  const fixes = suggestFixes({
    cause,
    features: featuresOf(example),
    runner,
    tree: openSourceTree({ root }),
    findings: findFlakyPatterns({ root, files: files[spec] === undefined ? [] : [spec] }),
    tightTimeouts,
  });
  return fixes.map(({ patch, ...fix }) => ({
    ...fix,
    ...(patch && { changed: changedLinesOf(readFileSync(join(root, patch.file), 'utf8'), patch) }),
  }));
}

/** The lines that a patch makes other than they were. */
function changedLinesOf(before: string, patch: Parameters<typeof applyPatchToText>[1]): readonly string[] {
  const lines = new Set(before.split('\n'));
  return applyPatchToText(before, patch)
    .split('\n')
    .filter((line) => !lines.has(line))
    .map((line) => line.trim());
}

const told = (message: string, more: Partial<Failure> = {}): Failure => ({ message, frames: [], ...more });
const pageTest = (body: string): string =>
  `import { expect, test } from '@playwright/test';\ntest('adds', async ({ page }) => {\n  ${body} // HERE\n});\n`;

const strict = told(
  `Error: strict mode violation: getByText('Pay') resolved to 2 elements:
    1) <a href="#">Pay</a> aka getByRole('link', { name: 'Pay', exact: true })
    2) <button>Pay later</button> aka getByRole('button', { name: 'Pay later' })`,
  { name: 'Error' },
);
const notFound = told(
  `TimeoutError: locator.click: Timeout 3000ms exceeded.\nCall log:\n  - waiting for getByRole('button', { name: 'Pay' })`,
  {
    locator: "getByRole('button', { name: 'Pay' })",
    page: {
      ariaSnapshot:
        '- heading "Payment" [level=1]\n- button "Pay now" [active] [ref=e3]\n- button "Cancel"\n- text: Pay',
    },
  },
);

describe('suggested fixes', () => {
  test.each<[string, Case, unknown]>([
    [
      'strict mode: the element that asks for the same, exactly',
      { failure: strict, files: { [spec]: pageTest("await page.getByText('Pay').click();") } },
      [
        {
          kind: 'strict-locator',
          risk: 'medium',
          location: { file: spec, line: 3, column: 3 },
          changed: ["await page.getByRole('link', { name: 'Pay', exact: true }).click(); // HERE"],
        },
      ],
    ],
    [
      'strict mode in a place that is not in the source: without a diff',
      { failure: strict },
      [{ kind: 'strict-locator', evidence: expect.arrayContaining(["`getByRole('button', { name: 'Pay later' })`"]) }],
    ],
    [
      'not found: the one of the same role whose name is alike',
      { failure: notFound, files: { [spec]: pageTest('await page.getByRole(\'button\', { name: "Pay" }).click();') } },
      [
        {
          kind: 'similar-element',
          risk: 'medium',
          summary: 'If the button was renamed on purpose, ask for "Pay now".',
          changed: ['await page.getByRole(\'button\', { name: "Pay now" }).click(); // HERE'],
        },
      ],
    ],
    [
      'not found, and nothing alike: the line',
      {
        failure: { ...notFound, page: { ariaSnapshot: '- button "Cancel"\n- link "Pay now"' } },
        files: { [spec]: pageTest("await page.getByRole('button', { name: 'Pay' }).click();") },
      },
      [{ kind: 'failing-line', location: { line: 3 } }],
    ],
    [
      'two that are as much alike: nobody knows',
      {
        failure: { ...notFound, page: { ariaSnapshot: '- button "Pay now"\n- button "Pay one"' } },
        files: { [spec]: pageTest("await page.getByRole('button', { name: 'Pay' }).click();") },
      },
      [{ kind: 'failing-line' }],
    ],
    [
      'a value read once: the web-first assertion, low',
      {
        failure: told('Error: expect(received).toBe(expected)\n\nExpected: "saved"\nReceived: "unsaved"', {
          expected: '"saved"',
          actual: '"unsaved"',
        }),
        files: { [spec]: pageTest("expect(await page.getByRole('status').textContent()).toBe('saved');") },
      },
      [
        {
          kind: 'flaky-pattern',
          location: { file: spec, line: 3 },
          changed: [expect.stringContaining("await expect(page.getByRole('status')).toHaveText('saved')")],
        },
      ],
    ],
    [
      'a call that nobody awaits, before the failing line: low',
      {
        failure: told(
          "Error: expect(locator).toBeVisible() failed\n\nLocator: getByText('Saved')\nExpected: visible\nTimeout: 5000ms\nError: element(s) not found",
        ),
        files: {
          [spec]: `import { expect, test } from '@playwright/test';\ntest('adds', async ({ page }) => {\n  page.getByRole('button').click();\n  await expect(page.getByText('Saved')).toBeVisible(); // HERE\n});\n`,
        },
      },
      [
        {
          kind: 'flaky-pattern',
          risk: 'low',
          location: { line: 3 },
          changed: ["await page.getByRole('button').click();"],
        },
      ],
    ],
    [
      'rounding: another matcher is for a person to decide',
      {
        failure: told('AssertionError: expected 0.30000000000000004 to be 0.3 // Object.is equality'),
        runner: 'vitest',
        files: {
          [spec]:
            "import { expect, test } from 'vitest';\ntest('adds', () => {\n  const sum = 0.1 + 0.2; expect(sum).toBe(0.3); // HERE\n});\n",
        },
      },
      [{ kind: 'flaky-pattern', risk: 'medium', changed: [expect.stringContaining('toBeCloseTo')] }],
    ],
    [
      'a browser that is not installed',
      { failure: told("browserType.launch: Executable doesn't exist at /ms-playwright/chromium-1255/chrome") },
      [{ kind: 'missing-browser', risk: 'medium', command: 'npx playwright install' }],
    ],
    [
      'a short limit on the line that met a refused connection has nothing to do with it',
      {
        failure: told(
          'Error: expect(page).toHaveURL(expected) failed\n\nExpected pattern: /login/\nReceived string:  "chrome-error://chromewebdata/"\nTimeout: 800ms',
        ),
        files: { [spec]: pageTest('await expect(page).toHaveURL(/login/, { timeout: 800 });') },
      },
      [{ kind: 'failing-line' }],
    ],
    [
      'the server of the tests finds its port taken',
      {
        failure: told(
          'Error: http://localhost:4310/ is already used, make sure that nothing is running on the port/url or set reuseExistingServer:true in config.webServer.',
        ),
        files: {
          'playwright.config.ts':
            "export default {\n  webServer: { command: 'npm start', url: 'http://localhost:4310', reuseExistingServer: false },\n};\n",
        },
      },
      [
        {
          kind: 'busy-port',
          risk: 'medium',
          location: { file: 'playwright.config.ts', line: 2 },
          command: 'lsof -i :4310',
          changed: [expect.stringContaining('reuseExistingServer: !process.env.CI }')],
        },
      ],
    ],
    [
      'a server of a test finds its port taken',
      { failure: told('Error: listen EADDRINUSE: address already in use :::4000') },
      [{ kind: 'busy-port', summary: expect.stringContaining('port 0'), command: 'lsof -i :4000' }],
    ],
    [
      'a package that is not installed',
      {
        failure: told("Error: Cannot find package '@faker-js/faker' imported from /work/tests/cart.spec.ts"),
        files: { [spec]: "import { faker } from '@faker-js/faker';\n" },
      },
      [{ kind: 'missing-import', location: { line: 1 }, command: 'npm install --save-dev @faker-js/faker' }],
    ],
    [
      'a file that moved, told by its whole path',
      {
        failure: told(
          "Error: Cannot find module '/work/shop/tests/support/money' imported from /work/shop/tests/cart.spec.ts",
        ),
        files: {
          [spec]: "\nimport { cents } from './support/money.js';\nimport { x } from './support/money';\n",
          'src/money.ts': '',
        },
      },
      [{ kind: 'missing-import', location: { line: 3 }, changed: ["import { x } from '../src/money';"] }],
    ],
    [
      'a fixture that ran out of time: where it is defined',
      {
        failure: told('Test timeout of 5000ms exceeded while setting up "account".', {
          location: { file: spec, line: 9, column: 1 },
        }),
        files: {
          'tests/support/test.ts':
            'export const test = base.extend({\n  account: async ({}, use) => { await use(1); },\n});\n',
        },
      },
      [{ kind: 'broken-fixture', location: { file: 'tests/support/test.ts', line: 2 } }],
    ],
    [
      'a time limit that good runs nearly used up',
      {
        failure: told('Test timeout of 5000ms exceeded.'),
        tightTimeouts: [
          {
            testId: 't',
            limitMs: 5000,
            runs: 9,
            timedOutRuns: 1,
            passedRuns: 8,
            shortestMs: 4000,
            longestMs: 4900,
            usualMostMs: 4900,
            roomyLimitMs: 10_000,
          },
        ],
      },
      [
        {
          kind: 'longer-limit',
          risk: 'medium',
          location: { file: spec, line: 2 },
          summary: expect.stringContaining('10000 ms'),
        },
      ],
    ],
    [
      '401 with a stored sign-in and a setup project',
      {
        failure: told('Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 401', {
          expected: '200',
          actual: '401',
        }),
        files: {
          'playwright.config.ts':
            "export default {\n  projects: [\n    { name: 'setup' },\n    { name: 'ui', dependencies: ['setup'], use: { storageState: 'auth.json' } },\n  ],\n};\n",
        },
      },
      [
        {
          kind: 'sign-in',
          location: { file: 'playwright.config.ts', line: 4 },
          command: 'npx playwright test --project=setup',
        },
        { kind: 'sign-in', location: { file: spec, line: 3 } },
      ],
    ],
    [
      '429: one worker first',
      {
        failure: told('Error: POST /orders answered 429 Too Many Requests'),
        files: { 'playwright.config.ts': 'export default {\n  workers: 4,\n};\n' },
      },
      [
        {
          kind: 'fewer-workers',
          location: { file: 'playwright.config.ts', line: 2 },
          command: `npx playwright test --workers=1 ${spec}`,
        },
      ],
    ],
    [
      'nobody listens, and the config starts a server',
      {
        failure: told('apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:4000'),
        files: { 'playwright.config.ts': "export default {\n  webServer: { command: 'npm start' },\n};\n" },
      },
      [
        {
          kind: 'unreachable-server',
          location: { file: 'playwright.config.ts', line: 2 },
          summary: expect.stringContaining('127.0.0.1:4000'),
        },
      ],
    ],
    [
      'a snapshot: a look, and the command; high',
      {
        failure: told(
          'Error: expect(page).toHaveScreenshot(expected) failed\n\n  120 pixels (ratio 0.01 of all image pixels) are different.',
        ),
      },
      [{ kind: 'new-snapshot', risk: 'high', command: `npx playwright test --update-snapshots ${spec}:2` }],
    ],
    [
      'a value that was missing: which',
      {
        failure: told("TypeError: Cannot read properties of undefined (reading 'total')", {
          name: 'TypeError',
          frames: [{ file: spec, line: 3, column: 3, origin: 'user' }],
        }),
        files: { [spec]: pageTest('const sum = order.lines[0].total + 1;') },
      },
      [
        {
          kind: 'undefined-value',
          summary: 'Find out why `order.lines[0]` was undefined here.',
          location: { line: 3 },
        },
      ],
    ],
    [
      'a name that is no function',
      {
        failure: told('TypeError: cart.addd is not a function', { name: 'TypeError' }),
        files: { [spec]: pageTest('cart.addd(1);') },
      },
      [{ kind: 'undefined-value', summary: 'Find out why `cart.addd` was no function here.' }],
    ],
    [
      'nothing that speaks: the line',
      { failure: told('Error: oh dear'), files: { [spec]: pageTest('await oh(dear);') } },
      [{ kind: 'failing-line', risk: 'medium', evidence: ['3: await oh(dear); // HERE'] }],
    ],
  ])('%s', (_name, given, wanted) => expect(suggested(given)).toMatchObject(wanted as object[]));

  test('the page of the documentation has a row for each rule', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/debugging.md'), 'utf8');
    const table = page.split('<!-- rules:')[1]?.split('\n## ')[0] ?? '';
    const rows = [...table.matchAll(/^\| `([\w-]+)` \| [^|]+ \| [^|]+ \|$/gmu)].map((match) => match[1]);
    expect(rows).toEqual([...suggestionRules.map(({ name }) => name), 'failing-line']);
  });
});
