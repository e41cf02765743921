import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openHistory } from '@millwright/history';
import { openRunRecorder } from '@millwright/history/recorder';
import { describe, expect, test } from 'vitest';

import { temporaryFolder, treeOf } from './support/files.ts';
import { makeAttempts, makeHeader, makeRun, makeTest, randomOf } from './support/make-run.ts';

interface Mount extends Disposable {
  /** Undefined where mounting is not allowed. */
  readonly dir: string | undefined;
}

/** Mounts a small file system in memory until `using` leaves its block. */
function mountMemory(path: string, options: string): Mount {
  mkdirSync(path, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
  return { dir: mounted ? path : undefined, [Symbol.dispose]: () => void (mounted && spawnSync('umount', [path])) };
}

function record(dir: string, lines: string[], tests = 40): ReturnType<typeof openRunRecorder> {
  const recorder = openRunRecorder({
    dir,
    root: dir,
    header: makeHeader(1),
    env: {},
    warn: (line) => lines.push(line),
  });
  for (let index = 0; index < tests; index += 1) {
    const entry = makeTest(index);
    for (const attempt of makeAttempts(entry, Date.parse(makeHeader(1).startedAt) + index, randomOf(index))) {
      recorder.addAttempt(entry, { ...attempt, stdoutTail: `line ${index} `.repeat(150) });
    }
  }
  return recorder;
}

describe('a recorder that cannot write', () => {
  test('because its folder is a file says so once and throws nothing', async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, 'file');
    writeFileSync(dir, 'in the way');
    const lines: string[] = [];
    const recorder = record(dir, lines);
    recorder.addNote('a note');
    recorder.addCoverage({ testId: 'x', files: [], precision: 'executed' });
    expect(recorder.recording).toBe(false);
    expect(await recorder.finish({ status: 'passed', durationMs: 1 })).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/^Millwright stopped recording this run: .*ENOTDIR.*\.$/)]);
  });

  test('because the file system is read-only says so once and throws nothing', async ({ skip }) => {
    using folder = temporaryFolder();
    using mount = mountMemory(join(folder.path, 'read-only'), 'size=1m,ro');
    const { dir } = mount;
    if (!dir) {
      skip('Mounting a file system is not allowed here, so a read-only one cannot be tried.');
      return;
    }
    const lines: string[] = [];
    const recorder = record(dir, lines);
    expect(recorder.recording).toBe(false);
    expect(await recorder.finish({ status: 'passed', durationMs: 1 })).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/read-only \((EROFS|ENOENT)\)/)]);
  });

  test.for([
    ['in the middle of the run', 'size=64k', 40],
    ['when it is sealed', 'size=256k', 60],
  ] as const)(
    'because the disk is full %s says so once, throws nothing and keeps what it has',
    async ([, options, tests], { skip }) => {
      using folder = temporaryFolder();
      using mount = mountMemory(join(folder.path, 'full'), options);
      const { dir } = mount;
      if (!dir) {
        skip('Mounting a file system is not allowed here, so a full disk cannot be tried.');
        return;
      }
      const lines: string[] = [];
      const recorder = record(dir, lines, tests);
      // Whatever is left is taken away before the end.
      const { bavail, bsize } = statfsSync(dir);
      if (bavail > 0) writeFileSync(join(dir, 'ballast'), Buffer.alloc(bavail * bsize));
      expect(await recorder.finish({ status: 'passed', durationMs: 1 })).toBeUndefined();
      expect(recorder.recording).toBe(false);
      expect(lines).toEqual([expect.stringContaining('the disk is full (ENOSPC)')]);
      const segments = Object.entries(treeOf(dir)).filter(([path]) => path.endsWith('.open'));
      expect(segments).toHaveLength(1);
      expect(segments[0]?.[1].split('\n').length).toBeGreaterThan(10);
      expect(Object.keys(treeOf(dir)).filter((path) => path.endsWith('.tmp'))).toEqual([]);
    },
  );
});

test('a read-only history can be read', async ({ skip }) => {
  using folder = temporaryFolder();
  using mount = mountMemory(join(folder.path, 'history'), 'size=2m');
  const { dir } = mount;
  if (!dir) {
    skip('Mounting a file system is not allowed here, so a read-only one cannot be tried.');
    return;
  }
  await openHistory({ dir, root: dir }).appendRun(makeRun(1));
  spawnSync('mount', ['-o', 'remount,ro', dir]);
  const history = openHistory({ dir, root: dir });
  expect(await history.readTestHistories()).toHaveLength(9);
  expect((await history.listRuns()).length).toBe(1);
  expect(await history.recoverOpenSegments()).toEqual([]);
  expect((await history.verify()).problems).toEqual([]);
  await expect(history.updateState('x', 0, (value) => value + 1)).rejects.toMatchObject({ code: 'STATE_NOT_WRITABLE' });
});
