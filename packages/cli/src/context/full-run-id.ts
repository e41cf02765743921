import { UserError } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

/** The id itself, or the only one that begins with it. */
export async function fullRunIdOf(history: HistoryStore, written: string): Promise<string> {
  const start = written.toUpperCase().replace(/(?:…|\.{3})$/, '');
  const ids = new Set((await history.listRuns({})).map((run) => run.runId));
  const matching =
    ids.has(written) || start.length < 4 ? [] : [...ids].filter((id) => id.toUpperCase().startsWith(start));
  if (matching.length > 1)
    throw new UserError({
      code: 'ambiguous-run',
      message: `"${written}" is the beginning of ${matching.length} runs: ${matching.slice(0, 3).join(', ')}${matching.length > 3 ? ' …' : ''}.`,
      hint: 'Write more of the id.',
    });
  return matching[0] ?? written;
}
