import type { Failure, TestEntry } from '@millwright/core';

/** The kinds of failures that are simulated, by the class that their texts should be given. */
export type FailureKind = 'assertion' | 'script-error' | 'timeout' | 'locator' | 'network' | 'words';

/** How often faults and chance show so. Both show in every kind: no kind is proof. */
const shares: Readonly<Record<'flake' | 'regression', Readonly<Record<FailureKind, number>>>> = {
  regression: { assertion: 0.55, 'script-error': 0.15, timeout: 0.12, locator: 0.1, network: 0.02, words: 0.06 },
  flake: { assertion: 0.25, 'script-error': 0.03, timeout: 0.32, locator: 0.18, network: 0.14, words: 0.08 },
};

export function failureKindOf(of: 'flake' | 'regression', random: () => number): FailureKind {
  const kinds = Object.entries(shares[of]) as [FailureKind, number][];
  let rest = random();
  return kinds.find(([, share]) => (rest -= share) < 0)?.[0] ?? 'assertion';
}

const messages: Readonly<Record<FailureKind, (test: TestEntry) => string>> = {
  assertion: () => 'expected 116 to be 119 // Object.is equality',
  'script-error': () => "Cannot read properties of undefined (reading 'total')",
  timeout: () =>
    'Test timed out in 5000ms.\nIf this is a long-running test, pass a timeout value as the last argument.',
  locator: ({ titlePath }) => `Unable to find an element with the text: ${titlePath.join(' ')}.`,
  network: () => 'connect ECONNREFUSED 127.0.0.1:4000',
  words: ({ titlePath }) => `the order of ${titlePath.join(' ')} is not there yet`,
};

const names: Readonly<Partial<Record<FailureKind, string>>> = {
  assertion: 'AssertionError',
  'script-error': 'TypeError',
};

/** The failure of a test; a script error has the faulty file on its stack. */
export function failureTextOf(kind: FailureKind, test: TestEntry, file: string): Failure {
  const own = { file: test.file, line: test.line, column: 3, origin: 'user' as const };
  const product = { file, line: 7, column: 9, origin: 'user' as const };
  const isOnStack = kind === 'script-error' && file.startsWith('src/');
  const name = names[kind];
  return {
    message: messages[kind](test),
    frames: isOnStack ? [product, own] : [own],
    ...(name === undefined ? {} : { name }),
  };
}
