import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openHistory } from '@millwright/history';

import { findChromium } from '../../test/support/chromium.ts';
import { freePort } from '../../test/support/free-port.ts';
import { runPlaywright } from '../../test/support/run-process.ts';
import { createScratchProject } from '../../test/support/scratch-project.ts';

const rounds = 6;

/** Sums of the durations of all tests of the example shop's browser suite, in pairs: without elements, and with all of them known. */
export async function measureShop(): Promise<readonly { readonly off: number; readonly warm: number }[]> {
  const shop = createScratchProject('shop');
  try {
    const config = join(shop.root, 'playwright.config.ts');
    const wired = readFileSync(config, 'utf8').replace(
      "['@millwright/playwright']",
      "['@millwright/playwright', { elements: process.env['BENCH_ELEMENTS'] !== 'off' }]",
    );
    writeFileSync(config, wired);
    const run = async (elements: 'on' | 'off'): Promise<number> => {
      const env = {
        PORT: String(await freePort()),
        CHROMIUM_PATH: findChromium() ?? '',
        BENCH_ELEMENTS: elements,
        MILLWRIGHT_APP_BUILD: 'bench',
      };
      await runPlaywright(['tests/e2e/ui', '--workers', '1'], { cwd: shop.root, env });
      return newestDurationOf(shop.root);
    };
    await run('on');
    const pairs: { off: number; warm: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0 ? await run('off') : await run('on');
      const second = round % 2 === 0 ? await run('on') : await run('off');
      pairs.push(round % 2 === 0 ? { off: first, warm: second } : { off: second, warm: first });
    }
    return pairs;
  } finally {
    shop.remove();
  }
}

async function newestDurationOf(root: string): Promise<number> {
  let sum = Number.NaN;
  const history = openHistory({ dir: join(root, '.millwright'), root });
  for await (const run of history.readRuns({ last: 1 })) {
    if (run.attempts.length === 0 || run.attempts.some(({ status }) => status !== 'passed'))
      throw new Error(
        `Expected all tests of the shop to pass, got ${run.attempts.map(({ status }) => status).join(' ')}.`,
      );
    sum = run.attempts.reduce((total, { durationMs }) => total + durationMs, 0);
  }
  return sum;
}
