import { leastClipWidth } from '../render/clip.ts';

/** So many characters stand between two columns of a table. */
const gap = 2;

/** How wide the output may be: what `COLUMNS` asks for, else the terminal, else 80. */
export function widthOf(
  stdout: { readonly columns?: number | undefined },
  env: Readonly<Record<string, string | undefined>>,
): number {
  const asked = Number(env['COLUMNS']);
  return Number.isInteger(asked) && asked > 0 ? asked : stdout.columns || 80;
}

/** Characters of the longest text. */
export function mostWidthOf(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

/** Shares the room of two neighbouring columns: each has what it wants when both fit, else the second at most half of it. */
export function shared(room: number, first: number, second: number): readonly [first: number, second: number] {
  if (first + gap + second <= room) return [first, second];
  const secondRoom = Math.min(second, Math.max(room - gap - first, Math.floor((room - gap) / 2)));
  if (secondRoom < leastClipWidth) return [Math.min(first, room), 0];
  return [Math.min(first, room - gap - secondRoom), secondRoom];
}

/** A table in as few tables as it takes for each to be at most `width` wide, all with the first column; one of two columns may be wider. */
export function fittingParts(
  rows: readonly (readonly string[])[],
  width: number,
): readonly (readonly (readonly string[])[])[] {
  const widths = (rows[0] ?? []).map((_, column) => mostWidthOf(rows.map((row) => row[column] ?? '')));
  const [firstWidth = 0, ...others] = widths;
  const groups: number[][] = [];
  let used = firstWidth;
  for (const [index, own] of others.entries()) {
    const group = groups.at(-1);
    if (group && used + gap + own <= width) group.push(index + 1);
    else {
      groups.push([index + 1]);
      used = firstWidth;
    }
    used += gap + own;
  }
  return groups.map((group) => rows.map((row) => [row[0] ?? '', ...group.map((column) => row[column] ?? '')]));
}
