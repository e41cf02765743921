import type { Heal } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

const name = 'heals';

/** Every repair that was ever proposed here, oldest first. */
export async function readHeals(history: HistoryStore): Promise<readonly Heal[]> {
  return (await history.readState<HealsDocument>(name, empty)).heals;
}

/** Adds repairs, or replaces those with the same id by what became of them. */
export async function writeHeals(history: HistoryStore, changed: readonly Heal[]): Promise<void> {
  const ids = new Set(changed.map((heal) => heal.id));
  await history.updateState<HealsDocument>(name, empty, (document) => ({
    heals: [...document.heals.filter((heal) => !ids.has(heal.id)), ...changed].toSorted((a, b) =>
      a.proposedAt.localeCompare(b.proposedAt),
    ),
  }));
}

interface HealsDocument {
  readonly heals: readonly Heal[];
}

const empty: HealsDocument = { heals: [] };
