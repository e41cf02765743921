import { join } from 'node:path';

import { findChromium } from '../chromium.ts';
import { freePort } from '../free-port.ts';
import { runPlaywright } from '../run-process.ts';
import { patternOfTests, type TrialVariant } from './truth.ts';

/** A run keeps the pages of so many failures at most. */
const mostOfRun = 90;

/** Where the shop of a trial keeps what it learnt. */
export interface TrialFolders {
  readonly history: string;
  readonly parts: string;
}

/** Runs the suite on the usual UI, so that its elements are remembered, then under every variant the tests that it breaks. */
export async function runVariants(shop: string, variants: readonly TrialVariant[]): Promise<TrialFolders> {
  const folders = { history: join(shop, '.millwright'), parts: join(shop, '.trial/parts') };
  const run = async (trial: string) => {
    const env = {
      SHOP_TRIAL: trial,
      SHOP_PARTS: folders.parts,
      PORT: String(await freePort()),
      CHROMIUM_PATH: findChromium() ?? '',
    };
    return runPlaywright(['--workers', '3'], { cwd: shop, env });
  };
  const first = await run('1');
  if (first.exitCode !== 0) throw new Error(`The suite must be green on the usual UI.\n${first.stdout}${first.stderr}`);
  for (const batch of batchesOf(variants)) await run(JSON.stringify(Object.fromEntries(batch.map(patternOf))));
  return folders;
}

function batchesOf(variants: readonly TrialVariant[]): readonly (readonly TrialVariant[])[] {
  const batches: TrialVariant[][] = [];
  let size = mostOfRun;
  for (const variant of variants) {
    if (size + variant.breaks.length > mostOfRun) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(variant);
    size += variant.breaks.length;
  }
  return batches;
}

function patternOf({ name, breaks }: TrialVariant): readonly [string, string] {
  return [name, patternOfTests(breaks.map(({ test }) => test))];
}
