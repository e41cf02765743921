import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import { runPlaywright } from '../support/run-process.ts';
import { type TinyProject, createTinyProject } from './support/tiny-project.ts';

interface Fix {
  readonly kind: string;
  readonly risk: string;
  readonly summary: string;
  readonly location?: { readonly file: string; readonly line: number };
  readonly diff?: string;
}
interface Report {
  readonly causes: readonly {
    readonly cause: string;
    readonly tests: readonly { readonly title: string }[];
    readonly fixes: readonly Fix[];
  }[];
}

const config = `import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  timeout: 5_000,
  expect: { timeout: 1_000 },
  workers: 2,
  fullyParallel: true,
  reporter: [['list'], ['@millwright/playwright']],
  use: {
    actionTimeout: 1_000,
    launchOptions: {
      executablePath: ${JSON.stringify(findChromium())},
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    },
  },
});
`;

const spec = `import { expect, test as base } from '@playwright/test';

const test = base.extend<{ account: string }>({
  account: async ({ page }, use) => {
    await page.setContent('<p>Welcome</p>');
    await page.getByRole('button', { name: 'Create account' }).click();
    await use('Ada');
  },
});

test('several match', async ({ page }) => {
  await page.setContent('<a href="#">Pay</a><button>Pay later</button>');
  await page.getByText('Pay').click();
});

test('renamed', async ({ page }) => {
  await page.setContent('<h1>Payment</h1><button>Pay now</button><button>Cancel</button>');
  await page.getByRole('button', { name: 'Pay today' }).click();
});

test('read once', async ({ page }) => {
  await page.setContent('<p role="status" hidden>saved</p><script>setTimeout(() => { document.querySelector("p").hidden = false; }, 400);</script>');
  expect(await page.getByText('saved').isVisible()).toBe(true);
});

test('behind a fixture', async ({ account }) => {
  expect(account).toBe('Ada');
});
`;

const lineOf = (text: string): number => spec.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('failures in Chromium', () => {
  let project: TinyProject;
  let report: Report;
  beforeAll(async () => {
    project = createTinyProject({
      '.gitignore': 'node_modules\n.millwright\ntest-results\n',
      'playwright.config.ts': config,
      'tests/pay.spec.ts': spec,
    });
    await runPlaywright([], { cwd: project.root });
    report = await project.e2eJson<Report>(['debug-execution']);
  });
  afterAll(() => project.remove());

  const fixesOf = (title: string): readonly Fix[] =>
    report.causes.find(({ tests }) => tests.some((one) => one.title === title))?.fixes ?? [];

  test('a locator that matches several elements: the one that Playwright tells apart', () => {
    const [fix] = fixesOf('several match');
    expect(fix).toMatchObject({
      kind: 'strict-locator',
      risk: 'medium',
      location: { line: lineOf("getByText('Pay')") },
    });
    expect(fix?.diff).toContain("+  await page.getByRole('link', { name: 'Pay' }).click();");
  });

  test('an element that was renamed: the name of the one that was there', () => {
    const [fix] = fixesOf('renamed');
    expect(fix).toMatchObject({
      kind: 'similar-element',
      risk: 'medium',
      summary: 'If the button was renamed on purpose, ask for "Pay now".',
    });
    expect(fix?.diff).toContain("+  await page.getByRole('button', { name: 'Pay now' }).click();");
  });

  test('a broken fixture: its line, and no test is blamed', () => {
    expect(fixesOf('behind a fixture')[0]).toMatchObject({
      kind: 'broken-fixture',
      location: { file: 'tests/pay.spec.ts', line: lineOf('Create account') },
    });
  });

  test('a value that is read once: the web-first assertion, which --apply-fix would try, and nothing else', async () => {
    expect(fixesOf('read once')[0]).toMatchObject({ kind: 'flaky-pattern', risk: 'low' });
    const { stdout } = await project.e2e(['debug-execution', '--apply-fix', '--dry-run']);
    const edits = stdout.split('\n').filter((line) => /^[-+] /u.test(line));
    expect(edits).toEqual([
      "-  expect(await page.getByText('saved').isVisible()).toBe(true);",
      "+  await expect(page.getByText('saved')).toBeVisible();",
    ]);
    expect(project.read('tests/pay.spec.ts')).toBe(spec);
  });
});
