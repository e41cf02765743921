import { type Heal, type HealingCounts, type HealingSummary, healingSummaryOf } from '@millwright/core';

import type { Context } from '../context/context.ts';
import type { Command } from '../frame/command.ts';
import { flagOption } from '../frame/options.ts';
import { readHeals } from '../state/heals.ts';
import { renderTable } from '../render/table.ts';

const options = {
  list: flagOption({ describe: 'list every repair with its file and what became of it' }),
} as const;

/** `e2e healing-stats`: what was repaired, how it was proved, what became of it. */
export const healingStatsCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e healing-stats', 'repairs per kind and per week'],
    ['e2e healing-stats --list --json', 'every repair, for a script'],
  ],
  async run(context, args) {
    const heals = await readHeals(await context.openHistory());
    const summary = healingSummaryOf(heals, context.world.nowMs());
    return {
      exitCode: 0,
      document: {
        format: 'millwright/healing-stats',
        version: 1,
        ...summary,
        ...(args.list === true ? { heals } : {}),
      },
      text: renderSummary(context, summary) + (args.list === true ? renderHeals(heals) : ''),
    };
  },
};

function renderSummary({ paint }: Context, summary: HealingSummary): string {
  if (summary.total.attempts === 0) {
    return [
      '0 repairs proposed, 0 proved, 0 applied, 0 reverted.',
      'Nothing was repaired yet. `e2e autonomous-run` proposes repairs of flaky tests as diffs; with `--auto-fix` it applies those that a re-run proved.',
      '',
    ].join('\n');
  }
  const header = ['', 'proposed', 'proved', 'applied', 'rejected', 'reverted'].map((cell) => paint.dim(cell));
  const kept =
    summary.keptRatio === undefined
      ? ''
      : `${Math.round(summary.keptRatio * 100)} % of the proved repairs were kept.\n`;
  return [
    renderTable([header, rowOf('all', summary.total), ...summary.byKind.map((row) => rowOf(row.kind, row))]),
    kept,
    renderTable([[paint.dim('week of'), ...header.slice(1)], ...summary.byWeek.map((row) => rowOf(row.weekOf, row))]),
  ].join('\n');
}

function rowOf(name: string, counts: HealingCounts): readonly string[] {
  return [name, counts.attempts, counts.proved, counts.applied, counts.rejected, counts.reverted].map(String);
}

function renderHeals(heals: readonly Heal[]): string {
  return `\n${renderTable(heals.map((heal) => [heal.proposedAt.slice(0, 10), heal.kind, heal.outcome, heal.file]))}`;
}
