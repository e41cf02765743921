/** The longest message that a failure keeps, in characters. */
export const maxMessageLength = 8192;
/** The longest page snapshot that a failure keeps, in characters. */
export const maxSnapshotLength = 16_384;
/** The longest tail of printed output that an attempt keeps, in characters. */
export const maxOutputLength = 2048;

const cut = '…';

/** The first `maxLength` characters; a cut is marked with `…` and never splits a surrogate pair. */
export function headOf(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - cut.length;
  return text.slice(0, isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end) + cut;
}

/** The last `maxLength` characters; a cut is marked with `…` and never splits a surrogate pair. */
export function tailOf(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const start = text.length - maxLength + cut.length;
  return cut + text.slice(isHighSurrogate(text.charCodeAt(start - 1)) ? start + 1 : start);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
