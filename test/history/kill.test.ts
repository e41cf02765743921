import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { openHistory } from '@millwright/history';
import { expect, test } from 'vitest';

import { temporaryFolder } from './support/files.ts';
import { randomOf } from './support/make-run.ts';

const writer = fileURLToPath(new URL('support/kill-writer.mjs', import.meta.url));
const kills = 200;
const lanes = 4;

/** Starts a writer, kills it some time after it is ready, and gives the ids of the runs it said it finished. */
async function killedWriter(dir: string, firstSeed: number, delayMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, dir, String(firstSeed)], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.startsWith('ready\n')) resolve();
    });
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await Promise.race([ready, closed]);
  await sleep(delayMs);
  child.kill('SIGKILL');
  await closed;
  return [...output.matchAll(/^finished (\S+)$/gm)].map((match) => match[1] as string);
}

test(`kill -9 at ${kills} random instants loses no finished run and leaves nothing that verify minds`, async () => {
  using folder = temporaryFolder();
  const random = randomOf(20_261_121);
  const plan = Array.from({ length: kills }, (_, index) => ({ seed: index * 1_000, delayMs: random() * 120 }));
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
}, 240_000);
