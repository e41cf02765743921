import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { chromiumMissing, findChromium } from '../test/support/chromium.ts';
import { freePort } from '../test/support/free-port.ts';
import { createScratchProject, repositoryRoot } from '../test/support/scratch-project.ts';

/**
 * The main job, start to end, on the fixture shop: record its suite in Chromium at several commits of a scratch git
 * copy, then ask `e2e` about what was recorded.
 */
const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(`${chromiumMissing}\n`);
  process.exit(2);
}

const startedAt = performance.now();
const shop = createScratchProject('shop');
const environment = {
  ...process.env,
  CHROMIUM_PATH: chromium,
  PORT: String(await freePort()),
  MILLWRIGHT_DIR: undefined,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  CI: undefined,
};

heading('1. The shop as it opened: a run in which two tests flake');
runSuite({ SHOP_CHAOS: 'timing-flake,network-flake', SHOP_RUN: '2', SHOP_RETRIES: '1' });

heading('2. The same commit once more: nothing changed, so what differs is a flake');
runSuite({ SHOP_CHAOS: 'timing-flake,network-flake', SHOP_RUN: '3', SHOP_RETRIES: '1' });

heading('3. A commit that breaks the tax');
shop.commitPatch('02-tax-rounding-bug.patch');
runSuite({});

heading('4. Plan: what to run first, and why');
e2e(['plan-strategy', '--name', 'demo', '--workers', '2']);

heading('5. Run the plan (the broken commit is still there, so expect a red verdict)');
e2e(['autonomous-run', '--parallel', '2'], { SHOP_CHAOS: 'timing-flake', SHOP_RUN: '4' });

heading('6. Which tests flake, and what in their code makes them');
e2e(['analyze-flaky']);

heading('7. Why the last execution failed');
e2e(['debug-execution']);

heading('8. What was repaired');
e2e(['healing-stats']);

const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(`
Done in ${seconds} s. Three runs of the shop's suite and one execution were recorded in Chromium.

  the project       ${shop.root}
  its history       ${join(shop.root, '.millwright')}   (format: packages/history/FORMAT.md)
  ask it yourself   cd ${shop.root} && npx e2e history list
  your own suite    npx e2e init --apply, then run your tests as always (docs/getting-started.md)
`);

function heading(text: string): void {
  process.stdout.write(`\n\u2500\u2500 ${text}\n\n`);
}

/** One recorded run of the shop's Playwright suite. A red run is part of the story; a run that cannot start is not. */
function runSuite(chaos: Readonly<Record<string, string>>): void {
  const result = spawnSync(
    process.execPath,
    [join(repositoryRoot, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=dot,@millwright/playwright'],
    {
      cwd: shop.root,
      env: { ...environment, ...chaos },
      stdio: 'inherit',
    },
  );
  if (result.status !== 0 && result.status !== 1)
    throw new Error(`The suite did not run: exit code ${String(result.status)}.`);
}

/** One `e2e` command. Exit code 1 means that something failed, which is what the demo shows; 2 means that it could not do its work. */
function e2e(args: readonly string[], chaos: Readonly<Record<string, string>> = {}): void {
  process.stdout.write(`$ npx e2e ${args.join(' ')}\n\n`);
  const result = spawnSync(process.execPath, [join(repositoryRoot, 'packages/cli/dist/bin.js'), ...args], {
    cwd: shop.root,
    env: { ...environment, ...chaos },
    stdio: 'inherit',
  });
  if (result.status !== 0 && result.status !== 1)
    throw new Error(`e2e ${args[0] ?? ''} ended with exit code ${String(result.status)}.`);
}
