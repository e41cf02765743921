import type { Patch, TextEdit } from '@millwright/core';

/** Patches of one file made into one, and those that had to wait. */
export interface ComposedPatches<P extends Patch> {
  readonly applied: readonly P[];
  /** Patches that touch what an earlier one changes; analyse the changed file again for them. */
  readonly postponed: readonly P[];
  /** Edits of the applied ones, each once, in the order of the text. */
  readonly edits: readonly TextEdit[];
}

/**
 * Puts patches of one file together, the first ones first. An edit that several of them need (the same import, the same
 * hook) is made once; a patch with an edit that overlaps another one is postponed as a whole.
 */
export function composePatches<P extends Patch>(patches: readonly P[]): ComposedPatches<P> {
  const edits = new Map<string, TextEdit>();
  const applied: P[] = [];
  const postponed: P[] = [];
  for (const patch of patches) {
    const fresh = patch.edits.filter((edit) => !edits.has(keyOf(edit)));
    const clashes = fresh.some((edit) => [...edits.values()].some((other) => overlap(edit, other)));
    if (clashes) {
      postponed.push(patch);
      continue;
    }
    for (const edit of fresh) edits.set(keyOf(edit), edit);
    applied.push(patch);
  }
  return { applied, postponed, edits: [...edits.values()].toSorted((a, b) => a.start - b.start || a.end - b.end) };
}

function keyOf({ start, end, newText }: TextEdit): string {
  return `${start}-${end}-${newText}`;
}

/** Insertions at one place, and at the borders of a change, do not disturb each other. */
function overlap(one: TextEdit, other: TextEdit): boolean {
  if (one.start === one.end && other.start === other.end) return false;
  if (one.start === other.start && one.end === other.end) return true;
  return one.start < other.end && other.start < one.end;
}
