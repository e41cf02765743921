import { stripAnsi } from '@millwright/core';

const longest = 300;

/** The line of a runner's output that tells best why it ended: its first error; undefined when there is none. */
export function toldErrorOf(output: string): string | undefined {
  const lines = stripAnsi(output)
    .split('\n')
    .map((line) => line.trim());
  const told = lines.find((line) => /^(?:\w*Error|error)\b.*: ?\S/u.test(line));
  return told !== undefined && told.length > longest ? `${told.slice(0, longest)}…` : told;
}
