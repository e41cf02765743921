import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { type Bench, type Figure, atMost, informs } from '../bench.ts';
import type { Measured } from '../history/child.ts';
import { stepRunCounts } from '../history/synthetic-run.ts';

const child = fileURLToPath(new URL('../history/child.ts', import.meta.url));

/** Each task has a process of its own, so that its peak memory is its own too. */
async function measure(task: string, dir: string, heapMb?: number): Promise<Measured> {
  const flags = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child, task, dir], { maxBuffer: 1e7 });
  return JSON.parse(stdout) as Measured;
}

/** The process with the middle wall time of three, since a machine that does other work too disturbs single ones. */
async function medianOfThree(task: string, dir: string): Promise<Measured> {
  const measured = [await measure(task, dir), await measure(task, dir), await measure(task, dir)];
  return measured.toSorted((a, b) => (a['ms'] ?? 0) - (b['ms'] ?? 0))[1] as Measured;
}

interface Size {
  readonly apparentMb: number;
  readonly blocksMb: number;
  readonly files: number;
}

async function sizeOf(dir: string): Promise<Size> {
  let bytes = 0;
  let blocks = 0;
  let files = 0;
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const info = await stat(join(entry.parentPath, entry.name));
    bytes += info.size;
    blocks += info.blocks * 512;
    files += 1;
  }
  return { apparentMb: bytes / 1e6, blocksMb: blocks / 1e6, files };
}

async function measureFolder(dir: string): Promise<Figure[]> {
  const append = await measure('append', dir);
  const written = await sizeOf(join(dir, 'history'));
  const rebuild = await medianOfThree('rebuild', dir);
  const read = await medianOfThree('read', dir);
  const all = await sizeOf(dir);
  const record = await measure('record', dir);
  const peaks = [append, rebuild, read, record].map((measured) => measured['peakMb'] ?? Number.NaN);
  return [
    informs('attempts', append['attempts'] ?? Number.NaN, ''),
    atMost('disk, all files', all.apparentMb, 'MB', 40),
    informs('disk, all files, in blocks', all.blocksMb, 'MB'),
    informs('disk, without the cache', written.apparentMb, 'MB'),
    informs('files', all.files, ''),
    atMost('append a run of 2,000 tests (appendRun), median', append['medianMs'] ?? Number.NaN, 'ms', 50),
    informs('append the first run (appendRun)', append['firstMs'] ?? Number.NaN, 'ms'),
    atMost('append a run of 2,000 tests (recorder finish), median', record['medianMs'] ?? Number.NaN, 'ms', 50),
    atMost('recorder, each attempt', record['perTestMs'] ?? Number.NaN, 'ms', 0.05),
    atMost('flake statistics of all tests over 100 runs, warm', read['ms'] ?? Number.NaN, 'ms', 300),
    atMost('flake statistics of all tests over 100 runs, cache deleted', rebuild['ms'] ?? Number.NaN, 'ms', 1500),
    informs('flake statistics, CPU of the whole process, warm', read['cpuMs'] ?? Number.NaN, 'ms'),
    informs('flake statistics, CPU of the whole process, cache deleted', rebuild['cpuMs'] ?? Number.NaN, 'ms'),
    informs('observations read', read['observations'] ?? Number.NaN, ''),
    atMost('peak memory', Math.max(...peaks), 'MB', 400),
  ];
}

async function measureSteps(dir: string): Promise<Figure[]> {
  const { first, further } = stepRunCounts;
  await measure('steps', dir);
  const firstMb = (await sizeOf(dir)).apparentMb;
  await measure('moreSteps', dir);
  const furtherMb = (await sizeOf(dir)).apparentMb - firstMb;
  return [
    informs(`disk per run of 2,000 tests with 5 steps each, first ${first} runs`, (firstMb / first) * 1000, 'kB'),
    atMost(
      `disk per run of 2,000 tests with 5 steps each, next ${further} runs`,
      (furtherMb / further) * 1000,
      'kB',
      90,
    ),
  ];
}

/** One lowdb file with the same data. It may be too long for one JavaScript string; then the figures say so by being absent. */
async function measureLowdb(dir: string): Promise<Figure[]> {
  const heapMb = 8_000;
  try {
    const write = await measure('lowdbWrite', dir, heapMb);
    const size = await sizeOf(dir);
    const written = [
      informs('lowdb, one file: disk', size.apparentMb, 'MB'),
      informs('lowdb, one file: append a run', write['ms'] ?? Number.NaN, 'ms'),
      informs('lowdb, one file: peak memory of writing', write['peakMb'] ?? Number.NaN, 'MB'),
    ];
    const read = await measure('lowdbRead', dir, heapMb);
    return [
      ...written,
      informs('lowdb, one file: read', read['ms'] ?? Number.NaN, 'ms'),
      informs('lowdb, one file: peak memory of reading', read['peakMb'] ?? Number.NaN, 'MB'),
    ];
  } catch (error) {
    const reason =
      /(RangeError|Error): [^\n]*/.exec(String((error as { stderr?: string }).stderr ?? error))?.[0] ?? 'it failed';
    return [informs(`lowdb, one file: could not be written or read (${reason})`, Number.NaN, '')];
  }
}

/** A synthetic history of 2,000 tests and 500 runs. */
export const historyBench: Bench = {
  name: 'history',
  description:
    'Disk, time and memory of a history of 2,000 tests and 500 runs, beside one lowdb file with the same data.',
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-bench-history-'));
    try {
      const folder = await measureFolder(join(dir, 'folder'));
      const steps = await measureSteps(join(dir, 'steps'));
      return [...folder, ...steps, ...(await measureLowdb(join(dir, 'lowdb')))];
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};
