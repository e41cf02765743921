import type { PatchHunk, PatchTrace } from '../model/heal.ts';
import { linesOf, placesIn } from './patch-trace.ts';

/**
 * The text of a file without a patch that is in it: each hunk is found by its lines and surroundings and replaced by the lines that
 * were there before, blanks and all. Lines that were indented anew since keep their new indentation. Undefined when a hunk is not
 * there any more, or when its place cannot be told from another.
 */
export function textWithoutPatch(trace: PatchTrace, text: string): string | undefined {
  const rawLines = text.split('\n');
  const lines = linesOf(text);
  const replacements: Replacement[] = [];
  for (const hunk of trace.hunks) {
    const first = placeOf(hunk, lines);
    const now = first === undefined ? undefined : rawLines.slice(first, first + hunk.patched.length);
    const original = now && originalOf(hunk, now);
    if (first === undefined || original === undefined) return undefined;
    replacements.push({ first, length: hunk.patched.length, lines: original });
  }
  replacements.sort((a, b) => b.first - a.first);
  const overlap = replacements.some((one, index) => {
    const below = replacements[index - 1];
    return below !== undefined && one.first + one.length > below.first;
  });
  if (replacements.length === 0 || overlap) return undefined;
  // From the end, so that the places above stay as they are.
  for (const { first, length, lines: original } of replacements) rawLines.splice(first, length, ...original);
  return rawLines.join('\n');
}

interface Replacement {
  readonly first: number;
  readonly length: number;
  readonly lines: readonly string[];
}

/** The one place of a hunk: by its surroundings, or where these have changed, by its lines alone. */
function placeOf({ above, patched, below, patchedCount }: PatchHunk, lines: readonly string[]): number | undefined {
  const inPlace = placesIn(lines, [...above, ...patched, ...below]);
  if (inPlace.length > 0) return inPlace.length === 1 ? (inPlace[0] ?? 0) + above.length : undefined;
  const alone = placesIn(lines, patched);
  const isTelling = patchedCount === 1 && patched.some((line) => line !== '');
  return isTelling && alone.length === 1 ? alone[0] : undefined;
}

/** The lines to put back for the lines that are there now. */
function originalOf({ text, original }: PatchHunk, now: readonly string[]): readonly string[] | undefined {
  if (text !== undefined && now.join('\n') === text.patched) return text.original.split('\n');
  if (original.length !== now.length) return undefined;
  return original.map((line, index) => {
    const [, indent = '', end = ''] = /^(\s*).*?(\r?)$/.exec(now[index] ?? '') ?? [];
    return line === '' ? end : `${indent}${line}${end}`;
  });
}
