import type { OwnRunner } from '../model/test.ts';
import type { PlannedTest } from '../model/strategy.ts';
import { unitOf } from '../plan/groups.ts';
import type { MachineRoom, WorkerChoice } from './worker-choice.ts';

/** A test as far as it tells how much there is to share out. */
export type SharedTest = Pick<PlannedTest, 'runner' | 'project' | 'file' | 'estimatedDurationMs' | 'estimateFrom'>;

/** What is to be shared out on which machine. */
export interface WorkerQuestion {
  readonly runner: OwnRunner;
  readonly room: MachineRoom;
  /** The tests of this runner that are to run; absent when that is not known yet. */
  readonly tests?: readonly SharedTest[];
}

/** Assumed, not measured on the user's machine: what a worker with what it starts takes at its peak, in megabytes. */
const memoryPerWorkerMb: Readonly<Record<OwnRunner, number>> = { playwright: 750, vitest: 250 };

/** Assumed: what a worker of Playwright needs before its first test, with its browser. Vitest starts one for each file anyway. */
const startMs = 1000;

/** Something that bears so many workers and no more. */
interface Limit {
  readonly most: number;
  readonly reason: string;
}

/**
 * As many workers as the machine bears and the tests need, at least 1 and never more than there are cores. Cores as each runner counts
 * by itself (Playwright takes half of them, since each worker drives a browser; Vitest leaves one to its main process), but of what the
 * container grants; memory by an assumed need of each worker.
 */
export function chooseWorkers({ runner, room, tests }: WorkerQuestion): WorkerChoice {
  const cores = coreLimitOf(runner, room);
  const limits = [...memoryLimitsOf(runner, room), ...workLimitsOf(runner, tests)];
  const tightest = limits.reduce<Limit | undefined>(
    (least, limit) => (limit.most < (least?.most ?? cores.most) ? limit : least),
    undefined,
  );
  return {
    count: Math.max(1, tightest?.most ?? cores.most),
    from: 'machine',
    reason: tightest === undefined ? cores.reason : `${wordsOfCores(room)}, but ${tightest.reason}`,
  };
}

function coreLimitOf(runner: OwnRunner, room: MachineRoom): Limit {
  const cores = Math.max(1, Math.floor(Math.min(room.cores, room.cpuQuota ?? room.cores)));
  const words = wordsOfCores(room);
  if (cores === 1) return { most: 1, reason: words };
  return runner === 'playwright'
    ? { most: Math.floor(cores / 2), reason: `${words}, half of them for Playwright's workers, as is its own default` }
    : { most: cores - 1, reason: `${words}, one of them for Vitest's main process, as is its own default` };
}

function wordsOfCores({ cores, cpuQuota }: MachineRoom): string {
  if (cpuQuota !== undefined && cpuQuota < cores)
    return `${numberOf(cpuQuota)} of ${countOf(cores, 'core')} by the container's limit`;
  return countOf(cores, 'core');
}

function memoryLimitsOf(runner: OwnRunner, { freeMemoryMb, containerMemoryMb }: MachineRoom): readonly Limit[] {
  const each = memoryPerWorkerMb[runner];
  const limit = (roomMb: number | undefined, words: string): readonly Limit[] =>
    roomMb === undefined
      ? []
      : [
          {
            most: Math.floor(roomMb / each),
            reason: `${Math.max(0, Math.round(roomMb))} MB of memory ${words}, and ${each} MB for each worker are assumed`,
          },
        ];
  return [...limit(freeMemoryMb, 'are free'), ...limit(containerMemoryMb, "are left of the container's limit")];
}

/**
 * More workers than there are pieces would have nothing to do: Vitest gives out files, Playwright files or, as its configuration says,
 * single tests. And a worker is worth its start when it runs tests for at least as long; told only by recorded durations.
 */
function workLimitsOf(runner: OwnRunner, tests: readonly SharedTest[] | undefined): readonly Limit[] {
  if (tests === undefined || tests.length === 0) return [];
  if (runner === 'vitest') {
    const files = new Set(tests.map(unitOf)).size;
    return [{ most: files, reason: `only ${countOf(files, 'test file')} to share out` }];
  }
  const known = tests.filter(({ estimateFrom }) => estimateFrom === 'history').length;
  const totalMs = tests.reduce((sum, { estimatedDurationMs }) => sum + estimatedDurationMs, 0);
  const worth: Limit = {
    most: Math.max(1, Math.floor(totalMs / startMs)),
    reason: `only ${numberOf(totalMs / 1000)} s of tests, and a worker takes about 1 s to start`,
  };
  return [
    { most: tests.length, reason: `only ${countOf(tests.length, 'test')} to share out` },
    ...(known * 2 >= tests.length ? [worth] : []),
  ];
}

function countOf(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

function numberOf(value: number): string {
  return String(Math.round(value * 10) / 10);
}
