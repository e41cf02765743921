import type { Heal } from '../model/heal.ts';

/** Counts of repairs. */
export interface HealingCounts {
  /** Repairs that were proposed. */
  readonly attempts: number;
  /** Those that a verification passed. */
  readonly proved: number;
  /** Those that were accepted. */
  readonly applied: number;
  /** Those that failed their verification. */
  readonly rejected: number;
  /** Tried without a result that proves anything. */
  readonly unproved: number;
  /** Accepted, then taken back. */
  readonly reverted: number;
  /** Accepted and not taken back, but the code has moved on: edited since, or its file is gone. */
  readonly editedSince: number;
}

export interface HealingSummary {
  readonly total: HealingCounts;
  /** Most frequent kind first. */
  readonly byKind: readonly (HealingCounts & { readonly kind: string })[];
  /** Oldest week first, weeks without repairs included, at most the last 12. `weekOf` is its Monday as `yyyy-mm-dd` (UTC). */
  readonly byWeek: readonly (HealingCounts & { readonly weekOf: string })[];
  /** Share of the proved repairs that were not reverted; absent while nothing was proved. */
  readonly keptRatio?: number;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const shownWeeks = 12;
/** Monday, 5 January 1970. */
const firstMondayMs = 4 * dayMs;

/** What healing achieved, per kind and per week. An empty list gives zeros and no weeks. */
export function healingSummaryOf(heals: readonly Heal[], nowMs: number): HealingSummary {
  const total = countsOf(heals);
  const kinds = Map.groupBy(heals, (heal) => heal.kind);
  const byKind = Array.from(kinds, ([kind, list]) => ({ kind, ...countsOf(list) }));
  byKind.sort((a, b) => b.attempts - a.attempts || a.kind.localeCompare(b.kind));
  const proved = heals.filter(isProved);
  const kept = proved.filter((heal) => heal.outcome !== 'reverted').length;
  return {
    total,
    byKind,
    byWeek: weeksOf(heals, nowMs),
    ...(proved.length === 0 ? {} : { keptRatio: kept / proved.length }),
  };
}

function isProved(heal: Heal): boolean {
  return heal.verification?.passed === true;
}

function hasMovedOn({ outcome, standing }: Heal): boolean {
  return outcome === 'accepted' && (standing?.state === 'edited' || standing?.state === 'fileGone');
}

function countsOf(heals: readonly Heal[]): HealingCounts {
  const count = (outcome: Heal['outcome']): number => heals.filter((heal) => heal.outcome === outcome).length;
  return {
    attempts: heals.length,
    proved: heals.filter(isProved).length,
    applied: count('accepted') + count('reverted'),
    rejected: count('rejected'),
    unproved: count('unproved'),
    reverted: count('reverted'),
    editedSince: heals.filter(hasMovedOn).length,
  };
}

function weeksOf(heals: readonly Heal[], nowMs: number): HealingSummary['byWeek'] {
  const dated = heals
    .map((heal) => ({ heal, week: weekOf(Date.parse(heal.proposedAt)) }))
    .filter(({ week }) => Number.isFinite(week));
  if (dated.length === 0) return [];
  const last = Math.max(weekOf(nowMs), ...dated.map(({ week }) => week));
  const first = Math.max(Math.min(...dated.map(({ week }) => week)), last - shownWeeks + 1);
  const weeks: (HealingCounts & { weekOf: string })[] = [];
  for (let week = first; week <= last; week++) {
    const list = dated.filter((entry) => entry.week === week).map(({ heal }) => heal);
    weeks.push({ weekOf: new Date(firstMondayMs + week * weekMs).toISOString().slice(0, 10), ...countsOf(list) });
  }
  return weeks;
}

function weekOf(ms: number): number {
  return Math.floor((ms - firstMondayMs) / weekMs);
}
