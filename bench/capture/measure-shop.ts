import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openHistory } from '@millwright/history';

import { findChromium } from '../../test/support/chromium.ts';
import { freePort } from '../../test/support/free-port.ts';
import { runPlaywright } from '../../test/support/run-process.ts';
import { createScratchProject } from '../../test/support/scratch-project.ts';

const rounds = 4;

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
    const run = async (elements: 'on' | 'off'): Promise<Durations> => {
      const env = {
        PORT: String(await freePort()),
        CHROMIUM_PATH: findChromium() ?? '',
        BENCH_ELEMENTS: elements,
        MILLWRIGHT_APP_BUILD: 'bench',
      };
      await runPlaywright(['tests/e2e/ui', '--workers', '1'], { cwd: shop.root, env });
      return durationsOf(shop.root);
    };
    await run('on');
    const pairs: { off: number; warm: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const isOffFirst = round % 2 === 0;
      const first = await run(isOffFirst ? 'off' : 'on');
      const second = await run(isOffFirst ? 'on' : 'off');
      pairs.push(isOffFirst ? pairOf(first, second) : pairOf(second, first));
    }
    return pairs;
  } finally {
    shop.remove();
  }
}

/** Milliseconds of each test that passed. */
type Durations = ReadonlyMap<string, number>;

async function durationsOf(root: string): Promise<Durations> {
  const history = openHistory({ dir: join(root, '.millwright'), root });
  const durations = new Map<string, number>();
  for await (const run of history.readRuns({ last: 1 }))
    for (const { testId, status, durationMs } of run.attempts)
      if (status === 'passed') durations.set(testId, durationMs);
  return durations;
}

/** Over the tests that passed in both runs: on a busy machine one may run out of time, and its time says nothing. */
function pairOf(off: Durations, warm: Durations): { readonly off: number; readonly warm: number } {
  const both = [...off.keys()].filter((testId) => warm.has(testId));
  if (both.length < 10) throw new Error(`Expected the tests of the shop to pass, but only ${both.length} did.`);
  const sumOf = (durations: Durations): number =>
    both.reduce((sum, testId) => sum + (durations.get(testId) ?? Number.NaN), 0);
  return { off: sumOf(off), warm: sumOf(warm) };
}
