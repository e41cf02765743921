import type { MissBound, StrategySelection, TestStrategy } from '@millwright/core';

import type { SelectionRecord } from '../state/selections.ts';
import { renderCount, renderDuration } from './duration.ts';

const shownSkipped = 10;

/** What was selected and skipped, and how much that may miss; nothing for a plan of everything. */
export function selectionLinesOf({ selection, testCases }: TestStrategy, explain: boolean): readonly string[] {
  if (!selection) return [];
  const { skipped, heldOut, selected, changedFiles, everything } = selection;
  const all = selected.length + skipped.length;
  const since = selection.changedSince === undefined ? '' : ` since ${selection.changedSince}`;
  if (changedFiles.length === 0 && selected.length === 0) return [`Nothing changed${since}, so no test has to run.`];
  if (everything !== undefined) return [`Selected everything: ${everything}`];
  const skippedMs = skipped.reduce((sum, test) => sum + test.estimatedDurationMs, 0);
  const lines = [
    `${beginningOf(selection, since)} ${skipped.length} of ${all} (${renderDuration(skippedMs)} of test time); ${renderMissBound(selection.missBound)}`,
    ...(heldOut.length === 0
      ? []
      : [
          `${renderCount(heldOut.length, 'test')} that could be skipped ${heldOut.length === 1 ? 'runs' : 'run'} by lot, to learn what selections miss.`,
        ]),
    ...(selection.observed
      ? [`All ${testCases.length} are planned, and what the selection would have missed is recorded.`]
      : []),
  ];
  if (!explain) return lines;
  const titles = new Map(testCases.map((test) => [test.testId, `${test.file} › ${test.titlePath.join(' › ')}`]));
  return [
    ...lines,
    '',
    ...selected.map(({ testId, reason }) => `runs     ${titles.get(testId) ?? testId}: ${reason}`),
    ...skipped
      .slice(0, shownSkipped)
      .map(({ file, titlePath, reason }) => `skipped  ${file} › ${titlePath.join(' › ')}: ${reason}`),
    ...(skipped.length > shownSkipped ? [`and ${skipped.length - shownSkipped} more skipped (all with --json)`] : []),
  ];
}

/** Why tests run, up to the count of those that do not. Tests that failed last run without a change as well. */
function beginningOf({ changedFiles, selected, observed }: StrategySelection, since: string): string {
  if (changedFiles.length > 0)
    return `Selected by ${renderCount(changedFiles.length, 'changed file')}${since}: ${observed ? 'would skip' : 'skipping'}`;
  const planned = `${renderCount(selected.length, 'test')} ${selected.length === 1 ? 'is' : 'are'} planned for other reasons`;
  return `Nothing changed${since}; ${planned}. ${observed ? 'Would skip' : 'Skipping'}`;
}

/** What an execution showed of the tests that its selection could skip. */
export function renderSelectionRecord({ missed, ranCount, observed }: SelectionRecord): string {
  const ran = `${renderCount(ranCount, 'test')} that ${observed ? 'the selection would have skipped' : 'could be skipped'} ran`;
  return missed.length === 0
    ? `${ran}, and none failed.`
    : `${ran}, and ${missed.length} failed: the selection missed ${missed.length === 1 ? 'it' : 'them'}.`;
}

function renderMissBound({ most, confidence, evidence }: MissBound): string {
  if (most >= 1) return `how much that misses is not known yet. ${evidence}`;
  const percent = most * 100;
  const shown = percent === 0 ? '0' : percent < 10 ? percent.toPrecision(2) : percent.toFixed(0);
  return `at most ${shown} % chance, at ${confidence * 100} % confidence, of missing a failure. ${evidence}`;
}
