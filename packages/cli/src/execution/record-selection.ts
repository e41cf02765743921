import type { Execution, TestStrategy } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import { type SelectionRecord, recordSelection } from '../state/selections.ts';

/** Remembers what an execution showed of the tests that its selection skipped or could have skipped. */
export async function recordWhatSelectionMissed(
  history: HistoryStore,
  strategy: TestStrategy,
  execution: Execution,
): Promise<SelectionRecord | undefined> {
  const record = selectionRecordOf(strategy, execution);
  if (record !== undefined) await recordSelection(history, record);
  return record;
}

/** What an execution showed; undefined when nothing was selected, or nothing that could be skipped ran. */
export function selectionRecordOf({ id, selection }: TestStrategy, execution: Execution): SelectionRecord | undefined {
  if (selection === undefined || execution.status === 'interrupted') return undefined;
  const heldOut = selection.heldOut.map(({ testId }) => testId);
  const skippable = [...selection.skipped.map(({ testId }) => testId), ...heldOut];
  const wanted = new Set(selection.observed ? skippable : heldOut);
  const ran = execution.tests.filter(
    ({ testId, outcome }) => wanted.has(testId) && outcome !== 'pending' && outcome !== 'skipped',
  );
  if (ran.length === 0) return undefined;
  const missed = ran.filter(({ outcome }) => outcome === 'unexpected').map(({ testId }) => testId);
  const chances = new Map(
    [...selection.skipped, ...selection.heldOut].map(({ testId, failureProbability }) => [testId, failureProbability]),
  );
  const predicted = ran.flatMap(({ testId }) => {
    const chance = chances.get(testId);
    return chance === undefined ? [] : [{ testId, chance }];
  });
  return {
    executionId: execution.executionId,
    strategyId: id,
    at: execution.startedAt,
    mode: selection.mode,
    observed: selection.observed,
    selectedCount: selection.selected.length,
    skippableCount: skippable.length,
    ranCount: ran.length,
    missed,
    ...(predicted.length === 0
      ? {}
      : {
          predicted: {
            sum: predicted.reduce((sum, { chance }) => sum + chance, 0),
            tests: predicted.length,
            failures: predicted.filter(({ testId }) => missed.includes(testId)).length,
          },
        }),
  };
}
