/** A piece of a text shorter than this tells nothing. */
export const leastClipWidth = 8;

/** A text that is no longer than `width` characters; an ellipsis says that it was. Empty when there is no room for a word. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < leastClipWidth ? '' : `${text.slice(0, width - 1).trimEnd()}…`;
}

/** The same, but the end is kept, which tells most of a path. */
export function clipStart(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < leastClipWidth ? '' : `…${text.slice(text.length - width + 1).trimStart()}`;
}
