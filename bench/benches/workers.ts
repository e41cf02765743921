import { chooseWorkers } from '@millwright/core';

import { readMachineRoom } from '../../packages/cli/src/workers/read-machine-room.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { freePort } from '../../test/support/free-port.ts';
import { type ProcessResult, runPlaywright, runVitest } from '../../test/support/run-process.ts';
import { type ScratchProject, createScratchProject } from '../../test/support/scratch-project.ts';
import { type Bench, type Figure, atMost, informs } from '../bench.ts';

const workerCounts = [1, 2, 4];
const rounds = 3;

/** What the number that the machine decides may cost over the quickest of those tried. */
const mostOverQuickest = 1.2;

type Runner = 'playwright' | 'vitest';

/** Wall times in milliseconds by number of workers, and the runs in which a test failed. */
interface Measured {
  readonly tookMs: ReadonlyMap<number, number[]>;
  readonly failed: Map<number, number>;
}

/** What 1, 2 and 4 workers take on this machine, interleaved, beside the number that the machine decides. */
export const workersBench: Bench = {
  name: 'workers',
  description: "the example shop's browser and unit tests with 1, 2 and 4 workers, and what the machine decides",
  async run() {
    const shop = createScratchProject('shop');
    try {
      // Builds the UI once, so that no measured run has to.
      await runOnce(shop, 'playwright', 1);
      const figures: Figure[] = [];
      for (const runner of ['playwright', 'vitest'] as const)
        figures.push(...figuresOf(runner, await measure(shop, runner)));
      return figures;
    } finally {
      shop.remove();
    }
  },
};

async function measure(shop: ScratchProject, runner: Runner): Promise<Measured> {
  const { count } = chosenFor(runner);
  const tried = [...new Set([...workerCounts, count])].toSorted((a, b) => a - b);
  const tookMs = new Map(tried.map((workers): [number, number[]] => [workers, []]));
  const failed = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    // Every other round goes backwards, so that a machine that gets busier falls on all alike.
    for (const workers of round % 2 === 0 ? tried : tried.toReversed()) {
      const startedMs = performance.now();
      const { exitCode } = await runOnce(shop, runner, workers);
      tookMs.get(workers)?.push(performance.now() - startedMs);
      if (exitCode !== 0) failed.set(workers, (failed.get(workers) ?? 0) + 1);
    }
  }
  return { tookMs, failed };
}

async function runOnce(shop: ScratchProject, runner: Runner, workers: number): Promise<ProcessResult> {
  const env = { PORT: String(await freePort()), CHROMIUM_PATH: findChromium() ?? '' };
  return runner === 'playwright'
    ? runPlaywright(['ui/cart', 'ui/login', 'ui/account', '--project=ui', `--workers=${workers}`], {
        cwd: shop.root,
        env,
      })
    : runVitest([`--maxWorkers=${workers}`], { cwd: shop.root, env });
}

function figuresOf(runner: Runner, { tookMs, failed }: Measured): readonly Figure[] {
  const { count } = chosenFor(runner);
  const medians = new Map([...tookMs].map(([workers, all]) => [workers, medianOf(all)]));
  const quickestMs = Math.min(...medians.values());
  return [
    ...[...medians].flatMap(([workers, ms]) => [
      informs(`${runner}, workers: ${workers}`, ms / 1000, 's'),
      ...(failed.has(workers)
        ? [informs(`${runner}, workers: ${workers}: red runs`, failed.get(workers) ?? 0, `of ${rounds}`)]
        : []),
    ]),
    informs(`${runner}: the machine decides`, count, ''),
    atMost(
      `${runner}: that over the quickest`,
      (medians.get(count) ?? Number.NaN) / quickestMs,
      'ratio',
      mostOverQuickest,
    ),
  ];
}

function chosenFor(runner: Runner): { readonly count: number } {
  return chooseWorkers({ runner, room: readMachineRoom() });
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
