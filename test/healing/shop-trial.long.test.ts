import { afterAll, beforeAll, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { runNode } from '../support/run-process.ts';
import { type ScratchProject, createScratchProject } from '../support/scratch-project.ts';

let shop: ScratchProject;
beforeAll(() => {
  shop = createScratchProject('shop', undefined, undefined, { withTrial: true });
});
afterAll(() => shop.remove());

test('the second UI breaks the tests that the table says, in a sample', async () => {
  const sample = 'product-test-ids-renamed,orders-column-added,product-add-twice,stock-forbidden,cancel-gone';
  const { exitCode, stdout } = await runNode(['trial/measure.ts', '--check', '--only', sample], {
    cwd: shop.root,
    env: { PORT: String(await freePort()), CHROMIUM_PATH: findChromium() ?? '' },
  });
  expect(exitCode, stdout).toBe(0);
});
