import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CutUnit, Run, RunHeader, RunnerName, TestEntry } from '@millwright/core';
import { openHistory, openRunRecorder } from '@millwright/history';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { runCli } from '../frame/cli.ts';
import { createFakeWorld } from '../frame/fixtures/fake-world.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-shards-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface ShardOptions {
  readonly shard: string;
  /** File → shard of a cut by timings; by count without. */
  readonly cut?: Readonly<Record<string, number>>;
  /** The files that ran, a test in each. */
  readonly ran: readonly string[];
  readonly runner?: RunnerName;
  readonly build?: string;
  readonly status?: Run['status'];
  readonly over?: Partial<RunHeader>;
}

/** Records a shard into a folder of its own, as a job of a build does. Returns the folder. */
async function recordShard({
  shard,
  cut,
  ran,
  runner = 'playwright',
  build = '4711',
  status = 'passed',
  over,
}: ShardOptions) {
  const [current = 0, total = 0] = shard.split('/').map(Number);
  const dir = `job-${runner}-${build}-${current}-of-${total}`;
  const startedAt = '2026-11-01T08:00:00.000Z';
  const header: RunHeader = {
    runId: `${build}OF${total}`,
    shard: { current, total },
    ...(cut ? {} : { cut: { by: 'count' } }),
    runner,
    runnerVersion: '1.65.1',
    startedAt,
    facts: {
      ci: { provider: 'gitlab', buildId: build, job: `e2e ${shard}` },
      machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 },
    },
    projects: [{ name: '' }],
    ...over,
  };
  const recorder = openRunRecorder({ dir: join(root, dir), root, header, env: {} });
  const units = Object.entries(cut ?? {}).map(([file, place]): CutUnit => ({
    project: '',
    file,
    shard: place,
    tests: 2,
  }));
  if (cut) recorder.addCut({ by: 'timings', total, units });
  for (const file of ran) {
    const id = file.padEnd(16, '0');
    const place = { project: '', file, titlePath: ['works'], line: 1, column: 1 };
    const entry: TestEntry = { id, runner, ...place, expectedStatus: 'passed', retries: 0 };
    const times = { startedAtMs: Date.parse(startedAt), durationMs: 1, workerIndex: 0, parallelIndex: 0 };
    recorder.addAttempt(entry, { testId: id, retry: 0, repeat: 0, status: 'passed', ...times });
  }
  await recorder.finish({ status, durationMs: 1 });
  return dir;
}

async function e2e(...argv: readonly string[]) {
  const world = createFakeWorld(root);
  const exitCode = await runCli({ argv: [...argv, '--root', root], version: '1.2.3', world });
  return { exitCode, ...world.printed() };
}

const timed = { 'a.ts': 1, 'b.ts': 1, 'c.ts': 2, 'd.ts': 2 };

/** One shard by timings, and one by count that takes what the runner gives it. */
async function recordDisagreeing(runner: RunnerName = 'playwright') {
  return [
    await recordShard({ runner, shard: '1/2', cut: timed, ran: ['a.ts', 'b.ts'] }),
    await recordShard({ runner, shard: '2/2', ran: ['b.ts', 'd.ts'] }),
  ];
}

describe('shards of a build that are merged', () => {
  test('are told when a test ran in none of them: which shards, which tests, what to do', async () => {
    const merged = await e2e('history', 'merge', ...(await recordDisagreeing()));
    expect(merged.exitCode).toBe(0);
    expect(merged.stderr).toBe(
      'The playwright shards of build 4711 were not cut alike: 1/2 by timings, 2/2 by count. 2 tests ran in no shard: c.ts (2 tests); 2 tests ran more than once. Commit timings.json beside the configuration of the runner (`e2e timings --apply` writes it), and start all shards alike.\n',
    );
  });

  test.each(['history show 4711OF2', 'debug-execution --run 4711OF2'])(
    'are told by `%s` as well',
    async (line) => {
      await e2e('history', 'merge', ...(await recordDisagreeing()));
      const { stdout, stderr } = await e2e(...line.split(' '), '--json');
      expect(stderr).toContain('2 tests ran in no shard: c.ts (2 tests)');
      expect(JSON.parse(stdout)).toMatchObject({
        cutDisagreements: [
          {
            runner: 'playwright',
            build: '4711',
            shards: [
              { runId: '4711OF2', shard: { current: 1, total: 2 }, by: 'timings' },
              { runId: '4711OF2', shard: { current: 2, total: 2 }, by: 'count' },
            ],
            missing: [],
            isComplete: true,
            lost: [{ project: '', file: 'c.ts', tests: 2 }],
            doubled: [{ project: '', file: 'b.ts', tests: 2 }],
          },
        ],
      });
    },
    30_000,
  );

  test('fail the command when they are asked to agree, each time that they are merged', async () => {
    const folders = await recordDisagreeing();
    for (const _ of ['first', 'again'])
      expect((await e2e('history', 'merge', ...folders, '--shards-must-agree')).exitCode).toBe(1);
  });

  test('are files in Vitest', async () => {
    const { stderr } = await e2e('history', 'merge', ...(await recordDisagreeing('vitest')));
    expect(stderr).toContain('1 file ran in no shard: c.ts; 1 file ran more than once.');
  });

  test('are told when their numbers differ, though each is a run of its own', async () => {
    const folders = [
      await recordShard({ shard: '1/2', cut: timed, ran: ['a.ts', 'b.ts'] }),
      await recordShard({ shard: '2/3', cut: { ...timed, 'd.ts': 3 }, ran: ['c.ts'] }),
    ];
    const { stderr } = await e2e('history', 'merge', ...folders);
    expect(stderr).toMatch(
      /: 1\/2 by timings as cut [0-9a-f]{8}, 2\/3 by timings as cut [0-9a-f]{8}\. 2 tests ran in none of the shards that are here \(2\/2, 1\/3 and 3\/3 not here\): d\.ts \(2 tests\)\. Start all shards of a job with the same number of shards\.\n$/,
    );
  });

  test('name five units at most', async () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.ts`);
    const cutInto = (shard: number) => Object.fromEntries(files.map((file) => [file, shard]));
    const folders = [
      await recordShard({ shard: '1/2', cut: cutInto(2), ran: [] }),
      await recordShard({ shard: '2/2', cut: cutInto(1), ran: [] }),
    ];
    const { stderr } = await e2e('history', 'merge', ...folders);
    expect(stderr).toContain(
      '14 tests ran in no shard: a.ts (2 tests), b.ts (2 tests), c.ts (2 tests), d.ts (2 tests), e.ts (2 tests), 2 more.',
    );
  });

  test('are not accused of losing what a crashed shard may have run', async () => {
    const folders = [
      await recordShard({ shard: '1/2', cut: timed, ran: ['a.ts', 'b.ts'] }),
      await recordShard({ shard: '2/2', ran: ['b.ts'], status: 'crashed' }),
    ];
    const { stderr } = await e2e('history', 'merge', ...folders);
    expect(stderr).toContain('What ran in no shard cannot be told, for it is not known what was in each.');
  });
});

test.each<readonly [string, readonly ShardOptions[]]>([
  [
    'one cut for all',
    [
      { shard: '1/2', cut: timed, ran: ['a.ts', 'b.ts'] },
      { shard: '2/2', cut: timed, ran: ['c.ts', 'd.ts'] },
    ],
  ],
  [
    'all by count',
    [
      { shard: '1/2', ran: ['a.ts'] },
      { shard: '2/2', ran: ['c.ts'] },
    ],
  ],
  [
    'another build, cut otherwise',
    [
      { shard: '1/2', cut: timed, ran: ['a.ts', 'b.ts'] },
      { shard: '2/2', build: '4712', ran: ['a.ts'] },
    ],
  ],
  [
    'no build at all: two shards at a desk need not belong together',
    [
      {
        shard: '1/2',
        cut: timed,
        ran: ['a.ts'],
        over: { runId: 'ONE', facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } } },
      },
      {
        shard: '1/3',
        ran: ['a.ts'],
        over: { runId: 'TWO', facts: { machine: { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 } } },
      },
    ],
  ],
])('nothing is said of %s', async (_name, shards) => {
  const folders: string[] = [];
  for (const shard of shards) folders.push(await recordShard(shard));
  const { exitCode, stderr, stdout } = await e2e('history', 'merge', ...folders, '--shards-must-agree', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ cutDisagreements: [] });
});

test('a history of before, whose shards say nothing of their cut, is read as ever', async () => {
  const history = openHistory({ dir: join(root, 'old'), root });
  const header = {
    runId: 'OLD',
    runner: 'playwright',
    runnerVersion: '1',
    startedAt: '2026-11-01T08:00:00.000Z',
    projects: [],
  };
  const machine = { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 };
  const rest = { status: 'passed', durationMs: 1, tests: [], attempts: [], notRun: [], errors: [], notes: [] } as const;
  for (const current of [1, 2])
    await history.appendRun({ ...header, ...rest, facts: { machine }, shard: { current, total: 2 } });
  expect(await e2e('history', 'merge', 'old', '--shards-must-agree')).toMatchObject({ exitCode: 0, stderr: '' });
});
