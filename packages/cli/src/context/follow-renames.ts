import { isUserError } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from './context.ts';

/**
 * Gives tests that were renamed or moved since the last complete run their history back, and tells which. A history that can only be
 * read is no reason to fail what only reads it: that is told in one line.
 */
export async function followRenames(
  history: HistoryStore,
  { root, world, say }: Pick<Context, 'root' | 'world' | 'say'>,
): Promise<void> {
  const { recordAliases } = await import('@millwright/history');
  try {
    for (const alias of await recordAliases(history, { root, nowMs: world.nowMs() }))
      say(`Same test under another name: ${alias.evidence} Undo it in aliases.json if that is wrong.`);
  } catch (error) {
    if (!isUserError(error) || error.code !== 'STATE_NOT_WRITABLE') throw error;
    say(`Renamed tests were not looked for: ${error.message}`);
  }
}
