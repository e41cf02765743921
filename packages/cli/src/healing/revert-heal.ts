import { type Heal, UserError, textWithoutPatch } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { writeHeals } from '../state/heals.ts';
import { readCommittedText, readEditObstacle, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import { isOnlyRepaired } from './read-repair-obstacle.ts';

/** How a repair is to be taken back. */
export interface RevertRequest {
  /** Whether the repair hid a bug. */
  readonly wasFalse: boolean;
  /** Writes the file; otherwise only the diff is made. */
  readonly apply: boolean;
}

/** A repair that was taken back, or would be. */
export interface RevertedHeal {
  /** As it is remembered now: unchanged when nothing was written. */
  readonly heal: Heal;
  /** What changes in its file; empty when the repair is not in it any more, and only that it was wrong is remembered. */
  readonly diff: string;
}

/**
 * Takes an accepted repair out of its file and remembers that a person did not want it. `heals` are those of `readStandingHeals`. Refused
 * (`UserError`) for a repair that is not known or was never applied, and for a file with uncommitted changes other than accepted
 * repairs; one that is not in its file any more as it was made can only be called wrong.
 */
export async function revertHeal(
  context: Context,
  history: HistoryStore,
  heals: readonly Heal[],
  id: string,
  { wasFalse, apply }: RevertRequest,
): Promise<RevertedHeal> {
  const heal = appliedHealOf(heals, id);
  const texts = heal.outcome === 'reverted' ? undefined : readTexts(context.root, heal);
  if (texts === undefined && !wasFalse) throw notInFile(heal);
  if (texts !== undefined) await refuseOtherChanges(context.root, heals, heal, texts.after);
  const diff = texts === undefined ? '' : renderUnifiedDiff({ file: heal.file, ...texts });
  if (!apply) return { heal, diff };
  if (texts !== undefined) writeSourceFile(context.root, heal.file, texts.after);
  const at = new Date(context.world.nowMs()).toISOString();
  const reverted: Heal = { ...heal, outcome: 'reverted', takenBack: { at, wasFalse } };
  await writeHeals(history, [reverted]);
  return { heal: reverted, diff };
}

const shownIds = 3;

function appliedHealOf(heals: readonly Heal[], id: string): Heal {
  const heal = heals.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  if (heal === undefined) {
    const revertible = heals
      .filter(({ outcome, standing }) => outcome === 'accepted' && standing === undefined)
      .slice(-shownIds)
      .map((candidate) => `${candidate.id} (${candidate.file})`);
    throw new UserError({
      code: 'unknown-heal',
      message: `Expected the id of an applied repair, got "${id}".`,
      hint: `${revertible.length === 0 ? '' : `The newest that can be taken back: ${revertible.join(', ')}. `}\`e2e healing-stats --list\` shows all.`,
    });
  }
  if (heal.outcome === 'accepted' || heal.outcome === 'reverted') return heal;
  throw new UserError({
    code: 'heal-not-applied',
    message: `The repair ${heal.id} of ${heal.file} was never applied (${heal.outcome}), so there is nothing to take back.`,
    hint: '`e2e healing-stats --list` shows which repairs are accepted.',
  });
}

/** The text of the file with the repair and without it; undefined when the repair is not in it as it was made. */
function readTexts(
  root: string,
  { file, trace }: Heal,
): { readonly before: string; readonly after: string } | undefined {
  try {
    const before = readSourceFile(root, file);
    const after = trace && textWithoutPatch(trace, before);
    return after === undefined ? undefined : { before, after };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function notInFile(heal: Heal): UserError {
  return new UserError({
    code: 'heal-not-in-file',
    message: `The repair ${heal.id} is not in ${heal.file} as it was made: ${whyNotInFile(heal)}.`,
    hint: 'Nothing was changed. With `--wrong` it is remembered all the same that the repair hid a bug.',
  });
}

function whyNotInFile({ outcome, standing, branch }: Heal): string {
  if (outcome === 'reverted') return 'it was taken back already';
  if (standing?.state === 'fileGone') return 'the file is gone';
  if (standing?.state === 'elsewhere')
    return branch === undefined ? 'it was made in a CI job' : `it was committed to the branch ${branch}`;
  return 'the code has moved on';
}

/** A repair that was never committed is itself a change; what counts is whether anything else would be mixed up with it. */
async function refuseOtherChanges(root: string, heals: readonly Heal[], heal: Heal, after: string): Promise<void> {
  const { file } = heal;
  const obstacle = await readEditObstacle(root, file);
  if (obstacle === undefined) return;
  const committed = await readCommittedText(root, file);
  const others = heals.filter((other) => other.id !== heal.id && other.file === file);
  if (committed !== undefined && isOnlyRepaired(others, after, committed)) return;
  throw new UserError({
    code: 'dirty-file',
    message: `${file} ${obstacle}, so the repair ${heal.id} is not taken back.`,
    hint: 'Commit or undo the other changes first.',
  });
}
