/** A text that is no longer than `width` characters; an ellipsis says that it was. Empty when there is no room for a word. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 8 ? '' : `${text.slice(0, width - 1).trimEnd()}…`;
}
