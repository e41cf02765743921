import type { Patch, RememberedElement, SourceLocation, StepEdit } from '@millwright/core';
import type { ts } from 'ts-morph';

import { findCall } from '../locators/find-step.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { fixObjectionsOf, type PermittedChange } from '../patch/fix-objections.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { insertedStep } from './inserted-step.ts';
import { optionEditsOf } from './option-edits.ts';
import type { StepEdits } from './step-edits.ts';
import { urlEditsOf } from './url-edits.ts';

/** What is to be written for a step that failed. */
export interface StepPatchRequest {
  /** The failing call: its column is that of the method's name. */
  readonly place: RememberedElement['place'];
  /** `click`, `fill`, `expect` …: tells calls of one line apart where the column does not. */
  readonly action: string;
  readonly edit: StepEdit;
  /** The file of the failing test, where the step stands in another one. */
  readonly testFile?: string;
}

/** The patch for a step, or why there is none. */
export type StepPatch =
  | {
      readonly kind: 'patch';
      readonly patch: Patch;
      /** Other places that use the edited text: what must still pass. */
      readonly alsoUsedAt: readonly SourceLocation[];
      /** What alone it changes, to be asked for where it is applied. */
      readonly changes: PermittedChange;
    }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The patch for a repair of something else than a locator: the path of a navigation, a step that is added, an option that is selected. It
 * changes nothing else, and never what an assertion asks for.
 */
export function proposeStepPatch(tree: SourceTree, request: StepPatchRequest): StepPatch {
  const call = findCall(tree, request.place, request.action);
  if ('reason' in call) return { kind: 'none', reason: `${call.reason}.` };
  const edits = editsOf(tree, request, call);
  if ('reason' in edits) return { kind: 'none', reason: `${edits.reason}.` };
  if (edits.file.includes('node_modules/')) return { kind: 'none', reason: `${edits.file} belongs to a package.` };
  const changes = permittedBy[request.edit.is];
  const before = tree.source(edits.file)?.text ?? '';
  const patch: Patch = { file: edits.file, edits: edits.edits, summary: summaryOf(request.edit), safety: 'suggestion' };
  const objections = fixObjectionsOf({ file: edits.file, before, after: applyPatchToText(before, patch), changes });
  if (objections.length > 0) return { kind: 'none', reason: objections.join(' ') };
  const lead = tree.leadOf(edits.file);
  const moved = patch.edits.map((edit) => ({ ...edit, start: edit.start + lead, end: edit.end + lead }));
  return { kind: 'patch', patch: { ...patch, edits: moved }, alsoUsedAt: edits.alsoUsedAt, changes };
}

const permittedBy: Readonly<Record<StepEdit['is'], PermittedChange>> = {
  url: 'navigation',
  'insert-before': 'added-step',
  'option-value': 'option',
};

function editsOf(tree: SourceTree, { edit, testFile }: StepPatchRequest, call: ts.CallExpression): StepEdits {
  switch (edit.is) {
    case 'url':
      return urlEditsOf(tree, edit, testFile === undefined ? { call } : { call, testFile });
    case 'insert-before':
      return insertedStep(tree, edit, call);
    default:
      return optionEditsOf(tree, edit, call);
  }
}

function summaryOf(edit: StepEdit): string {
  switch (edit.is) {
    case 'url':
      return `Go to ${edit.to} in place of ${edit.from}`;
    case 'insert-before':
      return `Click ${edit.locator.locator} before the step`;
    default:
      return `Select the option by its new name`;
  }
}
