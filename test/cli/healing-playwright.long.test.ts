import type { RunSummary } from '@millwright/history';
import { afterEach, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import type { Executed, Stats } from './support/healing-project.ts';
import { type TinyProject, createTinyProject } from './support/tiny-project.ts';

const config = `import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  timeout: 10_000,
  expect: { timeout: 3_000 },
  reporter: [['list'], ['@millwright/playwright']],
  use: {
    actionTimeout: 3_000,
    launchOptions: {
      executablePath: ${JSON.stringify(findChromium())},
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    },
  },
});
`;

/**
 * Nobody awaits the click. The page enables its button late, so the test reads the status before the click has happened.
 */
const missingAwait = `import { expect, test } from '@playwright/test';

const document = \`<button disabled>Save</button><p role="status">unsaved</p><p id="terms"></p><script>
  const button = document.querySelector('button');
  button.onclick = () => { document.querySelector('[role=status]').textContent = 'saved'; };
  setTimeout(() => { button.disabled = false; }, 600);
  setTimeout(() => { document.querySelector('#terms').textContent = 'Terms'; }, 200);
</script>\`;

test('saves the order', async ({ page }) => {
  await page.setContent(document);
  page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Terms')).toBeVisible();
  expect(await page.getByRole('status').textContent()).toBe('saved');
});
`;
const repaired = missingAwait.replace('  page.getByRole', '  await page.getByRole');

let project: TinyProject;
afterEach(() => project.remove());

const browserProject = (): TinyProject =>
  createTinyProject({
    '.gitignore': 'node_modules\n.millwright\ntest-results\n',
    'playwright.config.ts': config,
    'millwright.config.json': JSON.stringify({ retry: { baseDelayMs: 1 } }),
    'tests/order.spec.ts': missingAwait,
  });

describe('a missing await in a Playwright test, in Chromium', () => {
  test('--auto-fix: the unrepaired test fails again, the repaired one passes its repeats, and stays', async () => {
    project = browserProject();
    const { heals, tests } = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix', '--parallel', '1']);
    expect(tests[0]?.outcome).toBe('unexpected');
    expect(heals).toMatchObject([
      { kind: 'race', file: 'tests/order.spec.ts', outcome: 'accepted', verification: { passed: true } },
    ]);
    const [heal] = heals;
    expect(heal?.control?.failures).toBeGreaterThan(0);
    expect(heal?.verification?.runs).toBeGreaterThanOrEqual(heal?.control?.runs ?? Number.NaN);
    expect(heal?.diff).toContain(
      "-  page.getByRole('button', { name: 'Save' }).click();\n+  await page.getByRole('button', { name: 'Save' }).click();",
    );
    expect(project.read('tests/order.spec.ts')).toBe(repaired);
    // Every repeat was recorded as a repeat: no retry hid a failure.
    const { runs } = await project.e2eJson<{ runs: readonly RunSummary[] }>(['history', 'list']);
    const proofs = await Promise.all(
      runs.filter((run) => run.experiment).map((run) => project.e2e(['history', 'export', '--run', run.runId])),
    );
    expect(proofs.map(({ stdout }) => stdout).join('')).toContain('"repeat":2');
    const stats = await project.e2eJson<Stats>(['healing-stats']);
    expect(stats.total).toMatchObject({ attempts: 1, proved: 1, applied: 1, rejected: 0, unproved: 0, reverted: 0 });
  });

  test('without --auto-fix the diff is shown and nothing changes', async () => {
    project = browserProject();
    const { stdout } = await project.e2e(['autonomous-run', '--parallel', '1']);
    expect(stdout).toContain("+  await page.getByRole('button', { name: 'Save' }).click();");
    expect(stdout).toContain('proposed (not verified yet)');
    expect(project.read('tests/order.spec.ts')).toBe(missingAwait);
    expect(project.git('status', '--porcelain')).toBe('');
    expect((await project.e2eJson<Stats>(['healing-stats'])).total).toMatchObject({ attempts: 1, applied: 0 });
  });
});
