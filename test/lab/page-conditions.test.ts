import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject } from '../cli/support/tiny-project.ts';
import { findChromium } from '../support/chromium.ts';

const config = `import { defineConfig } from '@playwright/test';
export default defineConfig({
  testDir: 'e2e',
  reporter: [['@millwright/playwright']],
  use: { launchOptions: { executablePath: ${JSON.stringify(findChromium())}, args: ['--no-sandbox', '--disable-gpu'] } },
});
`;

/** Asks a server of its own three times in a row, and waits a fixed time for the last answer to be shown. */
const slowAnswer = `import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
const document = '<p>loading</p><script type="module">let text; for (const part of [1, 2, 3]) text = await (await fetch("/" + part)).text(); document.querySelector("p").textContent = text;</script>';
test('greets in time', async ({ page }) => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/' ? document : 'hello');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  await page.goto('http://127.0.0.1:' + server.address().port);
  await page.waitForTimeout(800);
  expect(await page.locator('p').textContent()).toBe('hello');
  server.close();
});
`;

/** Measures a box that is still on its way. */
const movingBox = `import { expect, test } from '@playwright/test';
test('the drawer is open', async ({ page }) => {
  await page.goto('data:text/html,<div style="position:absolute;left:0;width:9px;height:9px;transition:left 9s">x</div>');
  await page.evaluate(() => { const d = document.querySelector('div'); d.getBoundingClientRect(); d.style.left = '200px'; });
  expect((await page.locator('div').boundingBox()).x).toBe(200);
});
`;

interface LabDocument {
  readonly verdict: { readonly kind: string; readonly factor?: string };
  readonly arms: readonly { readonly factor: string; readonly runs: number; readonly failures: number }[];
}

describe('the pages of a browser test', () => {
  let project: TinyProject;
  beforeAll(() => {
    project = createTinyProject({
      'playwright.config.ts': config,
      'e2e/greeting.spec.ts': slowAnswer,
      'e2e/drawer.spec.ts': movingBox,
    });
  });
  afterAll(() => project.remove());

  test('a fixed wait that a slow network outlasts: the network', async () => {
    const args = ['flake-lab', 'greets in time', '--factor', 'network', '--budget', '100s'];
    const found = await project.e2eJson<LabDocument>(args);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'network' });
    expect(found.arms[0]).toMatchObject({ factor: 'baseline', failures: 0 });
  });

  test('a look at something that still moves: the animations', async () => {
    const args = ['flake-lab', 'the drawer is open', '--factor', 'animations', '--budget', '100s'];
    const found = await project.e2eJson<LabDocument>(args);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'animations' });
    expect(found.arms.find(({ factor }) => factor === 'animations')?.failures).toBe(0);
  });
});
