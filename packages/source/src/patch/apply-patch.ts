import { UserError, type Patch, type TextEdit } from '@millwright/core';

/**
 * The text with a patch applied. Edits may come in any order; two that overlap are refused, and so is one that lies
 * outside the text (`UserError` with code `PATCH_OVERLAP` or `PATCH_RANGE`). Insertions at one place keep their order.
 * Nothing but the edited ranges changes: BOM and line ends stay as they are.
 */
export function applyPatchToText(text: string, patch: Patch): string {
  const parts: string[] = [];
  let position = 0;
  for (const edit of sortedEdits(text, patch)) {
    parts.push(text.slice(position, edit.start), edit.newText);
    position = edit.end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}

/** The patch that turns the patched text back into `text`. */
export function invertPatch(text: string, patch: Patch): Patch {
  let shift = 0;
  const edits = sortedEdits(text, patch).map((edit) => {
    const start = edit.start + shift;
    shift += edit.newText.length - (edit.end - edit.start);
    return { start, end: start + edit.newText.length, newText: text.slice(edit.start, edit.end) };
  });
  return { ...patch, edits, summary: `Undo: ${patch.summary}` };
}

function sortedEdits(text: string, patch: Patch): readonly TextEdit[] {
  const edits = patch.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let position = 0;
  for (const edit of edits) {
    if (
      !Number.isInteger(edit.start) ||
      !Number.isInteger(edit.end) ||
      edit.start < 0 ||
      edit.end < edit.start ||
      edit.end > text.length
    ) {
      throw new UserError({
        code: 'PATCH_RANGE',
        message: `An edit of ${patch.file} reaches from ${edit.start} to ${edit.end}, but the text has ${text.length} characters.`,
        hint: 'The file has changed since it was analysed; analyse it again.',
      });
    }
    if (edit.start < position) {
      throw new UserError({
        code: 'PATCH_OVERLAP',
        message: `Two edits of ${patch.file} overlap at ${edit.start}.`,
        hint: 'Apply one of the fixes, then analyse the file again for the other.',
      });
    }
    position = edit.end;
  }
  return edits;
}
