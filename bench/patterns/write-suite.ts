import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many test files the suite has; more files are the modules and page objects that they import. */
const testFileCount = 1000;

const moduleCount = 200;

/**
 * Writes a suite of the shape of a large project: 500 Vitest files, 350 Playwright files, 150 Testing Library files, each
 * of 8 to 15 tests with hooks and imports. Every tenth test holds a flaky pattern. Gives the paths of the test files.
 */
export function writeSuite(root: string): readonly string[] {
  for (let index = 0; index < moduleCount; index += 1) {
    write(root, `src/module-${index}.ts`, moduleText(index));
    write(root, `e2e/pages/page-${index}.ts`, pageObjectText(index));
  }
  write(root, 'package.json', '{ "name": "bench-suite" }\n');
  write(root, 'vitest.config.ts', `export default { test: { include: ['src/**/*.test.{ts,tsx}'] } };\n`);
  write(root, 'playwright.config.ts', `export default { testDir: './e2e' };\n`);
  return Array.from({ length: testFileCount }, (_, index) => {
    const [file, text] =
      index % 20 < 10
        ? [`src/unit-${index}.test.ts`, unitText(index)]
        : index % 20 < 17
          ? [`e2e/flow-${index}.spec.ts`, flowText(index)]
          : [`src/view-${index}.test.tsx`, viewText(index)];
    write(root, file, text);
    return file;
  });
}

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function moduleText(index: number): string {
  const functions = Array.from(
    { length: 8 },
    (_, number) => `export function part${number}(value: number): number {
  if (value > ${number + 10}) return value - ${number};
  const parts = [value, ${index}].map((one) => one * ${number + 1});
  return parts.reduce((sum, one) => sum + one, 0);
}
`,
  );
  return `${functions.join('\n')}\nexport const label = (value: number): string => \`item \${part1(value)} of ${index}\`;\n`;
}

function pageObjectText(index: number): string {
  return `import type { Locator, Page } from '@playwright/test';

export class Page${index} {
  readonly pay: Locator;
  constructor(private readonly page: Page) {
    this.pay = page.getByRole('button', { name: 'Pay ${index}' });
  }
  async open(): Promise<void> {
    await this.page.goto('/item/${index}');
  }
  async buy(amount: number): Promise<void> {
    await this.page.getByLabel('Amount').fill(String(amount));
    await this.pay.click();
  }
}
`;
}

function unitText(index: number): string {
  const tests = Array.from({ length: 15 }, (_, number) => {
    const flaky = (index + number) % 10 === 0;
    return `  test('computes part ${number}', async () => {
    cart.push('item-${number}');
    const result = part${number % 8}(${number}) + ${index};
    expect(result).toBe(${flaky ? 'Math.floor(Math.random() * 10)' : `part${number % 8}(${number}) + ${index}`});
    expect(cart).toEqual(['item-${number}']);
    await expect(Promise.resolve(label(result))).resolves.toContain('of');
    ${flaky ? `process.env.MODE_${number} = 'x';` : `expect({ at: new Date('2024-01-01').toISOString() }).toEqual({ at: '2024-01-01T00:00:00.000Z' });`}
  });
`;
  });
  return `import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { label, part0, part1, part2, part3, part4, part5, part6, part7 } from './module-${index % moduleCount}';

let cart: string[] = [];

beforeEach(() => {
  cart = [];
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('module ${index}', () => {
${tests.join('\n')}});
`;
}

function flowText(index: number): string {
  const page = index % moduleCount;
  const tests = Array.from({ length: 10 }, (_, number) => {
    const flaky = (index + number) % 10 === 0;
    return `  test('buys ${number}', async ({ page }) => {
    const shop = new Page${page}(page);
    await shop.open();
    await page.route('**/api/rates', (route) => route.fulfill({ json: { rate: ${number} } }));
    await test.step('fill and pay', async () => {
      await shop.buy(${number + 1});
      await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
      ${flaky ? 'await page.waitForTimeout(500);' : `await page.getByRole('checkbox').check();`}
    });
    await expect(page.getByRole('status')).toHaveText('Paid ${number}');
    await expect(page.getByRole('listitem')).toHaveCount(${number});
  });
`;
  });
  return `import { expect, test } from '@playwright/test';
import { Page${page} } from './pages/page-${page}';

test.describe('shop ${index}', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Shop' }).click();
  });

${tests.join('\n')}});
`;
}

function viewText(index: number): string {
  const tests = Array.from({ length: 8 }, (_, number) => {
    const flaky = (index + number) % 10 === 0;
    return `it('shows ${number}', async () => {
  render(<main>{label(${number})}</main>);
  await user.click(screen.getByRole('button', { name: 'Open ${number}' }));
  ${flaky ? '' : 'await '}screen.findByText('Welcome ${number}');
  await waitFor(() => expect(screen.getByText('Ready')).toBeTruthy());
  expect(screen.queryByText('Loading')).toBeNull();
});
`;
  });
  return `import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { label } from './module-${index % moduleCount}';

const user = userEvent.setup();

${tests.join('\n')}`;
}
