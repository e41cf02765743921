import { FLAKY_PATTERNS } from '@millwright/source';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { judgeOnCorpus } from '../../packages/source/src/fixtures/pattern-corpus.ts';
import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { writeSuite } from '../patterns/write-suite.ts';

const child = fileURLToPath(new URL('../patterns/child.ts', import.meta.url));

interface Measured {
  readonly ms: number;
  /** Of all threads; says more than the time on a machine that does other work. */
  readonly cpuMs: number;
  readonly files: number;
  readonly findings: number;
  readonly peakMb: number;
}

/** A process of its own, so that its peak memory is its own too. */
async function measure(root: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, root]);
  return JSON.parse(stdout) as Measured;
}

async function speedFigures(): Promise<readonly Figure[]> {
  const root = await mkdtemp(join(tmpdir(), 'millwright-bench-patterns-'));
  try {
    writeSuite(root);
    const runs = [await measure(root), await measure(root), await measure(root)];
    const middle = runs.toSorted((a, b) => a.ms - b.ms)[1];
    return [
      informs('test files', middle?.files ?? Number.NaN, ''),
      informs('findings', middle?.findings ?? Number.NaN, ''),
      atMost('time, middle of three', (middle?.ms ?? Number.NaN) / 1000, 's', 6),
      informs('CPU time', (middle?.cpuMs ?? Number.NaN) / 1000, 's'),
      atMost('peak memory', Math.max(...runs.map((run) => run.peakMb)), 'MB', 600),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function corpusFigures(): readonly Figure[] {
  return FLAKY_PATTERNS.flatMap(({ name }) => {
    const judged = judgeOnCorpus(name);
    return [
      informs(`${name}: cases`, judged.positiveCases + judged.negativeCases, ''),
      atLeast(`${name}: precision`, judged.precisionRatio, 'ratio', 0.97),
      atLeast(`${name}: recall`, judged.recallRatio, 'ratio', 0.95),
    ];
  });
}

export const patternsBench: Bench = {
  name: 'patterns',
  description: 'flaky patterns: speed over 1,000 test files, precision and recall on the corpus',
  async run() {
    return [...(await speedFigures()), ...corpusFigures()];
  },
};
