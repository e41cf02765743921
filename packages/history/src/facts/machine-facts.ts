import { readlinkSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';

import type { MachineFacts } from '@millwright/core';

/** What the machine is. `memoryMb` in MiB: what a container may use when it is limited, else what the machine has. */
export function readMachineFacts(): MachineFacts {
  known ??= askMachine();
  return known;
}

/** A machine stays the same while a process lives, and its time zone alone takes milliseconds to learn. */
let known: MachineFacts | undefined;

function askMachine(): MachineFacts {
  const timeZone = readTimeZone();
  const limitBytes = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return {
    os: platform(),
    arch: arch(),
    node: process.versions.node,
    cpuCount: availableParallelism(),
    memoryMb: Math.round(Math.min(limitBytes, totalmem()) / 1024 / 1024),
    ...(timeZone ? { timeZone } : {}),
  };
}

/** Most machines of continuous integration are set to UTC, and a link says so; asking `Intl` costs a run ten milliseconds. */
function readTimeZone(): string {
  return isSetToUtc() ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isSetToUtc(): boolean {
  if (process.env['TZ'] !== undefined || process.platform !== 'linux') return false;
  try {
    return readlinkSync('/etc/localtime').endsWith('/zoneinfo/Etc/UTC');
  } catch {
    return false;
  }
}
