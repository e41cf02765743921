import type { OriginInput } from './origin-input.ts';

/** `a.ts`, `a.ts and b.ts`, `a.ts and 3 more files`. */
export function filesWords(files: readonly string[]): string {
  const [first = 'the code', second] = files;
  if (second === undefined) return first;
  return files.length === 2 ? `${first} and ${second}` : `${first} and ${files.length - 1} more files`;
}

/** `the failed test`, `both failed tests`, `the 5 failed tests`. */
export function testsWords({ tests }: OriginInput): string {
  if (tests.length === 1) return 'the failed test';
  return tests.length === 2 ? 'both failed tests' : `the ${tests.length} failed tests`;
}

/** ` since 3f2a1c0`; empty when no last good run is known. */
export function sinceWords({ surroundings: { change } }: OriginInput): string {
  return change?.from === undefined ? '' : ` since ${change.from.slice(0, 7)}`;
}
