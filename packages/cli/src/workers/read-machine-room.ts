import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join, posix } from 'node:path';

import type { MachineRoom } from '@millwright/core';

/** The machine that is asked; tests name another. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly cores: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Where `/proc` and `/sys` are; `/` on a real machine. */
  readonly root: string;
}

/** This machine. */
function openMachine(): Machine {
  return {
    platform: process.platform,
    cores: availableParallelism(),
    freeBytes: freemem(),
    totalBytes: totalmem(),
    root: '/',
  };
}

/**
 * Cores and memory that workers may use here. On Linux also what the container grants (cgroup versions 1 and 2, each level above this
 * process). macOS tells too little as free, since it keeps what it may give away: half of all memory counts there. What cannot be read
 * limits nothing. Never throws.
 */
export function readMachineRoom(machine: Machine = openMachine()): MachineRoom {
  const { platform, cores } = machine;
  if (platform === 'linux') return { cores, ...readLinuxMemory(machine), ...readContainer(machine.root) };
  const bytes = platform === 'darwin' ? machine.totalBytes / 2 : machine.freeBytes;
  return { cores, freeMemoryMb: megabytesOf(bytes) };
}

function readLinuxMemory({ root, freeBytes }: Machine): Partial<MachineRoom> {
  const available = /^MemAvailable:\s+(\d+) kB$/mu.exec(readText(join(root, 'proc/meminfo')))?.[1];
  return { freeMemoryMb: megabytesOf(available === undefined ? freeBytes : Number(available) * 1024) };
}

function readContainer(root: string): Partial<MachineRoom> {
  const groups = readGroups(root);
  const quota = leastOf(groups.cpu.flatMap((folder) => readQuotas(folder)));
  const bytes = leastOf(groups.memory.flatMap((folder) => readRooms(folder)));
  return {
    ...(quota === undefined ? {} : { cpuQuota: quota }),
    ...(bytes === undefined ? {} : { containerMemoryMb: megabytesOf(bytes) }),
  };
}

/** Folders of the control groups of this process, the own and all above it. A limit of any of them holds. */
function readGroups(root: string): { readonly cpu: readonly string[]; readonly memory: readonly string[] } {
  const folders = (mount: string, path: string): readonly string[] =>
    levelsOf(path).map((level) => join(root, 'sys/fs/cgroup', mount, level));
  const cpu: string[] = [];
  const memory: string[] = [];
  for (const line of readText(join(root, 'proc/self/cgroup')).split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.+)$/u.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    const names = controllers.split(',');
    // Version 2 has one hierarchy for all, and no names.
    if (controllers === '') {
      const unified = ['', 'unified'].flatMap((mount) => folders(mount, path));
      cpu.push(...unified);
      memory.push(...unified);
    }
    if (names.includes('cpu')) cpu.push(...[controllers, 'cpu'].flatMap((mount) => folders(mount, path)));
    if (names.includes('memory')) memory.push(...folders('memory', path));
  }
  return { cpu: [...new Set(cpu)], memory: [...new Set(memory)] };
}

/** `/a/b` → `/a/b`, `/a`, `/`. In a container the path may be one of the host: then only the last is there. */
function levelsOf(path: string): readonly string[] {
  const clean = posix.normalize(`/${path}`);
  return clean === '/' ? ['/'] : [clean, ...levelsOf(posix.dirname(clean))];
}

function readQuotas(folder: string): readonly number[] {
  const [, limit, every] = /^(\d+) (\d+)/u.exec(readText(join(folder, 'cpu.max'))) ?? [];
  return [
    ...coresOf(Number(limit), Number(every)),
    ...coresOf(readNumber(join(folder, 'cpu.cfs_quota_us')), readNumber(join(folder, 'cpu.cfs_period_us'))),
  ];
}

/** Without a limit the quota is −1 or no number. */
function coresOf(quota: number, period: number): readonly number[] {
  return quota > 0 && period > 0 ? [quota / period] : [];
}

/** What the limit leaves. Pages of files that nobody needs any more are given back when memory is short, so they count as free. */
function readRooms(folder: string): readonly number[] {
  const stat = readText(join(folder, 'memory.stat'));
  const idleFiles = Number(
    /^total_inactive_file (\d+)$/mu.exec(stat)?.[1] ?? /^inactive_file (\d+)$/mu.exec(stat)?.[1] ?? 0,
  );
  const pairs = [
    ['memory.max', 'memory.current'],
    ['memory.limit_in_bytes', 'memory.usage_in_bytes'],
  ] as const;
  return pairs.flatMap(([limitFile, usedFile]) => {
    const limit = readNumber(join(folder, limitFile));
    // Version 1 says "no limit" as a number that no machine has.
    if (!(limit > 0) || limit >= unlimitedBytes) return [];
    const used = readNumber(join(folder, usedFile));
    return [Math.max(0, limit - Math.max(0, (Number.isNaN(used) ? 0 : used) - idleFiles))];
  });
}

const unlimitedBytes = 2 ** 60;

function leastOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

/** NaN for what is not there and for `max`. */
function readNumber(path: string): number {
  const text = readText(path).trim();
  return /^-?\d+$/u.test(text) ? Number(text) : Number.NaN;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function megabytesOf(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}
