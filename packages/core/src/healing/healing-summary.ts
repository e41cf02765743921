import type { Heal } from '../model/heal.ts';
import {
  type FalseHeals,
  type HealCalibration,
  type SavedTime,
  type TimeToHeal,
  falseHealsOf,
  healCalibrationOf,
  savedTimeOf,
  timeToHealOf,
} from './healing-figures.ts';

/** Counts of repairs. */
export interface HealingCounts {
  /** Failures that a repair was looked for, whatever came of it. */
  readonly attempts: number;
  /** Nothing was proposed: the application is what broke, or the element was not found again. */
  readonly refused: number;
  /** Handed to a person with the likeliest element. */
  readonly escalated: number;
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
  /** Accepted, and the same step failed on its locator again within 30 days. */
  readonly rebroken: number;
  /** Accepted, and a person said later that it hid a bug. */
  readonly falseHeals: number;
  /** Accepted and not taken back, but the code has moved on: edited since, or its file is gone. */
  readonly editedSince: number;
}

/** How often one reason refused a repair. */
export interface RefusalCount {
  /** The word of the reason; `unknown` where none was remembered. */
  readonly why: string;
  /** Whether the application is what broke. */
  readonly isProduct: boolean;
  readonly count: number;
}

export interface HealingSummary {
  readonly total: HealingCounts;
  /** Most frequent kind first. */
  readonly byKind: readonly (HealingCounts & { readonly kind: string })[];
  /** Most frequent file first. */
  readonly byFile: readonly (HealingCounts & { readonly file: string })[];
  /** Oldest week first, weeks without repairs included, at most the last 12. `weekOf` is its Monday as `yyyy-mm-dd` (UTC). */
  readonly byWeek: readonly (HealingCounts & { readonly weekOf: string })[];
  /** Oldest month first, months without repairs included, at most the last 12. `month` is `yyyy-mm` (UTC). */
  readonly byMonth: readonly (HealingCounts & { readonly month: string })[];
  /** Most frequent reason first. */
  readonly refusals: readonly RefusalCount[];
  /** The last 30 days against the 30 before. */
  readonly trend: { readonly days: number; readonly recent: HealingCounts; readonly before: HealingCounts };
  /** Share of the proved repairs that were not reverted; absent while nothing was proved. */
  readonly keptRatio?: number;
  /** Absent while nothing was applied. */
  readonly falseRatio?: FalseHeals;
  /** Absent while no applied repair tells when its test failed. */
  readonly timeToHeal?: TimeToHeal;
  readonly saved: SavedTime;
  /** Absent while of fewer than 20 repairs is known whether they were right. */
  readonly calibration?: HealCalibration;
}

/** What a summary takes for granted. */
export interface HealingSummaryOptions {
  readonly nowMs: number;
  /** How long a person would have worked on a repair. */
  readonly minutesPerHeal?: number;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const shownPeriods = 12;
const trendDays = 30;
/** Monday, 5 January 1970. */
const firstMondayMs = 4 * dayMs;
/** Of a person who finds the element, edits the test and runs it again: an estimate. */
const usualMinutesPerHeal = 10;

/** What healing achieved, per kind, file, week and month. An empty list gives zeros and no weeks. */
export function healingSummaryOf(
  heals: readonly Heal[],
  { nowMs, minutesPerHeal = usualMinutesPerHeal }: HealingSummaryOptions,
): HealingSummary {
  const proved = heals.filter(isProved);
  const kept = proved.filter((heal) => heal.outcome !== 'reverted').length;
  const falseRatio = falseHealsOf(heals);
  const timeToHeal = timeToHealOf(heals);
  const calibration = healCalibrationOf(heals, nowMs);
  return {
    total: countsOf(heals),
    byKind: mostFrequentFirst(heals, ({ kind }) => kind).map(([kind, counts]) => ({ kind, ...counts })),
    byFile: mostFrequentFirst(heals, ({ file }) => file).map(([file, counts]) => ({ file, ...counts })),
    byWeek: periodsOf(heals, weekNumberOf, nowMs).map(([week, counts]) => ({ weekOf: mondayOf(week), ...counts })),
    byMonth: periodsOf(heals, monthNumberOf, nowMs).map(([month, counts]) => ({ month: monthOf(month), ...counts })),
    refusals: refusalsOf(heals),
    trend: trendOf(heals, nowMs),
    ...(proved.length === 0 ? {} : { keptRatio: kept / proved.length }),
    ...(falseRatio === undefined ? {} : { falseRatio }),
    ...(timeToHeal === undefined ? {} : { timeToHeal }),
    saved: savedTimeOf(heals, minutesPerHeal),
    ...(calibration === undefined ? {} : { calibration }),
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
    refused: count('refused'),
    escalated: count('escalated'),
    proved: heals.filter(isProved).length,
    applied: count('accepted') + count('reverted'),
    rejected: count('rejected'),
    unproved: count('unproved'),
    reverted: count('reverted'),
    rebroken: heals.filter((heal) => heal.rebrokenAt !== undefined).length,
    falseHeals: heals.filter((heal) => heal.takenBack?.wasFalse === true).length,
    editedSince: heals.filter(hasMovedOn).length,
  };
}

function mostFrequentFirst(
  heals: readonly Heal[],
  keyOf: (heal: Heal) => string,
): readonly (readonly [key: string, counts: HealingCounts])[] {
  return Array.from(Map.groupBy(heals, keyOf), ([key, list]) => [key, countsOf(list)] as const).toSorted(
    ([key, counts], [otherKey, others]) => others.attempts - counts.attempts || key.localeCompare(otherKey),
  );
}

function refusalsOf(heals: readonly Heal[]): readonly RefusalCount[] {
  const unknown = { why: 'unknown', isProduct: false };
  const refusals = heals.filter(({ outcome }) => outcome === 'refused').map(({ refusal }) => refusal ?? unknown);
  return Array.from(
    Map.groupBy(refusals, ({ why, isProduct }) => JSON.stringify([why, isProduct])).values(),
    (list) => ({ ...(list[0] ?? unknown), count: list.length }),
  ).toSorted((a, b) => b.count - a.count || a.why.localeCompare(b.why));
}

function trendOf(heals: readonly Heal[], nowMs: number): HealingSummary['trend'] {
  const between = (oldestMs: number, newestMs: number): readonly Heal[] =>
    heals.filter(({ proposedAt }) => Date.parse(proposedAt) > oldestMs && Date.parse(proposedAt) <= newestMs);
  const middleMs = nowMs - trendDays * dayMs;
  return {
    days: trendDays,
    recent: countsOf(between(middleMs, nowMs)),
    before: countsOf(between(middleMs - trendDays * dayMs, middleMs)),
  };
}

/** Numbers of periods with their counts, the oldest first, none left out up to now. */
function periodsOf(
  heals: readonly Heal[],
  numberOf: (ms: number) => number,
  nowMs: number,
): readonly (readonly [period: number, counts: HealingCounts])[] {
  const byPeriod = Map.groupBy(heals, ({ proposedAt }) => numberOf(Date.parse(proposedAt)));
  const known = [...byPeriod.keys()].filter(Number.isFinite);
  if (known.length === 0) return [];
  const last = Math.max(numberOf(nowMs), ...known);
  const first = Math.max(Math.min(...known), last - shownPeriods + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const period = first + index;
    return [period, countsOf(byPeriod.get(period) ?? [])] as const;
  });
}

function weekNumberOf(ms: number): number {
  return Math.floor((ms - firstMondayMs) / weekMs);
}

function mondayOf(week: number): string {
  return new Date(firstMondayMs + week * weekMs).toISOString().slice(0, 10);
}

function monthNumberOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthOf(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12)).toISOString().slice(0, 7);
}
