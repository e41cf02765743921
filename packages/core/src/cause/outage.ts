import { connectionOf, hostOf, serverNameOf } from '../signature/connection.ts';
import type { JudgedFailure } from './judged-failure.ts';

/** A server that was away in a run, from the first failure that tells of it to the last. */
export interface OutageWindow {
  readonly runId: string;
  readonly server: string;
  readonly status?: number;
  readonly startedAtMs: number;
  readonly lastSeenAtMs: number;
  /** How many tests told of it by themselves. */
  readonly tellingTests: number;
}

const leastTests = 2;
const leastTestsOfErrors = 5;
/** Requests that were on their way when the server went are cut off a moment before the first one is refused. */
const cutOffMs = 5000;
/** A server that nobody was refused by for so long was there again. */
const calmMs = 60_000;

/** The servers that were away, per run; one refused test alone is no outage. Order-free. */
export function findOutageWindows(failures: readonly JudgedFailure[]): readonly OutageWindow[] {
  const groups = Map.groupBy(
    failures.flatMap(signOf),
    ({ runId, server, status }) => `${runId} ${server} ${status ?? ''}`,
  );
  return [...groups.values()]
    .flatMap(spellsOf)
    .flatMap((spell) => windowsOf(spell, failures))
    .sort((a, b) => a.startedAtMs - b.startedAtMs || `${a.runId} ${a.server}`.localeCompare(`${b.runId} ${b.server}`));
}

/** Signs of one server, parted where a calm lies between them. */
function spellsOf(signs: readonly Sign[]): readonly (readonly Sign[])[] {
  const spells: Sign[][] = [];
  let lastMs = -Infinity;
  for (const sign of signs.toSorted((a, b) => a.atMs - b.atMs)) {
    if (sign.atMs - lastMs > calmMs) spells.push([]);
    spells.at(-1)?.push(sign);
    lastMs = sign.atMs;
  }
  return spells;
}

function windowsOf(spell: readonly Sign[], failures: readonly JudgedFailure[]): readonly OutageWindow[] {
  const [first] = spell;
  const tellingTests = new Set(spell.map(({ testId }) => testId)).size;
  if (!first || tellingTests < leastTests) return [];
  const { runId, server, status, atMs } = first;
  const window = { runId, server, ...(status === undefined ? {} : { status }), startedAtMs: atMs };
  return [
    {
      ...window,
      startedAtMs: Math.min(atMs, ...cutOffTimes(failures, window)),
      lastSeenAtMs: spell.at(-1)?.atMs ?? atMs,
      tellingTests,
    },
  ];
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
function signOf(failure: JudgedFailure): Sign[] {
  const { runId = '', testId = '', at } = failure.item;
  const told = at && (unreachedServerOf(failure) ?? failingServerOf(failure));
  return told ? [{ ...told, runId, testId, atMs: at.endedAtMs }] : [];
}

type ToldServer = Pick<Sign, 'server' | 'status'>;

function unreachedServerOf({ features }: JudgedFailure): ToldServer | undefined {
  const code = connectionOf(features)?.code;
  const server = serverOf(features.host, features.url);
  return code === undefined || code === 'reset' || server === '' ? undefined : { server };
}

/** Statuses by which proxies and overloaded servers say that nobody is there; which server it was is seldom told. */
function failingServerOf({ features, classification }: JudgedFailure): ToldServer | undefined {
  const status = features.statuses.find(({ role }) => role !== 'expected')?.code;
  const isAway = classification.cause === 'server' && status !== undefined && status >= 502 && status <= 504;
  return isAway ? { server: '', status } : undefined;
}

function serverOf(host: string | undefined, url: string | undefined): string {
  const address = host ?? (url === undefined ? undefined : hostOf(url));
  return address === undefined ? '' : serverNameOf(address);
}

function cutOffTimes(
  failures: readonly JudgedFailure[],
  { runId, server, startedAtMs }: Pick<OutageWindow, 'runId' | 'server' | 'startedAtMs'>,
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
  if (sign !== undefined) return isSignOf(sign, window);
  // One service that answers 503 leaves the others as they are; when many tests tell of it, pages are empty for the same reason.
  if (window.status !== undefined && window.tellingTests < leastTestsOfErrors) return false;
  if (!isSoft(failure)) return false;
  const other = serverOf(features.host, undefined);
  if (other !== '' && other !== window.server) return false;
  return at.endedAtMs >= window.startedAtMs - cutOffMs && at.startedAtMs <= window.lastSeenAtMs;
}

function isSignOf({ server, status, atMs }: Sign, window: OutageWindow): boolean {
  const isThen = atMs >= window.startedAtMs && atMs <= window.lastSeenAtMs;
  return isThen && server === window.server && status === window.status;
}

function isSoft({ features, classification }: JudgedFailure): boolean {
  if (features.browserErrors.some((code) => code.startsWith('chrome-error'))) return true;
  if (features.phase?.part === 'server') return true;
  const isWaiting = features.timeout !== undefined || features.matched === 'none';
  return classification.cause === 'network' || classification.cause === 'navigation' || isWaiting;
}
