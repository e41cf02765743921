import type { Patch, TextEdit } from '../model/finding.ts';
import type { HealStanding, PatchHunk, PatchTrace } from '../model/heal.ts';

/** What a repaired file looks like now: `kept` while the repair is in it. */
export type PatchStanding = 'kept' | Exclude<HealStanding['state'], 'elsewhere'>;

/**
 * What to remember of a patch so as to tell later, from the file alone, whether it was taken back. `before` and `after`
 * are the whole texts without and with the patch.
 */
export function patchTraceOf(texts: { readonly before: string; readonly after: string }, patch: Patch): PatchTrace {
  const rawBefore = texts.before.split('\n');
  const rawAfter = texts.after.split('\n');
  const before = linesOf(texts.before);
  const after = linesOf(texts.after);
  let shift = 0;
  const hunks = changedRangesOf(texts.before, patch.edits).map((range): PatchHunk => {
    const first = range.first + shift;
    const patchedLength = range.last - range.first + 1 + range.addedLines;
    shift += range.addedLines;
    const original = before.slice(range.first, range.last + 1);
    const patched = after.slice(first, first + patchedLength);
    return {
      original,
      patched,
      ...surroundingsOf(after, first, patchedLength),
      originalCount: countOf(after, original),
      patchedCount: countOf(after, patched),
      text: {
        original: rawBefore.slice(range.first, range.last + 1).join('\n'),
        patched: rawAfter.slice(first, first + patchedLength).join('\n'),
      },
    };
  });
  return { hunks };
}

/**
 * What became of an applied patch, by the text that its file has now (undefined: there is no such file). Blanks at the
 * ends of lines do not count, so a file that was formatted or indented anew still holds its repair. A patch of several
 * places is taken back when each of them is.
 */
export function patchStandingOf(trace: PatchTrace, text: string | undefined): PatchStanding {
  if (text === undefined) return 'fileGone';
  const lines = linesOf(text);
  const hunks = trace.hunks.map((hunk) => hunkStandingOf(hunk, lines));
  const [first = 'kept'] = hunks;
  return hunks.every((standing) => standing === first) ? first : 'edited';
}

/** By its surroundings, which name the one place; where these have changed, by how often the lines stand in the file. */
function hunkStandingOf(hunk: PatchHunk, lines: readonly string[]): 'kept' | 'reverted' | 'edited' {
  const inPlace = (part: readonly string[]): boolean => countOf(lines, [...hunk.above, ...part, ...hunk.below]) > 0;
  if (inPlace(hunk.patched)) return 'kept';
  if (inPlace(hunk.original)) return 'reverted';
  if (countOf(lines, hunk.patched) >= hunk.patchedCount) return 'kept';
  return countOf(lines, hunk.original) > hunk.originalCount ? 'reverted' : 'edited';
}

interface ChangedRange {
  /** Zero-based lines of the text before the patch, both included. */
  readonly first: number;
  readonly last: number;
  readonly addedLines: number;
}

/** The lines that edits touch, those of one line together. */
function changedRangesOf(text: string, edits: readonly TextEdit[]): readonly ChangedRange[] {
  const lineOf = (position: number): number => breaksIn(text.slice(0, position));
  const ranges: ChangedRange[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const first = lineOf(edit.start);
    const last = lineOf(edit.end);
    const addedLines = breaksIn(edit.newText) - (last - first);
    const previous = ranges.at(-1);
    if (previous !== undefined && previous.last >= first) {
      ranges[ranges.length - 1] = { first: previous.first, last, addedLines: previous.addedLines + addedLines };
    } else {
      ranges.push({ first, last, addedLines });
    }
  }
  return ranges;
}

const widestSurroundings = 20;

/** As few lines on both sides as make the place the only one of its kind, and no more than twenty. */
function surroundingsOf(
  lines: readonly string[],
  first: number,
  length: number,
): { readonly above: readonly string[]; readonly below: readonly string[] } {
  for (let width = 1; ; width += 1) {
    const above = lines.slice(Math.max(0, first - width), first);
    const below = lines.slice(first + length, first + length + width);
    const block = [...above, ...lines.slice(first, first + length), ...below];
    if (width >= widestSurroundings || countOf(lines, block) === 1) return { above, below };
  }
}

/** How often the lines stand one after the other in a text. */
function countOf(lines: readonly string[], part: readonly string[]): number {
  return placesIn(lines, part).length;
}

/** Where lines stand one after the other in others. */
export function placesIn(lines: readonly string[], part: readonly string[]): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at + part.length <= lines.length; at += 1) {
    if (part.every((line, index) => lines[at + index] === line)) places.push(at);
  }
  return places;
}

/** The lines of a text without the blanks around each. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim());
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
