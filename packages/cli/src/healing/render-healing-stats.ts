import {
  type FalseHeals,
  type Heal,
  type HealCalibration,
  type HealStanding,
  type HealingCounts,
  type HealingSummary,
  percentOf,
} from '@millwright/core';

import { renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { renderTable } from '../render/table.ts';

/** Repairs per kind and per week with what is known of them, for people; with how to begin when there are none. */
export function renderHealingSummary(paint: Paint, summary: HealingSummary): string {
  if (summary.total.attempts === 0) {
    return [
      '0 repairs proposed, 0 proved, 0 applied, 0 reverted.',
      'Nothing was repaired yet. `e2e autonomous-run` proposes repairs of flaky tests as diffs; with `--auto-fix` it applies those that a re-run proved.',
      '',
    ].join('\n');
  }
  const columns = shownColumnsOf(summary.total);
  const header = columns.map(([name]) => paint.dim(name));
  const rowOf = (name: string, counts: HealingCounts): readonly string[] => [
    name,
    ...columns.map(([, countOf]) => `${countOf(counts)}`),
  ];
  return [
    renderTable([
      [paint.dim(''), ...header],
      rowOf('all', summary.total),
      ...summary.byKind.map((row) => rowOf(row.kind, row)),
    ]),
    renderTable(figuresOf(summary).map(([name, text]) => [paint.dim(name), text])),
    renderTable([[paint.dim('week of'), ...header], ...summary.byWeek.map((row) => rowOf(row.weekOf, row))]),
  ].join('\n');
}

type Column = readonly [name: string, countOf: (counts: HealingCounts) => number];

const columnsOfAll: readonly Column[] = [
  ['tried', ({ attempts }) => attempts],
  ['proved', ({ proved }) => proved],
  ['applied', ({ applied }) => applied],
  ['rejected', ({ rejected }) => rejected],
  ['unproved', ({ unproved }) => unproved],
  ['reverted', ({ reverted }) => reverted],
];
/** Shown when there is something to count. */
const columnsOfSome: readonly Column[] = [
  ['re-broken', ({ rebroken }) => rebroken],
  ['refused', ({ refused }) => refused],
  ['escalated', ({ escalated }) => escalated],
];

function shownColumnsOf(total: HealingCounts): readonly Column[] {
  return [...columnsOfAll, ...columnsOfSome.filter(([, countOf]) => countOf(total) > 0)];
}

/** Every repair with its id and what became of it. */
export function renderHealList(heals: readonly Heal[]): string {
  return `\n${renderTable(heals.map((heal) => [heal.proposedAt.slice(0, 10), heal.kind, fateOf(heal), heal.file, heal.id]))}`;
}

function figuresOf(summary: HealingSummary): readonly (readonly [name: string, text: string])[] {
  const { keptRatio, total, refusals, falseRatio, timeToHeal, calibration } = summary;
  const figures: (readonly [string, string | undefined])[] = [
    ['kept', keptRatio === undefined ? undefined : `${percentOf(keptRatio)} % of the proved repairs`],
    ['moved on', total.editedSince === 0 ? undefined : `${total.editedSince} of the applied: edited since or gone`],
    ['refused', refusals.length === 0 ? undefined : refusals.map(({ count, why }) => `${count} ${why}`).join(', ')],
    ['false', falseRatio && falseOf(falseRatio)],
    ['time to heal', timeToHeal && `${renderDuration(timeToHeal.medianMs)} (median of ${timeToHeal.repairs})`],
    ['saved', savedOf(summary)],
    ['trend', trendOf(summary)],
    ['calibration', calibration && calibrationOf(calibration)],
    ['files', filesOf(summary)],
  ];
  return figures.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function falseOf({ found, of, upperBound }: FalseHeals): string {
  return `${found} of ${of} applied found to hide a bug; the true share is below ${Math.ceil(upperBound * 100)} % (with 95 % confidence)`;
}

function savedOf({ saved: { repairs, minutesPerHeal, minutes } }: HealingSummary): string | undefined {
  return repairs === 0 ? undefined : `about ${workOf(minutes)} (an estimate: ${repairs} kept × ${minutesPerHeal} min)`;
}

function workOf(minutes: number): string {
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function trendOf({ trend: { days, recent, before } }: HealingSummary): string | undefined {
  if (before.attempts === 0) return undefined;
  return `${recent.applied} of ${recent.attempts} tried applied in the last ${days} days, ${before.applied} of ${before.attempts} in the ${days} before`;
}

function calibrationOf({ outcomes, right, brier, calibrationError }: HealCalibration): string {
  return `${right} of ${outcomes} were right; off by ${percentOf(calibrationError)} % on average, Brier score ${brier.toFixed(3)}`;
}

const shownFiles = 3;

function filesOf({ byFile }: HealingSummary): string | undefined {
  if (byFile.length < 2) return undefined;
  const more = byFile.length - shownFiles;
  const shown = byFile.slice(0, shownFiles).map(({ file, attempts }) => `${file} (${attempts})`);
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const words: Readonly<Record<HealStanding['state'], string>> = {
  reverted: 'noticed',
  edited: 'edited since, noticed',
  fileGone: 'its file is gone, noticed',
  elsewhere: 'applied in a CI job or on a branch and not in this checkout, noticed',
};

function fateOf({ outcome, standing, allowedAt, takenBack, rebrokenAt, refusal }: Heal): string {
  const notes = [
    standing && `${words[standing.state]} ${dayOf(standing.noticedAt)}`,
    takenBack && `taken back ${dayOf(takenBack.at)}${takenBack.wasFalse ? ', hid a bug' : ''}`,
    rebrokenAt && `broke again ${dayOf(rebrokenAt)}`,
    refusal?.why,
  ].filter((note) => note !== undefined);
  const said = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${outcome}${said}${allowedAt === undefined ? '' : ', may be tried again'}`;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
