import {
  type Quarantine,
  type QuarantineStanding,
  type TestHistory,
  UserError,
  quarantineFile,
  renderQuarantine,
  standingOf,
} from '@millwright/core';
import { readQuarantine, readQuarantineHistories, writeQuarantine } from '@millwright/history';
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
  const read = await readQuarantine(context.root);
  if (read.kind === 'unreadable')
    throw new UserError({
      code: 'unreadable-quarantine',
      message: `${quarantineFile} is unreadable and forgives nothing: ${read.fault}`,
      hint: `Mend it or take it back from git: \`git checkout ${quarantineFile}\`.`,
    });
  const history = await context.openHistory();
  const histories = new Map((await readQuarantineHistories(history)).map((entry) => [entry.test.id, entry]));
  const nowMs = context.world.nowMs();
  const standings = read.quarantine.entries.map((entry) => standingOf(entry, histories.get(entry.id), nowMs));
  return { quarantine: read.quarantine, histories, standings };
}

/** A change of `quarantine.json`, shown and perhaps written. */
export interface QuarantineChange {
  readonly file: string;
  readonly diff: string;
  readonly applied: boolean;
}

/** Shows what would change, and writes it when asked to. */
export async function changeQuarantine(
  context: Context,
  before: Quarantine,
  after: Quarantine,
  apply: boolean,
): Promise<QuarantineChange> {
  const [from, to] = [before.entries.length === 0 ? '' : renderQuarantine(before), renderQuarantine(after)];
  const diff = renderUnifiedDiff({ file: quarantineFile, before: from, after: to });
  const applied = apply && diff !== '';
  if (applied) await writeQuarantine(context.root, after);
  return { file: quarantineFile, diff, applied };
}

/** The diff of a change, and how to write it when it was only shown. */
export function renderChange({ diff, applied, file }: QuarantineChange): string {
  if (diff === '') return 'Nothing to change.\n';
  return `${diff}${applied ? `Written to ${file}: commit it.` : 'Nothing is written yet: add `--apply`.'}\n`;
}
