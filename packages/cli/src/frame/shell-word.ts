/** A word for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w./:=@%+-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The options that have a value, each after a blank, to be appended to a command line that is suggested. */
export function flagsOf(options: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(options)
    .map(([name, value]) => (value === undefined ? '' : ` --${name} ${shellWord(value)}`))
    .join('');
}
