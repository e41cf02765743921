import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject } from '../cli/support/tiny-project.ts';
import { findChromium } from '../support/chromium.ts';
import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface IsolationDocument {
  readonly verdict: { readonly kind: string; readonly sentence: string };
  readonly alone: { readonly runs: number; readonly failures: number };
  readonly confirmed: { readonly runs: number; readonly failures: number };
  readonly polluters: readonly { readonly file: string; readonly titlePath: readonly string[] }[];
  readonly minimal: boolean;
  readonly triedSets: number;
  readonly failure?: string;
  readonly failedOthers: readonly { readonly titlePath: readonly string[] }[];
  readonly sharedState: readonly { readonly file: string; readonly text: string }[];
}

describe('who makes a test of the shop fail', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('the polluter is found among all tests, with the state that it leaves changed', async () => {
    const found = await shop.e2eJson<IsolationDocument>([
      'isolate',
      'customers see a point by default',
      '--budget',
      '100s',
    ]);
    expect(found).toMatchObject({ exitCode: 0, minimal: true, verdict: { kind: 'polluted' } });
    expect(found.polluters).toMatchObject([
      { file: 'tests/unit/flaky/polluter.test.ts', titlePath: ['German customers see a comma'] },
    ]);
    expect(found.alone).toEqual({ runs: 5, failures: 0 });
    expect(found.confirmed.failures).toBe(found.confirmed.runs);
    expect(found.triedSets).toBeLessThanOrEqual(12);
    expect(found.failure).toContain('12,50');
    expect(found.sharedState).toContainEqual({
      file: 'src/shared/format.ts',
      line: expect.any(Number) as number,
      text: expect.stringContaining('let defaultLocale') as string,
    });
  });

  test('a test that fails by itself needs no polluter', async () => {
    const found = await shop.e2eJson<IsolationDocument>(['isolate', 'a shared cart > has a price', '--budget', '100s']);
    expect(found).toMatchObject({ exitCode: 0, verdict: { kind: 'fails-alone' }, polluters: [] });
    expect(found.verdict.sentence).toContain('5 of 5 runs by itself');
  });

  test('a test that never fails is said to never fail', async () => {
    const found = await shop.e2eJson<IsolationDocument>([
      'isolate',
      'tests/unit/flaky/race.test.ts',
      '--budget',
      '100s',
    ]);
    expect(found).toMatchObject({ exitCode: 0, verdict: { kind: 'never-fails' }, polluters: [] });
  });
});

const browserSuite = {
  '.gitignore': 'node_modules\n.millwright\ntest-results\n',
  'playwright.config.ts': `import { defineConfig } from '@playwright/test';
const launchOptions = { executablePath: ${JSON.stringify(findChromium())}, args: ['--no-sandbox', '--disable-gpu'] };
export default defineConfig({ testDir: 'e2e', reporter: [['@millwright/playwright']], use: { launchOptions } });
`,
  'src/currency.ts': `let currency = 'EUR';
export function useCurrency(code: string): void {
  currency = code;
}
export const priceOf = (amount: number): string => amount + ' ' + currency;
`,
  // Before the polluter in the alphabet, and after it in the experiments.
  'e2e/a-prices.spec.ts': `import { expect, test } from '@playwright/test';
import { priceOf } from '../src/currency';
const seen: string[] = [];
test('opens the list', () => void seen.push('list'));
test('opens a box', () => void seen.push('box'));
test('prices are in euros', async ({ page }) => {
  await page.goto('data:text/html,<p>' + priceOf(5) + '</p>');
  expect(await page.locator('p').innerText()).toBe('5 EUR');
});
test('a visitor has seen no box', () => expect(seen).not.toContain('box'));
`,
  'e2e/m-orders.spec.ts': `import { expect, test } from '@playwright/test';
for (const n of [1, 2, 3]) {
  test('order ' + n, () => expect(n).toBeGreaterThan(0));
}
`,
  'e2e/z-abroad.spec.ts': `import { expect, test } from '@playwright/test';
import { priceOf, useCurrency } from '../src/currency';
test('a map is shown', () => {});
test('prices abroad are in dollars', () => {
  useCurrency('USD');
  expect(priceOf(5)).toBe('5 USD');
});
test('a flag is shown', () => {});
`,
};

describe('who makes a browser test fail', () => {
  let project: TinyProject;
  beforeAll(() => {
    project = createTinyProject(browserSuite);
  });
  afterAll(() => project.remove());

  test('a test of another file in the same worker, though that file comes later in the alphabet', async () => {
    const found = await project.e2eJson<IsolationDocument>(['isolate', 'prices are in euros', '--budget', '100s']);
    expect(found).toMatchObject({ exitCode: 0, minimal: true, verdict: { kind: 'polluted' } });
    expect(found.polluters).toMatchObject([
      { file: 'e2e/z-abroad.spec.ts', titlePath: ['prices abroad are in dollars'] },
    ]);
    expect(found.alone).toEqual({ runs: 5, failures: 0 });
    expect(found.confirmed.failures).toBe(found.confirmed.runs);
    expect(found.failure).toContain('5 USD');
    expect(found.sharedState.map(({ file }) => file)).toContain('src/currency.ts');
  });

  test('a test above it in its own file, though another failure gives it a new worker', async () => {
    const found = await project.e2eJson<IsolationDocument>(['isolate', 'has seen no box', '--budget', '100s']);
    expect(found).toMatchObject({ exitCode: 0, minimal: true, verdict: { kind: 'polluted' } });
    expect(found.polluters).toMatchObject([{ file: 'e2e/a-prices.spec.ts', titlePath: ['opens a box'] }]);
    expect(found.failedOthers.map(({ titlePath }) => titlePath)).toEqual([['prices are in euros']]);
  });
});
