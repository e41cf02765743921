import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { TestId } from '@millwright/core';
import { openHistory, readTestElements } from '@millwright/history';
import { expect, test } from 'vitest';

import { temporaryFolder } from './support/files.ts';
import { makeHeader } from './support/make-run.ts';

const writer = fileURLToPath(new URL('support/writer.ts', import.meta.url));
const counter = fileURLToPath(new URL('support/counter.ts', import.meta.url));
const rememberer = fileURLToPath(new URL('support/rememberer.ts', import.meta.url));
const node = (...args: string[]) => promisify(execFile)(process.execPath, args);

test('eight processes that record at once lose no run', async () => {
  using folder = temporaryFolder();
  await Promise.all(Array.from({ length: 8 }, (_, index) => node(writer, folder.path, String(index * 100), '20')));
  const history = openHistory({ dir: folder.path, root: folder.path });
  const expected = Array.from(
    { length: 160 },
    (_, index) => makeHeader(Math.floor(index / 20) * 100 + (index % 20)).runId,
  );
  expect((await history.listRuns()).map((run) => run.runId).sort()).toEqual(expected.sort());
  expect((await history.verify()).problems).toEqual([]);
  expect((await history.verify()).openSegments).toBe(0);
  expect(history.warnings).toEqual([]);
});

test('eight processes that record the very same run make one document of it', async () => {
  using folder = temporaryFolder();
  await Promise.all(Array.from({ length: 8 }, () => node(writer, folder.path, '7', '3')));
  const health = await openHistory({ dir: folder.path, root: folder.path }).verify();
  expect(health).toMatchObject({ runCount: 3, openSegments: 0, problems: [] });
});

test('eight processes that change one state document lose no change', async () => {
  using folder = temporaryFolder();
  await Promise.all(Array.from({ length: 8 }, () => node(counter, folder.path, '25')));
  const history = openHistory({ dir: folder.path, root: folder.path });
  expect(await history.readState('counter', { count: 0 })).toEqual({ count: 200 });
});

test('eight processes that remember elements of the same tests lose none', async () => {
  using folder = temporaryFolder();
  await Promise.all(Array.from({ length: 8 }, (_, index) => node(rememberer, folder.path, String(index * 10), '10')));
  for (const testId of ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'] as TestId[]) {
    const found = await readTestElements(folder.path, testId);
    expect(found?.elements.map(({ place }) => place.line)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  }
  expect((await openHistory({ dir: folder.path, root: folder.path }).verify()).problems).toEqual([]);
});

test('a process that was killed while it held the lock blocks the next one only for a moment', async () => {
  using folder = temporaryFolder();
  expect(spawnSync(process.execPath, [counter, folder.path, '1', 'hold']).signal).toBe('SIGKILL');
  const history = openHistory({ dir: folder.path, root: folder.path });
  const startMs = performance.now();
  expect(await history.updateState('counter', { count: 0 }, (state) => ({ count: state.count + 1 }))).toEqual({
    count: 1,
  });
  expect(performance.now() - startMs).toBeLessThan(20_000);
});
