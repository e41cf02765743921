import {
  type ParsedQuarantine,
  type Quarantine,
  type QuarantineStanding,
  type TestHistory,
  UserError,
  quarantineFile,
  renderQuarantine,
  standingOf,
} from '@millwright/core';
import { readQuarantine, readQuarantineHistories, updateQuarantine } from '@millwright/history';
import { renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';

/** The quarantine with what is remembered of its tests. */
export interface QuarantineState {
  readonly quarantine: Quarantine;
  readonly histories: ReadonlyMap<string, TestHistory>;
  readonly standings: readonly QuarantineStanding[];
}

/** Reads `quarantine.json` and the history. Throws a UserError when the file is damaged: then it forgives nothing. */
export async function readQuarantineState(context: Context): Promise<QuarantineState> {
  const quarantine = readableOf(await readQuarantine(context.root));
  const history = await context.openHistory();
  const histories = new Map((await readQuarantineHistories(history)).map((entry) => [entry.test.id, entry]));
  const nowMs = context.world.nowMs();
  const standings = quarantine.entries.map((entry) => standingOf(entry, histories.get(entry.id), nowMs));
  return { quarantine, histories, standings };
}

function readableOf(read: ParsedQuarantine): Quarantine {
  if (read.kind === 'read') return read.quarantine;
  throw new UserError({
    code: 'unreadable-quarantine',
    message: `${quarantineFile} is unreadable and forgives nothing: ${read.fault}`,
    hint: `Mend it or take it back from git: \`git checkout ${quarantineFile}\`.`,
  });
}

/** A change of `quarantine.json`, shown and perhaps written. */
export interface QuarantineChange {
  readonly file: string;
  readonly diff: string;
  readonly applied: boolean;
}

/**
 * Shows what `plan` would change, and writes it when asked to. A plan that is written starts from the file as it is when its turn
 * comes, for another command may have changed it since it was read.
 */
export async function changeQuarantine<T extends { readonly after: Quarantine }>(
  context: Context,
  plan: (quarantine: Quarantine) => T,
  apply: boolean,
): Promise<{ readonly planned: T; readonly change: QuarantineChange }> {
  const planFrom = (read: ParsedQuarantine): { after: Quarantine; before: Quarantine; planned: T } => {
    const before = readableOf(read);
    const planned = plan(before);
    return { before, after: planned.after, planned };
  };
  const { before, after, planned } = apply
    ? await updateQuarantine(context.root, planFrom)
    : planFrom(await readQuarantine(context.root));
  const [from, to] = [before.entries.length === 0 ? '' : renderQuarantine(before), renderQuarantine(after)];
  const diff =
    from === '' && after.entries.length === 0
      ? ''
      : renderUnifiedDiff({ file: quarantineFile, before: from, after: to });
  return { planned, change: { file: quarantineFile, diff, applied: apply && diff !== '' } };
}

/** The diff of a change, and how to write it when it was only shown. */
export function renderChange({ diff, applied, file }: QuarantineChange): string {
  if (diff === '') return 'Nothing to change.\n';
  return `${diff}${applied ? `Written to ${file}: commit it.` : 'Nothing is written yet: add `--apply`.'}\n`;
}
