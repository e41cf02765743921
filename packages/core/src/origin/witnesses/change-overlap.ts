import { commitTouchOf } from '../../bisect/commit-weight.ts';
import type { OriginInput } from '../origin-input.ts';
import { overlapOf } from '../overlap.ts';
import type { Testimony, Witness } from '../witness.ts';
import { filesWords, sinceWords, testsWords } from '../words.ts';

/**
 * Whether what changed since the tests were good runs under them (Bell et al. 2018, DeFlaker: a failure of a test that runs no changed
 * code is a flake in 98 of 100 cases). A change that only words of documentation make counts as none.
 */
export const changeOverlap: Witness = {
  name: 'change-overlap',
  testify(input) {
    const overlap = overlapOf(input);
    return overlap === undefined
      ? { weights: { unknown: 0.3 }, text: '' }
      : testimonies[overlap.kind](input, overlap.files);
  },
};

const testimonies: Readonly<
  Record<'yes' | 'no' | 'perhaps' | 'nothing', (input: OriginInput, files: readonly string[]) => Testimony>
> = {
  yes: (input, files) => ({
    weights: { flake: -1.6, environment: -1.2, unknown: -0.7 },
    text: `${filesWords(files)} changed${sinceWords(input)} and ${files.length === 1 ? 'runs' : 'run'} under ${testsWords(input)}.`,
  }),
  no: (input, files) => ({
    weights: { regression: -2, unknown: -0.3 },
    text: `Nothing that changed${sinceWords(input)} (${filesWords(files)}) runs under ${testsWords(input)}.`,
  }),
  nothing: (input) => ({
    weights: { regression: -2.5, unknown: -0.5 },
    text: `No code changed${sinceWords(input)}.`,
  }),
  // Code changed, and nothing says that the tests do not run it.
  perhaps: (input, files) => ({
    weights: files.length === 0 ? {} : { flake: -0.7, environment: -0.5 },
    text: perhapsWords(input, files),
  }),
};

function perhapsWords(input: OriginInput, files: readonly string[]): string {
  if (files.length === 0) return '';
  const changed = `${filesWords(files)} changed${sinceWords(input)}`;
  return commitTouchOf(files, new Set()).configuration
    ? `${changed}, which everything depends on.`
    : `${changed}; what ${testsWords(input)} ${input.tests.length === 1 ? 'runs' : 'run'} is not fully known.`;
}
