import { connectionOf, hostOf, serverNameOf } from '../signature/connection.ts';
import type { JudgedFailure } from './judged-failure.ts';

/** A server that was away in a run, from the first failure that tells of it to the last. */
export interface OutageWindow {
  readonly runId: string;
  readonly server: string;
  readonly status?: number;
  readonly startedAtMs: number;
  readonly lastSeenAtMs: number;
}

const leastTests = 2;
/** Requests that were on their way when the server went are cut off a moment before the first one is refused. */
const cutOffMs = 5000;

/** The servers that were away, per run; one refused test alone is no outage. Order-free. */
export function findOutageWindows(failures: readonly JudgedFailure[]): readonly OutageWindow[] {
  const signs = failures.flatMap(signOf);
  const groups = Map.groupBy(signs, ({ runId, server, status }) => `${runId} ${server} ${status ?? ''}`);
  const windows = [...groups.values()].flatMap((group): OutageWindow[] => {
    const [first] = group;
    if (!first || new Set(group.map(({ testId }) => testId)).size < leastTests) return [];
    const { runId, server, status } = first;
    const times = group.map(({ atMs }) => atMs);
    const startedAtMs = Math.min(...times);
    return [
      {
        runId,
        server,
        ...(status === undefined ? {} : { status }),
        startedAtMs: Math.min(startedAtMs, ...cutOffTimes(failures, runId, server, startedAtMs)),
        lastSeenAtMs: Math.max(...times),
      },
    ];
  });
  return windows.sort((a, b) => a.startedAtMs - b.startedAtMs || a.server.localeCompare(b.server));
}

/** The outage that explains a failure, if one does. */
export function outageOf(failure: JudgedFailure, windows: readonly OutageWindow[]): OutageWindow | undefined {
  return windows.find((candidate) => isOf(failure, candidate));
}

/** Whether a failure says by itself that a server is away; the others are taken for consequences by their time. */
export function tellsOfOutage(failure: JudgedFailure): boolean {
  return signOf(failure).length > 0;
}

interface Sign {
  readonly runId: string;
  readonly testId: string;
  readonly server: string;
  readonly status?: number;
  readonly atMs: number;
}

/** What a failure says by itself of a server that is away. */
function signOf({ item, features, classification }: JudgedFailure): Sign[] {
  const { runId = '', testId = '', at } = item;
  if (at === undefined) return [];
  const code = connectionOf(features)?.code;
  const server = serverOf(features.host, features.url);
  if (code !== undefined && code !== 'reset' && server !== '') return [{ runId, testId, server, atMs: at.endedAtMs }];
  const status = features.statuses.find((told) => told.role !== 'expected')?.code;
  const isDown = classification.cause === 'server' && status !== undefined && status >= 502 && status <= 504;
  return isDown ? [{ runId, testId, server: '', status, atMs: at.endedAtMs }] : [];
}

function serverOf(host: string | undefined, url: string | undefined): string {
  const address = host ?? (url === undefined ? undefined : hostOf(url));
  return address === undefined ? '' : serverNameOf(address);
}

function cutOffTimes(
  failures: readonly JudgedFailure[],
  runId: string,
  server: string,
  startedAtMs: number,
): readonly number[] {
  return failures.flatMap(({ item, features }) => {
    const isCutOff =
      (item.runId ?? '') === runId &&
      connectionOf(features)?.code === 'reset' &&
      serverOf(features.host, features.url) === server;
    const atMs = item.at?.endedAtMs ?? 0;
    return isCutOff && atMs >= startedAtMs - cutOffMs ? [atMs] : [];
  });
}

/**
 * Whether a failure is of an outage: it tells so, or it is a page that never came, an element that was not there or a limit that
 * ran out while the server was away. A comparison of values stands for itself.
 */
function isOf(failure: JudgedFailure, window: OutageWindow): boolean {
  const { item, features } = failure;
  const { runId = '', at } = item;
  if (runId !== window.runId || at === undefined) return false;
  const [sign] = signOf(failure);
  if (sign !== undefined) return sign.server === window.server && sign.status === window.status;
  if (window.status !== undefined || !isSoft(failure)) return false;
  const other = serverOf(features.host, undefined);
  if (other !== '' && other !== window.server) return false;
  return at.endedAtMs >= window.startedAtMs - cutOffMs && at.startedAtMs <= window.lastSeenAtMs;
}

function isSoft({ features, classification }: JudgedFailure): boolean {
  if (features.browserErrors.some((code) => code.startsWith('chrome-error'))) return true;
  if (features.phase?.part === 'server') return true;
  const isWaiting = features.timeout !== undefined || features.matched === 'none';
  return classification.cause === 'network' || classification.cause === 'navigation' || isWaiting;
}
