import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { openHistory } from '@millwright/history';
import { expect, test } from 'vitest';

import { temporaryFolder } from './support/files.ts';
import { randomOf } from './support/make-run.ts';

const writer = fileURLToPath(new URL('support/kill-writer.mjs', import.meta.url));
const kills = 200;
const lanes = 4;

/** How many runs a writer finishes before the last moment at which it is killed. */
const mostRunsOfAWriter = 8;

/** Starts a writer, kills it some time after it is ready, and gives the ids of the runs it said it finished. */
async function killedWriter(dir: string, firstSeed: number, delayMs: number): Promise<string[]> {
  const { child, closed, output } = startWriter(dir, firstSeed);
  await Promise.race([printed(child, 'ready'), closed]);
  await sleep(delayMs);
  child.kill('SIGKILL');
  await closed;
  return [...output().matchAll(/^finished (\S+)$/gm)].map((match) => match[1] as string);
}

/** The time in which a writer among as many others finishes some runs on this machine, so that kills hit all parts of a run on any. */
async function measureRunsMs(dir: string, firstSeed: number): Promise<number> {
  const { child, closed } = startWriter(dir, firstSeed);
  await Promise.race([printed(child, 'ready'), closed]);
  const startedMs = performance.now();
  await Promise.race([printed(child, 'finished', mostRunsOfAWriter), closed]);
  const runsMs = performance.now() - startedMs;
  child.kill('SIGKILL');
  await closed;
  return runsMs;
}

interface Writer {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly closed: Promise<void>;
  readonly output: () => string;
}

function startWriter(dir: string, firstSeed: number): Writer {
  const child = spawn(process.execPath, [writer, dir, String(firstSeed)], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, closed, output: () => output };
}

/** Resolves when as many lines have begun with the word. */
function printed(child: Writer['child'], word: string, count = 1): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      if (line.startsWith(word)) left -= 1;
      if (left === 0) resolve();
    });
  });
}

test(`kill -9 at ${kills} random instants loses no finished run and leaves nothing that verify minds`, async () => {
  using folder = temporaryFolder();
  const random = randomOf(20_261_121);
  using trialFolder = temporaryFolder();
  const trials = Array.from({ length: lanes }, (_, lane) => measureRunsMs(trialFolder.path, lane * 1_000));
  const longestMs = Math.max(...(await Promise.all(trials)));
  const plan = Array.from({ length: kills }, (_, index) => ({ seed: index * 1_000, delayMs: random() * longestMs }));
  const finished: string[] = [];
  const lane = async () => {
    for (let next = plan.pop(); next; next = plan.pop())
      finished.push(...(await killedWriter(folder.path, next.seed, next.delayMs)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));

  const history = openHistory({ dir: folder.path, root: folder.path });
  const recovered = await history.recoverOpenSegments();
  const listed = await history.listRuns();
  const ids = new Set(listed.map((run) => run.runId));
  expect(finished.filter((id) => !ids.has(id))).toEqual([]);
  expect((await history.verify()).problems).toEqual([]);
  expect(history.warnings).toEqual([]);
  // The test would prove little if the kills never hit a run that was going on.
  expect(finished.length).toBeGreaterThan(kills / 2);
  expect(recovered.length).toBeGreaterThan(kills / 4);
  expect(listed.filter((run) => run.status === 'crashed').length).toBeGreaterThan(0);
  let attempts = 0;
  for await (const run of history.readRuns()) attempts += run.attempts.length;
  expect(attempts).toBe((await history.verify()).attemptCount);
});
