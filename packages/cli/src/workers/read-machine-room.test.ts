import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { MachineRoom } from '@millwright/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readMachineRoom } from './read-machine-room.ts';

const mb = 2 ** 20;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-machine-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

const memory: Files = { 'proc/meminfo': 'MemTotal:  9000000 kB\nMemFree:  10 kB\nMemAvailable:    4096000 kB\n' };

function roomOf(files: Files, platform: NodeJS.Platform = 'linux'): MachineRoom {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return readMachineRoom({ platform, cores: 8, freeBytes: 3000 * mb, totalBytes: 16_000 * mb, root });
}

const free = { cores: 8, freeMemoryMb: 4000 };

describe('on Linux', () => {
  test.each<readonly [name: string, files: Files, room: Partial<MachineRoom>]>([
    ['no container', {}, {}],
    ['version 2 without limits', { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.max': 'max 100000\n' }, {}],
    [
      'version 2: time and memory of a container that sees its own group as the top',
      {
        'proc/self/cgroup': '0::/\n',
        'sys/fs/cgroup/cpu.max': '150000 100000\n',
        'sys/fs/cgroup/memory.max': `${2000 * mb}\n`,
        'sys/fs/cgroup/memory.current': `${700 * mb}\n`,
        'sys/fs/cgroup/memory.stat': `anon 5\ninactive_file ${200 * mb}\n`,
      },
      { cpuQuota: 1.5, containerMemoryMb: 1500 },
    ],
    [
      'version 2: the limit of a level above holds, and the tightest counts',
      {
        'proc/self/cgroup': '0::/ci.slice/job.scope\n',
        'sys/fs/cgroup/ci.slice/cpu.max': '200000 100000\n',
        'sys/fs/cgroup/ci.slice/job.scope/cpu.max': '400000 100000\n',
        'sys/fs/cgroup/ci.slice/job.scope/memory.max': 'max\n',
        'sys/fs/cgroup/ci.slice/memory.max': `${900 * mb}\n`,
      },
      { cpuQuota: 2, containerMemoryMb: 900 },
    ],
    [
      'version 1',
      {
        'proc/self/cgroup': '5:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f\n1:name=systemd:/docker/1f\n',
        'sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_quota_us': '50000\n',
        'sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/docker/1f/memory.limit_in_bytes': `${1000 * mb}\n`,
        'sys/fs/cgroup/memory/docker/1f/memory.usage_in_bytes': `${400 * mb}\n`,
        'sys/fs/cgroup/memory/docker/1f/memory.stat': `inactive_file 1\ntotal_inactive_file ${100 * mb}\n`,
      },
      { cpuQuota: 0.5, containerMemoryMb: 700 },
    ],
    [
      'version 1 in a container, whose path is one of the host',
      {
        'proc/self/cgroup': '5:memory:/docker/1f\n4:cpu:/docker/1f\n',
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '300000\n',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': `${1000 * mb}\n`,
      },
      { cpuQuota: 3, containerMemoryMb: 1000 },
    ],
    [
      'version 1 without limits',
      {
        'proc/self/cgroup': '5:memory:/\n4:cpu:/\n',
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      },
      {},
    ],
    [
      'both versions side by side',
      {
        'proc/self/cgroup': '4:memory:/a\n0::/\n',
        'sys/fs/cgroup/memory/a/memory.limit_in_bytes': `${800 * mb}\n`,
        'sys/fs/cgroup/unified/cpu.max': '100000 100000\n',
      },
      { cpuQuota: 1, containerMemoryMb: 800 },
    ],
    [
      'a group that uses more than its limit leaves nothing',
      {
        'proc/self/cgroup': '0::/\n',
        'sys/fs/cgroup/memory.max': `${100 * mb}\n`,
        'sys/fs/cgroup/memory.current': `${150 * mb}\n`,
      },
      { containerMemoryMb: 0 },
    ],
    [
      'what is not a number',
      { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': 'lots', 'sys/fs/cgroup/cpu.max': '' },
      {},
    ],
  ])('%s', (_name, files, room) => expect(roomOf({ ...memory, ...files })).toEqual({ ...free, ...room }));

  test('without /proc what Node calls free counts', () => expect(roomOf({})).toEqual({ cores: 8, freeMemoryMb: 3000 }));
});

test('on Windows what Node calls free counts', () =>
  expect(roomOf(memory, 'win32')).toEqual({ cores: 8, freeMemoryMb: 3000 }));

test('on macOS half of all memory counts', () =>
  expect(roomOf(memory, 'darwin')).toEqual({ cores: 8, freeMemoryMb: 8000 }));

test('this machine has cores and memory', () => {
  const room = readMachineRoom();
  expect(room.cores).toBe(availableParallelism());
  expect(room.freeMemoryMb).toBeGreaterThan(0);
});
