import {
  type Quarantine,
  type QuarantineStanding,
  quarantinedNameOf,
  ratioEstimateOf,
  wordsOf,
} from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';

/** Every entry with its state, its cost and its end, and how full the quarantine is. */
export function renderStandings(
  paint: Paint,
  { caps, entries }: Quarantine,
  standings: readonly QuarantineStanding[],
): string {
  if (standings.length === 0) return 'No test is quarantined.\n';
  return [
    `${paint.strong(`${renderCount(entries.length, 'test')} quarantined`)}, at most ${caps.suite} in all and ${caps.owner} of one owner`,
    '',
    ...standings.map((standing) => renderStanding(paint, standing)),
    '',
  ].join('\n');
}

function renderStanding(
  paint: Paint,
  { entry, state, because, ledger, daysLeft, release }: QuarantineStanding,
): string {
  const word = state === 'active' ? paint.good(state) : paint.bad(state);
  const project = entry.project === undefined ? '' : `[${entry.project}] `;
  const bad = ledger.failedRuns + ledger.flakyRuns;
  const lines = [
    `${entry.reason} (${entry.owner}${entry.issue === undefined ? '' : `, ${entry.issue}`})`,
    state === 'active' ? `${renderCount(Math.max(0, daysLeft), 'day')} left, until ${entry.expires}` : because,
    ledger.runs === 0
      ? 'no run of it is remembered since'
      : `flaked in ${wordsOf(ratioEstimateOf(bad, ledger.runs))} since: ${ledger.failedRuns} failed, ${ledger.flakyRuns} passed on retry, of ${renderCount(ledger.runs, 'run')}; about ${ledger.minutesLost.toFixed(1)} minutes lost`,
    release.proved
      ? paint.good('proved good: `e2e quarantine release --apply`')
      : `${renderCount(release.goodRunsWanted, 'good run')} in a row would release it`,
  ];
  return [
    `${word}  ${paint.strong(project + quarantinedNameOf(entry))}`,
    ...lines.map((line) => `   ${line}`),
    '',
  ].join('\n');
}
