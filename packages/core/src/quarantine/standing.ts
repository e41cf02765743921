import { type FlakeStats, flakeStatsOf } from '../flake/flake-stats.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { type QuarantineEntry, maxQuarantineDays } from './quarantine.ts';
import { type ReleaseProgress, releaseProgressOf } from './release-test.ts';

/** What an entry is worth now. Only `active` forgives. */
export type QuarantineState = 'active' | 'expired' | 'over-budget' | 'broken';

/** What a quarantined test has cost since it was quarantined. */
export interface QuarantineLedger {
  readonly runs: number;
  readonly failedRuns: number;
  /** Runs in which it failed first and then passed. */
  readonly flakyRuns: number;
  /** An estimate: bad attempts, each as long as the test's last attempt in that run. */
  readonly minutesLost: number;
}

export interface QuarantineStanding {
  readonly entry: QuarantineEntry;
  readonly state: QuarantineState;
  /** Why it is in that state, in one sentence. */
  readonly because: string;
  /** Whole days until it expires, 0 on the last day, below 0 afterwards. */
  readonly daysLeft: number;
  readonly ledger: QuarantineLedger;
  readonly release: ReleaseProgress;
  /** Absent when the history does not know the test. */
  readonly stats?: FlakeStats;
}

const dayMs = 86_400_000;

/** A test that failed in each of so many runs in a row is broken, whatever the statistics still hope. */
const brokenAfterRuns = 5;

/**
 * Somebody vouches for a quarantined test, so the suspicion that makes the statistics withhold the word "flaky" is too little
 * here: each failure of a rare flake would be refused.
 */
const brokenAbove = 0.6;

/** When an entry stops to forgive, in milliseconds since the epoch: at the end of its day, but never later than renewals may stretch it. */
export function expiresAtMsOf({ since, expires }: Pick<QuarantineEntry, 'since' | 'expires'>): number {
  const wantedMs = Date.parse(expires) + (expires.length === 10 ? dayMs : 0);
  return Math.min(wantedMs, Date.parse(since) + (maxQuarantineDays + 1) * dayMs);
}

/** Whether these observations, oldest first, are of a test that is broken and not flaky, and why. */
export function brokenReasonOf(history: TestHistory): string | undefined {
  const told = history.observations.filter(({ outcome }) => outcome !== 'skipped');
  const newest = told.slice(-brokenAfterRuns);
  if (newest.length === brokenAfterRuns && newest.every(({ outcome }) => outcome === 'unexpected'))
    return `It failed every attempt of its last ${brokenAfterRuns} runs, which is broken and not flaky.`;
  const { state, probability } = flakeStatsOf(history);
  const isBroken = (state === 'broken' || state === 'regressed') && probability > brokenAbove;
  // The statistics may already be sure of a break while a good run is the newest.
  if (isBroken && newest.at(-1)?.outcome === 'unexpected') return `The history calls it ${state}, not flaky.`;
  return undefined;
}

/** What an entry is worth at `nowMs`, given what is remembered of its test. */
export function standingOf(
  entry: QuarantineEntry,
  history: TestHistory | undefined,
  nowMs: number,
): QuarantineStanding {
  const sinceMs = Date.parse(entry.since);
  const observations = history?.observations ?? [];
  const during = observations.filter(({ run }) => Date.parse(run.startedAt) >= sinceMs);
  const before = observations.filter(({ run }) => Date.parse(run.startedAt) < sinceMs);
  const ledger = ledgerOf(during);
  const outcomes = during.map(({ outcome }) => outcome);
  return {
    entry,
    ...stateOf(entry, ledger, history, nowMs),
    daysLeft: Math.ceil((expiresAtMsOf(entry) - nowMs) / dayMs) - 1,
    ledger,
    release: releaseProgressOf(outcomes, entry.flakeRatio ?? flakeRatioBefore(before)),
    ...(history ? { stats: flakeStatsOf(history) } : {}),
  };
}

function stateOf(
  entry: QuarantineEntry,
  ledger: QuarantineLedger,
  history: TestHistory | undefined,
  nowMs: number,
): Pick<QuarantineStanding, 'state' | 'because'> {
  if (nowMs >= expiresAtMsOf(entry))
    return {
      state: 'expired',
      because: `It expired on ${new Date(expiresAtMsOf(entry) - 1).toISOString().slice(0, 10)}.`,
    };
  const spent = spentBudgetOf(entry, ledger);
  if (spent !== undefined) return { state: 'over-budget', because: spent };
  const broken = history && brokenReasonOf(history);
  if (broken !== undefined) return { state: 'broken', because: broken };
  return { state: 'active', because: `It is forgiven until ${entry.expires}.` };
}

function spentBudgetOf({ budget }: QuarantineEntry, ledger: QuarantineLedger): string | undefined {
  if (budget.failedRuns !== undefined && ledger.failedRuns > budget.failedRuns)
    return `It failed ${ledger.failedRuns} runs since it was quarantined, and its budget is ${budget.failedRuns}.`;
  if (budget.minutes !== undefined && ledger.minutesLost > budget.minutes)
    return `It cost ${ledger.minutesLost.toFixed(1)} minutes since it was quarantined, and its budget is ${budget.minutes}.`;
  return undefined;
}

function ledgerOf(observations: readonly Observation[]): QuarantineLedger {
  const told = observations.filter(({ outcome }) => outcome !== 'skipped');
  const lostMs = told
    .filter(({ outcome }) => outcome !== 'expected')
    .reduce((sum, { failedAttempts, durationMs }) => sum + Math.max(1, failedAttempts) * durationMs, 0);
  return {
    runs: told.length,
    failedRuns: told.filter(({ outcome }) => outcome === 'unexpected').length,
    flakyRuns: told.filter(({ outcome }) => outcome === 'flaky').length,
    minutesLost: lostMs / 60_000,
  };
}

/** Mean of the posterior under Jeffreys' prior of how often a run was bad; of a test without a past that is one half. */
function flakeRatioBefore(observations: readonly Observation[]): number {
  const told = observations.filter(({ outcome }) => outcome !== 'skipped');
  const bad = told.filter(({ outcome }) => outcome !== 'expected').length;
  return (bad + 0.5) / (told.length + 1);
}
