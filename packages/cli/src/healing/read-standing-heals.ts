import { type Heal, standingHealOf } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { readHeals, writeHeals } from '../state/heals.ts';
import { readSourceFile } from '../wiring/edit-file.ts';
import { readRebrokenHeals } from './read-rebroken-heals.ts';

/**
 * Every repair that was ever proposed here, oldest first, brought up to date with the files as they are now and with the runs
 * since: what was taken back, edited or broke again is noticed, and remembered with the time of its first notice.
 */
export async function readStandingHeals(context: Context, history: HistoryStore): Promise<readonly Heal[]> {
  const noticedAt = new Date(context.world.nowMs()).toISOString();
  const remembered = await readHeals(history);
  const inFiles = remembered.map((heal) => noticedHealOf(context.root, heal, noticedAt));
  const rebroken = new Map((await readRebrokenHeals(history, inFiles)).map((heal) => [heal.id, heal]));
  const standing = inFiles.map((heal) => rebroken.get(heal.id) ?? heal);
  const changed = standing.filter((heal, index) => heal !== remembered[index]);
  if (changed.length > 0) await writeHeals(history, changed);
  return standing;
}

function noticedHealOf(root: string, heal: Heal, noticedAt: string): Heal {
  try {
    return standingHealOf(heal, readSourceFile(root, heal.file), noticedAt);
  } catch (error) {
    // A file that is there and cannot be read says nothing.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? standingHealOf(heal, undefined, noticedAt) : heal;
  }
}
