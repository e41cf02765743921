import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells one process from every other one that ever had or will have its number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Linux: id of the boot, start of the process in clock ticks since then, and its pid namespace. Absent elsewhere. */
  readonly bootId?: string;
  readonly startTicks?: string;
  readonly pidNamespace?: string;
}

/** `unknown`: the process runs on another machine or in another container, where we cannot look. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** Reads the identity of a process on this machine, this one by default. */
export function readProcessIdentity(pid: number = process.pid): ProcessIdentity {
  const bootId = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const startTicks = readStartTicks(pid);
  const pidNamespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return {
    pid,
    host: hostname(),
    ...(bootId && { bootId }),
    ...(startTicks && { startTicks }),
    ...(pidNamespace && { pidNamespace }),
  };
}

/** Whether the process that wrote `identity` still runs. A reused process number is not taken for it. */
export function readLiveness(identity: ProcessIdentity): Liveness {
  const here = readProcessIdentity();
  if (identity.host !== here.host) return 'unknown';
  if (identity.bootId !== here.bootId) return identity.bootId && here.bootId ? 'dead' : 'unknown';
  if (identity.pidNamespace !== here.pidNamespace) return 'unknown';
  if (!exists(identity.pid)) return 'dead';
  const startTicks = readStartTicks(identity.pid);
  return startTicks !== undefined && identity.startTicks !== undefined && startTicks !== identity.startTicks
    ? 'dead'
    : 'alive';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Field 22 of `/proc/<pid>/stat`; a zombie (state Z) counts as gone. */
function readStartTicks(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields?.[0] === 'Z') return 'zombie';
  return fields?.[19];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
