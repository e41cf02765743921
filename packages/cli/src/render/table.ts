import { stripVTControlCharacters } from 'node:util';

/** Lines of left-aligned columns with two blanks between; the last column is not padded. Colours do not count as width. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  }
  return rows.map((row) => `${row.map((cell, column) => padCell(cell, row, widths, column)).join('  ')}\n`).join('');
}

function padCell(cell: string, row: readonly string[], widths: readonly number[], column: number): string {
  if (column === row.length - 1) return cell;
  return cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
