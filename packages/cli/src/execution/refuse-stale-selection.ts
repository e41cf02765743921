import { type TestStrategy, UserError } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { readDifferences } from '../planning/read-differences.ts';
import { ownFolderOf } from '../planning/read-selection.ts';

/**
 * A plan that left tests out for one change says nothing of another. Throws a UserError when the modules that differ are others than when
 * the tests were selected; where git cannot tell (a shallow clone), the plan is taken as it is, with a line.
 */
export async function refuseStaleSelection(context: Context, { selection, id }: TestStrategy): Promise<void> {
  if (selection === undefined || selection.observed) return;
  const now = await readDifferences(context.root, selection.base, ownFolderOf(context)).catch(() => undefined);
  if (now === undefined) {
    context.say(`Whether ${id} still fits the sources could not be told: git does not know ${selection.base}.`);
    return;
  }
  if (now.digest === selection.changeDigest) return;
  throw new UserError({
    code: 'stale-selection',
    message: `The strategy ${id} selected tests for other sources: what differs from ${selection.base.slice(0, 10)} changed since.`,
    hint: 'Select again: `e2e plan-strategy --select …`.',
  });
}
