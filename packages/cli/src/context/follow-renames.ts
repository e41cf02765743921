import type { HistoryStore } from '@millwright/history';

import type { Context } from './context.ts';

/** Gives tests that were renamed or moved since the last complete run their history back, and tells which. */
export async function followRenames(
  history: HistoryStore,
  { root, world, say }: Pick<Context, 'root' | 'world' | 'say'>,
): Promise<void> {
  const { recordAliases } = await import('@millwright/history');
  for (const alias of await recordAliases(history, { root, nowMs: world.nowMs() }))
    say(`Same test under another name: ${alias.evidence} Undo it in aliases.json if that is wrong.`);
}
