import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { TestStrategy, Timings } from '@millwright/core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Context } from '../context/context.ts';
import { readShardTimings } from './read-shard-timings.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-shard-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const strategy = {
  testCases: [
    {
      runner: 'playwright',
      project: '',
      file: 'a.spec.ts',
      titlePath: ['pays'],
      estimatedDurationMs: 700,
      estimateFrom: 'history',
    },
  ],
} as unknown as TestStrategy;

const timed = '{ "format": "millwright/timings", "version": 1, "vitest": { "": { "a.test.ts": 40 } } }';

interface Surroundings {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly isSharedPlan?: boolean;
  readonly passThrough?: readonly string[];
  readonly shard?: string | undefined;
}

/** What shard 2/4 is cut by in such a project, and what is said of it. */
async function readIn({
  files = {},
  env = {},
  ...request
}: Surroundings): Promise<{ timings: Timings | undefined; said: readonly string[] }> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const said: string[] = [];
  const context = {
    root,
    world: { env },
    config: { runners: { playwright: {}, vitest: {} } },
    say: (line: string) => said.push(line),
  } as unknown as Context;
  const timings = await readShardTimings(context, strategy, {
    shard: '2/4',
    isSharedPlan: false,
    passThrough: [],
    ...request,
  });
  return { timings, said };
}

test.each<[string, Surroundings, Timings | undefined, RegExp]>([
  ['committed timings', { files: { 'timings.json': timed } }, { vitest: { '': { 'a.test.ts': 40 } } }, /by time, from timings\.json\.$/],
  ['a plan that all machines are handed', { isSharedPlan: true }, { playwright: { '': { 'a.spec.ts': { pays: 700 } } } }, /by time, from the plan\.$/],
  ['nothing that all machines have', {}, undefined, /by count, .*no timings\.json \(`e2e timings --apply` writes it\)\.$/],
  ['timings that nobody can read', { files: { 'timings.json': '<<<' }, isSharedPlan: true }, undefined, /by count, .*unreadable\. It is no JSON/],
  ['weights of shards', { files: { 'timings.json': timed }, passThrough: ['--shard-weights=1:2'] }, undefined, /by count, .*weights/],
  ['weights in the environment', { files: { 'timings.json': timed }, env: { PWTEST_SHARD_WEIGHTS: '1:2' } }, undefined, /by count, .*weights/],
])('%s', async (_, surroundings, timings, line) => {
  expect(await readIn(surroundings)).toEqual({ timings, said: [expect.stringMatching(line)] });
}); // prettier-ignore

test('a Playwright that lets no reporter cut is named', async () => {
  const manifest = JSON.stringify({ version: '1.55.0', bin: { playwright: 'cli.js' } });
  const files = { 'package.json': '{}', 'timings.json': timed, 'node_modules/@playwright/test/package.json': manifest };
  const { said } = await readIn({ files });
  expect(said).toEqual([
    expect.any(String),
    expect.stringMatching(/^Playwright 1\.55\.0 cuts its tests by count: 1\.62/),
  ]);
});

test('a run that is no shard is cut by nothing', async () => {
  expect(await readIn({ files: { 'timings.json': timed }, shard: undefined })).toEqual({
    timings: undefined,
    said: [],
  });
});

test('timings that are not committed are named as what may part machines', async () => {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Millwright', '-c', 'user.email=millwright@example.com', ...args], {
      cwd: root,
    });
  git('init', '--quiet');
  const { said } = await readIn({ files: { 'timings.json': timed } });
  expect(said).toEqual([
    'Shard 2/4 is cut by time, from timings.json.',
    'timings.json is not committed as it is here: where it is another, or none, shards are cut otherwise, and tests run twice or never.',
  ]);
  git('add', '--all');
  git('commit', '--quiet', '-m', 'Timings');
  expect((await readIn({})).said).toHaveLength(1);
});
