/** Colour, cursor and hyperlink sequences: CSI, OSC (ended by BEL or ST) and two-character escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what this pattern is about
const ansiSequence =
  /[\u001B\u009B](?:\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g;

/** The text without ANSI escape sequences. */
export function stripAnsi(text: string): string {
  return text.includes('\u001B') || text.includes('\u009B') ? text.replace(ansiSequence, '') : text;
}
