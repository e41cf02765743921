import { type Heal, type HealCandidate, hashOf, patchTraceOf } from '@millwright/core';
import { createRunId } from '@millwright/history';
import { applyPatchToText, renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readSourceFile } from '../wiring/edit-file.ts';
import type { HealProposal } from './propose-heals.ts';

/** A repair with the diff that a person reads. */
export interface ShownHeal extends Heal {
  readonly diff: string;
}

/** A proposal carried through to the text, and not yet written. */
export interface HealDraft {
  readonly proposal: HealProposal;
  readonly heal: ShownHeal;
  readonly candidate: HealCandidate;
  /** The whole text of the file without and with the repair. */
  readonly text: { readonly before: string; readonly after: string };
}

/** Reads the file of a proposal and drafts the repair. */
export function readHealDraft(context: Context, proposal: HealProposal): HealDraft {
  return healDraftOf(context, proposal, readSourceFile(context.root, proposal.patch.file));
}

/** Drafts the repair of a file with this text. */
export function healDraftOf(context: Context, proposal: HealProposal, before: string): HealDraft {
  const { patch, kind } = proposal;
  const { testId } = proposal.test;
  const { file } = patch;
  const text = { before, after: applyPatchToText(before, patch) };
  const trace = { ...patchTraceOf(text, patch), ...(context.world.env['CI'] ? { inCi: true as const } : {}) };
  const heal: ShownHeal = {
    id: createRunId({ nowMs: context.world.nowMs(), random: context.world.random }),
    testId,
    kind,
    proposedAt: new Date(context.world.nowMs()).toISOString(),
    file,
    before: linesAround(
      before,
      patch.edits.map((edit) => edit.start),
    ),
    after: linesAround(text.after, shiftedStartsOf(patch)),
    probability: proposal.probability,
    outcome: 'proposed',
    trace,
    diff: renderUnifiedDiff({ file, ...text }),
  };
  return { proposal, heal, candidate: { ...heal, trace, sourceHash: hashOf(before) }, text };
}

/** The lines in which the positions lie, each once. */
function linesAround(text: string, positions: readonly number[]): string {
  const starts = new Set(positions.map((position) => text.lastIndexOf('\n', position - 1) + 1));
  return [...starts].map((start) => text.slice(start).split('\n', 1)[0] ?? '').join('\n');
}

/** Where the edits of a patch lie once it is applied. */
function shiftedStartsOf(patch: HealProposal['patch']): readonly number[] {
  let shift = 0;
  return patch.edits
    .toSorted((a, b) => a.start - b.start)
    .map((edit) => {
      const start = edit.start + shift;
      shift += edit.newText.length - (edit.end - edit.start);
      return start;
    });
}
