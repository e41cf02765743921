import type { Heal, HealStanding, HealingCounts, HealingSummary } from '@millwright/core';

import type { Paint } from '../render/paint.ts';
import { renderTable } from '../render/table.ts';

/** Repairs per kind and per week, for people; with how to begin when there are none. */
export function renderHealingSummary(paint: Paint, summary: HealingSummary): string {
  if (summary.total.attempts === 0) {
    return [
      '0 repairs proposed, 0 proved, 0 applied, 0 reverted.',
      'Nothing was repaired yet. `e2e autonomous-run` proposes repairs of flaky tests as diffs; with `--auto-fix` it applies those that a re-run proved.',
      '',
    ].join('\n');
  }
  const header = ['', 'proposed', 'proved', 'applied', 'rejected', 'unproved', 'reverted'].map((cell) =>
    paint.dim(cell),
  );
  return [
    renderTable([header, rowOf('all', summary.total), ...summary.byKind.map((row) => rowOf(row.kind, row))]),
    keptOf(summary),
    renderTable([[paint.dim('week of'), ...header.slice(1)], ...summary.byWeek.map((row) => rowOf(row.weekOf, row))]),
  ].join('\n');
}

/** Every repair with its id and what became of it. */
export function renderHealList(heals: readonly Heal[]): string {
  return `\n${renderTable(heals.map((heal) => [heal.proposedAt.slice(0, 10), heal.kind, fateOf(heal), heal.file, heal.id]))}`;
}

function keptOf({ keptRatio, total }: HealingSummary): string {
  const kept = keptRatio === undefined ? '' : `${Math.round(keptRatio * 100)} % of the proved repairs were kept.\n`;
  const moved =
    total.editedSince === 0
      ? ''
      : `Of the applied repairs, the code of ${total.editedSince} was edited since or is gone: neither kept nor reverted.\n`;
  return kept + moved;
}

function rowOf(name: string, counts: HealingCounts): readonly string[] {
  const { attempts, proved, applied, rejected, unproved, reverted } = counts;
  return [name, attempts, proved, applied, rejected, unproved, reverted].map(String);
}

const words: Readonly<Record<HealStanding['state'], string>> = {
  reverted: 'noticed',
  edited: 'edited since, noticed',
  fileGone: 'its file is gone, noticed',
  elsewhere: 'applied in a CI job and not in this checkout, noticed',
};

function fateOf({ outcome, standing, allowedAt }: Heal): string {
  const since = standing === undefined ? '' : ` (${words[standing.state]} ${standing.noticedAt.slice(0, 10)})`;
  return `${outcome}${since}${allowedAt === undefined ? '' : ', may be tried again'}`;
}
