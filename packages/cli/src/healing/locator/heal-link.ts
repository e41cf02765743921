import { resolve } from 'node:path';

import type { Patch, ProofStep, SourceLocation, StepObservation } from '@millwright/core';
import { applyPatchToText } from '@millwright/source';

import type { ProposedCase } from './heal-case.ts';

/** One repaired step of a test; a test that broke in several places needs several. */
export interface HealLink {
  readonly proposed: ProposedCase;
  /** The whole text of the file without and with this edit. */
  readonly text: { readonly before: string; readonly after: string };
  /** Where the step is now that the edit is made. */
  readonly place: SourceLocation;
}

/** Carries a case through to the text. */
export function linkOf(proposed: ProposedCase, before: string): HealLink {
  const { patch, proposal } = proposed;
  const { place } = proposal.diagnosis.page;
  const text = { before, after: applyPatchToText(before, patch) };
  return { proposed, text, place: patch.file === place.file ? movedPlace(place, before, patch) : place };
}

/** Where a place is after a patch of its file: lines that were added or taken away above it move it. */
export function movedPlace(place: SourceLocation, before: string, patch: Patch): SourceLocation {
  const at = offsetOf(before, place);
  const added = patch.edits
    .filter(({ start }) => start < at)
    .reduce((sum, { start, end, newText }) => sum + breaksIn(newText) - breaksIn(before.slice(start, end)), 0);
  return { ...place, line: place.line + added };
}

function offsetOf(text: string, { line, column }: SourceLocation): number {
  const lines = text.split('\n');
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}

/** The step of a link as a worker is told it. The column is left out: the edit may have moved it. */
export function proofStepOf(root: string, { place }: HealLink): ProofStep {
  return { file: resolve(root, place.file), line: place.line };
}

/** Whether a worker saw this step. */
export function isStepOf(root: string, link: HealLink, step: StepObservation): boolean {
  const { action } = link.proposed.proposal.diagnosis.page;
  return (
    step.place.file === resolve(root, link.place.file) && step.place.line === link.place.line && step.action === action
  );
}
