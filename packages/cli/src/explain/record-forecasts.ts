import {
  type DebugReport,
  type FixOverlap,
  type Run,
  type TestHistory,
  type Forecast,
  isUserError,
  resolveForecasts,
  forecastsOf,
  withForecasts,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { readForecasts, updateForecasts } from '../state/forecasts.ts';
import { readCodeChange } from './read-code-change.ts';
import { readBaseBranch } from './read-surroundings.ts';

/** Changes that are read to see whether they ended a failure. */
const mostFixes = 50;

/**
 * Records what a report says, and what became of what was said before. A history that cannot be written costs one line on stderr and
 * nothing else.
 */
export async function recordForecasts(
  context: Context,
  history: HistoryStore,
  {
    report,
    runs,
    histories,
  }: { readonly report: DebugReport; readonly runs: readonly Run[]; readonly histories: readonly TestHistory[] },
): Promise<void> {
  const at = new Date(context.world.nowMs()).toISOString();
  const said = forecastsOf(report, { histories, at, runIds: runs.map(({ runId }) => runId) });
  const known = await readForecasts(history);
  const resolved = await resolvedOf(context, history, known, histories);
  const wanted = withForecasts(resolved, said);
  if (wanted.length === known.length && wanted.every((forecast, index) => forecast === known[index])) return;
  try {
    await updateForecasts(history, (now) => withForecasts(merged(now, resolved), said));
  } catch (error) {
    if (!isUserError(error)) throw error;
    context.say(`What was said here cannot be checked later: ${error.message}`);
  }
}

/** What another process added meanwhile stays. */
function merged(now: readonly Forecast[], resolved: readonly Forecast[]): readonly Forecast[] {
  const known = new Map(resolved.map((forecast) => [`${forecast.runId} ${forecast.signature}`, forecast]));
  return now.map((forecast) =>
    forecast.resolution === undefined ? (known.get(`${forecast.runId} ${forecast.signature}`) ?? forecast) : forecast,
  );
}

/** The forecasts with what later runs told; reads the changes that may have ended a failure. */
export async function resolvedOf(
  { root }: Pick<Context, 'root'>,
  history: HistoryStore,
  forecasts: readonly Forecast[],
  histories: readonly TestHistory[],
): Promise<readonly Forecast[]> {
  if (forecasts.every(({ resolution }) => resolution !== undefined)) return forecasts;
  const baseBranch = await readBaseBranch(root);
  const known = { histories, ...(baseBranch === undefined ? {} : { baseBranch }) };
  const asked = new Map<string, readonly [from: string, to: string]>();
  const collect: FixOverlap = (from, to) => void asked.set(`${from} ${to}`, [from, to]);
  const first = resolveForecasts(forecasts, { ...known, fixOverlap: collect });
  if (asked.size === 0) return first;
  const changed = new Map<string, ReadonlySet<string>>();
  for (const [key, [from, to]] of [...asked].slice(-mostFixes)) {
    const change = await readCodeChange(root, { from, to, prefix: '', uncommitted: false });
    if (change !== undefined) changed.set(key, new Set(change.files.map(({ file }) => file)));
  }
  const { filesByTest } = await history.readCoverageMap();
  const fileOf = new Map(histories.map(({ test }) => [test.id, test.file]));
  return resolveForecasts(forecasts, {
    ...known,
    fixOverlap: (from, to, testId) => {
      const files = changed.get(`${from} ${to}`);
      const reached = filesByTest.get(testId);
      const own = fileOf.get(testId);
      if (files === undefined) return undefined;
      if (own !== undefined && files.has(own)) return true;
      return reached?.some((file) => files.has(file));
    },
  });
}
